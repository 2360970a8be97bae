package import CourseModel
import Prefetching

/// From facts to completeness: pure, so that the same facts always make the same figures.
package struct CompletenessRollup: Sendable {
    private let now: UTCTime
    private let releases: [Catalogue.ReleaseEntry]
    private let needs: LessonNeeds
    private let required: [Programme.ID: CreditHours]
    private let silentAfterMinutes: [Programme.ID: Int64]
    private let firstNeededAtMs: UTCTime?

    /// - Parameters:
    ///   - catalogue: The current one; nil before the first publication.
    ///   - programmes: Of that catalogue.
    package init(catalogue: Catalogue?, programmes: [Programme], now: UTCTime) {
        let needs = LessonNeeds(programmes: programmes, now: now)
        let releases = (catalogue?.releases ?? []).sorted { needs.isBefore($0.lesson, $1.lesson) }
        self.now = now
        self.releases = releases
        self.needs = needs
        self.required = Dictionary(programmes.map { ($0.programme, $0.requiredHundredths) }) { first, _ in first }
        self.silentAfterMinutes = Dictionary(
            programmes.map { ($0.programme, $0.ruleSet.silentAfterMinutes) }
        ) { first, _ in first }
        self.firstNeededAtMs = releases.compactMap { needs[$0.lesson].neededAtMs }.min()
    }

    package func county(_ county: CountyRecord, schools: [SchoolFacts]) -> CountyCompleteness {
        let schools = schools.map(self.school).sorted(by: Self.isBefore)
        return CountyCompleteness(
            asOfMs: self.now,
            county: county.county,
            name: county.name,
            silentSchools: Int64(schools.count(where: \.isSilent)),
            schools: schools
        )
    }

    package func school(_ facts: SchoolFacts) -> SchoolCompleteness {
        let lessons = self.lessons(facts)
        let missing = lessons.filter { !$0.isHeld }
        let decisive = self.decisive(missing)
        let lastHeard = [facts.lastReportMs, facts.held?.receivedAtMs].compactMap(\.self).max()
        let hours = self.hours(facts)
        return SchoolCompleteness(
            school: facts.school.school,
            name: facts.school.name,
            isEnrolled: facts.isEnrolled,
            isSilent: self.isSilent(facts, lastHeard: lastHeard),
            isForked: facts.isForked,
            isPaused: facts.held?.holdings.isPaused ?? false,
            verifiedPermille: Permille.of(
                lessons.reduce(.zero) { $0 + $1.heldBytes },
                in: lessons.reduce(.zero) { $0 + $1.sizeBytes }
            ),
            lessonsMissing: missing.map(\.lesson),
            neededAtMs: missing.isEmpty ? self.firstNeededAtMs : decisive?.neededAtMs,
            readyAtMs: decisive?.readyAtMs,
            isLate: missing.contains { $0.isLate(at: self.now) },
            help: HelpCount.list(of: missing),
            lastReportMs: lastHeard,
            diskFreeBytes: facts.held?.holdings.diskFreeBytes,
            creditedHundredths: hours.credited,
            requiredHundredths: hours.required,
            trainees: Int64(facts.registrations.count),
            traineesDone: hours.done,
            asOfMs: facts.held?.receivedAtMs
        )
    }

    /// Every current release at a school, most urgent first.
    package func lessons(_ facts: SchoolFacts) -> [HeldLesson] {
        let held = Dictionary((facts.held?.holdings.releases ?? []).map { ($0.manifest, $0) }) { first, _ in first }
        return self.releases.map { release in
            let entry = held[release.manifest]
            let size = Self.size(entry, of: release)
            let bytes = min(entry?.heldBytes ?? .zero, size)
            return HeldLesson(
                lesson: release.lesson,
                rendition: entry?.rendition,
                heldBytes: bytes,
                sizeBytes: size,
                neededAtMs: self.needs[release.lesson].neededAtMs,
                readyAtMs: entry?.readyAtMs,
                readyLateAtMs: entry?.readyLateAtMs,
                help: bytes == size ? [] : entry?.help ?? []
            )
        }
    }

    /// A school holds one rendition of a lesson, so what it needs is less than the release has; never nothing, and never
    /// more. Of a school that has not said which, all of it.
    private static func size(_ entry: Holdings.Release?, of release: Catalogue.ReleaseEntry) -> ByteCount {
        guard let entry, entry.sizeBytes > .zero else { return release.sizeBytes }
        return min(entry.sizeBytes, release.sizeBytes)
    }

    /// The missing lesson with the least time to spare; of several, the one needed first.
    private func decisive(_ missing: [HeldLesson]) -> HeldLesson? {
        missing.min { one, other in
            (one.spareMs(at: self.now), one.neededAt) < (other.spareMs(at: self.now), other.neededAt)
        }
    }

    private func isSilent(_ facts: SchoolFacts, lastHeard: UTCTime?) -> Bool {
        guard let lastHeard else { return true }
        let own = Set(facts.registrations.values.joined().map(\.programme))
        let limits = self.silentAfterMinutes.filter { own.isEmpty || own.contains($0.key) }.values
        guard let minutes = limits.min() else { return false }
        return (self.now - lastHeard).milliseconds > minutes * 60_000
    }

    private func hours(_ facts: SchoolFacts) -> (credited: CreditHours, required: CreditHours, done: Int64) {
        let statements = Dictionary(grouping: facts.statements, by: \.trainee)
        var (credited, required, done) = (CreditHours.zero, CreditHours.zero, Int64(0))
        for (trainee, registrations) in facts.registrations {
            var isDone = true
            for registration in registrations {
                let statement = statements[trainee]?.first { $0.programme == registration.programme }
                let needed = statement?.requiredHundredths ?? self.required[registration.programme] ?? .zero
                credited += statement?.creditedHundredths ?? .zero
                required += needed
                isDone = isDone && (statement?.creditedHundredths ?? .zero) >= needed
            }
            done += isDone && !registrations.isEmpty ? 1 : 0
        }
        return (credited, required, done)
    }

    private static func isBefore(_ one: SchoolCompleteness, _ other: SchoolCompleteness) -> Bool {
        if one.isForked != other.isForked { return one.isForked }
        if one.isSilent != other.isSilent { return one.isSilent }
        if one.isLate != other.isLate { return one.isLate }
        if one.help.isEmpty != other.help.isEmpty { return other.help.isEmpty }
        if one.name.zh != other.name.zh { return one.name.zh < other.name.zh }
        return one.school < other.school
    }
}
