import CommandInterface
import CourseModel
import EdgeCache
import HTTPServing
import ProgressAgent

/// The status as a terminal shows it.
struct StatusText {
    /// Lessons shown; the rest are counted.
    private static let lessonsMax = 40
    private static let incidentsMax = 5

    private let status: EdgeStatus
    private let time: LocalTime

    init(_ status: EdgeStatus) {
        self.status = status
        self.time = LocalTime(timeZone: status.timeZone)
    }

    var text: String {
        self.facts.map { DisplayWidth.padded($0, columns: 11) + $1 + "\n" }.joined() + self.lessons + self.incidents
    }

    private var facts: [(String, String)] {
        let status = self.status
        let held = "\(QuantityText.bytes(status.heldBytes)) of \(QuantityText.bytes(status.sizeBytes))"
        return [
            ("school", "\(status.schoolName.zh) (\(status.school)), edge \(status.edge)"),
            ("catalogue", self.catalogue),
            ("verified", "\(QuantityText.percent(permille: status.verifiedPermille)) (\(held))"),
            ("link", self.link),
            ("fetched", self.fetched),
            ("retries", self.retries),
            ("ready", self.ready),
            ("disk", "\(QuantityText.bytes(status.diskFreeBytes)) free"),
            ("origin", self.origin),
            ("journal", self.journal),
        ] + (status.scrub.map { [("scrub", self.text($0))] } ?? [])
    }

    private func text(_ scrub: ScrubState) -> String {
        let read = "\(QuantityText.bytes(scrub.checkedBytes)) of \(QuantityText.bytes(scrub.sizeBytes)) read"
        let end = scrub.finishedAtMs.map { "finished \(self.text($0))" } ?? "under way"
        return "\(read), bad chunks \(scrub.badChunks), \(end)"
    }

    private var catalogue: String {
        guard let catalogue = self.status.catalogue else { return "none yet" }
        let end = "\(catalogue.isExpired ? "out of date since" : "in force until") \(self.text(catalogue.expiresAtMs))"
        return "version \(catalogue.version), \(end)\(catalogue.isStocked ? "" : "; some of its documents are missing")"
    }

    private var link: String {
        let link = self.status.link
        if link.isPaused { return "paused (lectern-edge prefetch --resume)" }
        if let trouble = link.trouble { return "trouble: \(trouble)" }
        guard link.rateBytesPerSecond > .zero, self.status.verifiedPermille < 1000 else { return "idle" }
        let rate = LinkRate.text(link.rateBytesPerSecond)
        return rate + (link.fetching.map { ", fetching \($0)" } ?? "")
    }

    /// By source, in the last 30 days.
    private var fetched: String {
        let chart = TrafficChart(self.status.link.days)
        let sums = chart.sources.map { "\($0) \(QuantityText.bytes(chart.sums[$0] ?? .zero))" }
        return sums.isEmpty ? "nothing in 30 days" : "in 30 days: " + sums.joined(separator: ", ")
    }

    private var retries: String {
        func list(_ name: String, _ count: (RetryCount) -> Int64) -> String? {
            let counts = self.status.link.retries.filter { count($0) > 0 }.map { "\($0.reason.rawValue) \(count($0))" }
            return counts.isEmpty ? nil : "\(name): \(counts.joined(separator: ", "))"
        }
        let lists = [list("in 24 hours", \.day), list("in 30 days", \.month)].compactMap(\.self)
        return lists.isEmpty ? "none in 30 days" : lists.joined(separator: "; ")
    }

    private var ready: String {
        let assumed = self.status.line.isMeasured ? "" : "; the line is not measured yet"
        return self.readiness + (self.status.readyAtMs == nil ? "" : assumed)
    }

    private var readiness: String {
        switch Readiness(of: self.status) {
        case .noCatalogue: "no telling before the first catalogue comes"
        case .nothingListed: "no lessons are listed yet"
        case .held(let lessons): "all lessons are here (\(lessons))"
        case .paused(let missing): "paused; lessons missing: \(missing)"
        case .unknown(let missing): "no telling; lessons missing: \(missing)"
        case .inTime(let readyAt, let needed, let spare):
            self.text(readyAt) + (needed.map { ", in time (first needed \(self.text($0))\(self.words(spare)))" } ?? "")
        case .late(let lessons, let by, let readyAt):
            "\(self.text(readyAt)); lessons that will be late: \(lessons), by up to \(TimeSpan(by, rounding: .up))"
        }
    }

    private func words(_ spare: UTCTime?) -> String {
        spare.map { ", \(TimeSpan($0, rounding: .down)) to spare" } ?? ""
    }

    private var origin: String {
        let reached = self.status.origin.lastReachedMs.map { "last answered \(self.text($0))" } ?? "has not answered"
        return "\(self.status.origin.url), \(reached)" + (self.status.origin.trouble.map { "; \($0)" } ?? "")
    }

    private var journal: String {
        let journal = self.status.journal
        let waiting = journal.lastSequence - journal.reportedThrough
        let text = waiting > 0 ? "\(waiting) of \(journal.lastSequence) rows kept here only" : "all rows reported"
        return text + (journal.trouble.map { "; \($0)" } ?? "")
    }

    private var lessons: String {
        guard !self.status.releases.isEmpty else { return "" }
        var table = TextTable([
            .init("lesson"), .init("title"), .init("held", .trailing), .init("of", .trailing), .init("rendition"),
            .init("needed"), .init("ready"),
        ])
        for release in self.status.releases.prefix(Self.lessonsMax) {
            let held = Permille.of(release.heldBytes, in: release.sizeBytes)
            table.append([
                release.lesson.rawValue, DisplayWidth.prefix(of: release.title.zh, columns: 32),
                QuantityText.percent(permille: held), QuantityText.bytes(release.sizeBytes),
                release.rendition?.rawValue ?? "–", release.neededAtMs.map(self.text) ?? "–",
                release.isHeld ? "here" : (release.readyAtMs.map(self.text) ?? "–") + (release.isLate ? " late" : ""),
            ])
        }
        let more = self.status.releases.count - Self.lessonsMax
        return "\n" + table.text + (more > 0 ? "… and more: \(more) (--json has all)\n" : "")
    }

    private var incidents: String {
        guard !self.status.incidents.isEmpty else { return "" }
        let lines = self.status.incidents.prefix(Self.incidentsMax).map { incident in
            let times = incident.times > 1 ? " (\(incident.times) times)" : ""
            return
                "  \(self.text(incident.atMs)) \(incident.kind.rawValue) \(incident.subject): \(incident.reason)\(times)\n"
        }
        return "\nincidents, \(self.status.incidentsTotal) in all:\n" + lines.joined()
    }

    private func text(_ time: UTCTime) -> String {
        self.time.text(time, in: .english)
    }
}
