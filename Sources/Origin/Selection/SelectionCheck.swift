package import CourseModel
import HTTPServing

/// What the rules of a programme say of a selection: what may not be chosen, when nothing may be chosen, and what is
/// still missing. Pure: `now` is an argument.
package struct SelectionCheck: Sendable {
    package let programme: Programme
    private let sections: [Section.ID: Section]
    private let topics: [Topic.ID: Topic]
    private let time: LocalTime

    package init(_ programme: Programme) {
        self.programme = programme
        self.sections = Dictionary(programme.sections.map { ($0.section, $0) }) { first, _ in first }
        self.topics = Dictionary(programme.topics.map { ($0.topic, $0) }) { first, _ in first }
        self.time = LocalTime(timeZone: programme.timeZone)
    }

    /// Why nobody may have these topics together, whenever they are chosen.
    package func refusals(of chosen: [Topic.ID], coursePackage: CoursePackage.ID?) -> [Refusal] {
        var refusals: [Refusal] = []
        var seen: Set<Topic.ID> = []
        for id in chosen {
            guard let topic = self.topics[id] else {
                refusals.append(.unknownTopic(id.rawValue))
                continue
            }
            if !seen.insert(id).inserted { refusals.append(.topicTwice(topic.title)) }
            if let package = self.sections[topic.section]?.coursePackage, package != coursePackage {
                refusals.append(.otherPackage(topic.title, package: self.title(of: package)))
            }
        }
        for section in self.programme.sections {
            for choice in self.choices(of: section) {
                let both = choice.filter { seen.contains($0.topic) }
                if both.count > 1 { refusals.append(.oneOf(section.title, both.map(\.title))) }
            }
        }
        return refusals
    }

    /// Why a selection may not be changed now: a topic that comes or goes belongs to a section whose window is shut.
    package func shut(from before: [Topic.ID], to after: [Topic.ID], at now: UTCTime) -> [Refusal] {
        let moved = Set(before).symmetricDifference(after).compactMap { self.topics[$0]?.section }
        return self.programme.sections.filter { moved.contains($0.section) }.compactMap { section in
            self.shut(
                section.selection,
                at: now,
                early: { .tooEarly(section.title, $0) },
                late: { .tooLate(section.title, $0) }
            )
        }
    }

    /// Why a school may not choose its package now.
    package func packageIsShut(at now: UTCTime) -> Refusal? {
        let window = self.programme.selection?.packageWindow
        return self.shut(window, at: now, early: Refusal.packageTooEarly, late: Refusal.packageTooLate)
    }

    /// Why a study group may not choose its tier now.
    package func tierIsShut(at now: UTCTime) -> Refusal? {
        let window = self.programme.selection?.tierWindow
        return self.shut(window, at: now, early: Refusal.tierTooEarly, late: Refusal.tierTooLate)
    }

    /// What is missing before a trainee's selection is complete.
    package func lacks(_ registration: Registration) -> [Refusal] {
        var lacks: [Refusal] = []
        if !self.programme.subjects.isEmpty, registration.subject == nil { lacks.append(.lacksSubject) }
        guard self.programme.coursePackages.isEmpty || registration.coursePackage != nil else {
            return lacks + [.lacksPackage]
        }
        let chosen = Set(registration.topics)
        if !self.tiers.isEmpty, chosen.isEmpty { return lacks + [.lacksTier] }
        for section in self.sections(of: registration.coursePackage) {
            for choice in self.choices(of: section) where !choice.contains(where: { chosen.contains($0.topic) }) {
                lacks.append(.lacksOneOf(section.title, choice.map(\.title)))
            }
            let missing = self.missing(in: section, chosen)
            if self.programme.selection?.fillsQuotas == true, missing > .zero {
                lacks.append(.lacksHours(section.title, missing))
            }
        }
        return lacks
    }

    package var tiers: [SelectionTier] { self.programme.selection?.tiers ?? [] }

    /// The sections that a school with this package studies, in the programme's order.
    package func sections(of coursePackage: CoursePackage.ID?) -> [Section] {
        self.programme.sections.filter { $0.coursePackage == nil || $0.coursePackage == coursePackage }
    }

    package func topics(of section: Section) -> [Topic] {
        self.programme.topics.filter { $0.section == section.section }
    }

    package func title(of package: CoursePackage.ID) -> Title {
        self.programme.coursePackages.first { $0.coursePackage == package }?.title ?? .name(package.rawValue)
    }

    package func title(of topic: Topic.ID) -> Title { self.topics[topic]?.title ?? .name(topic.rawValue) }

    /// The one-of groups of a section, each with its topics.
    private func choices(of section: Section) -> [[Topic]] {
        Dictionary(grouping: self.topics(of: section).filter { $0.oneOf != nil }) { $0.oneOf ?? "" }
            .sorted { $0.key < $1.key }.map(\.value)
    }

    /// Hours that could be chosen and are not: a section whose topics cannot fill its quota asks for all of them.
    private func missing(in section: Section, _ chosen: Set<Topic.ID>) -> CreditHours {
        let topics = self.topics(of: section)
        let choices = self.choices(of: section)
        func hours(_ topics: [Topic]) -> CreditHours { topics.reduce(.zero) { $0 + $1.hoursHundredths } }
        func largest(_ topics: [Topic]) -> CreditHours { topics.map(\.hoursHundredths).max() ?? .zero }
        func sum(_ counts: (Topic) -> Bool) -> CreditHours {
            choices.reduce(hours(topics.filter { $0.oneOf == nil && counts($0) })) {
                $0 + largest($1.filter(counts))
            }
        }
        let wanted = min(section.quotaHundredths, sum { _ in true })
        return max(wanted - sum { $0.isMandatory || chosen.contains($0.topic) }, .zero)
    }

    private func shut(
        _ window: SelectionWindow?,
        at now: UTCTime,
        early: (Title) -> Refusal,
        late: (Title) -> Refusal
    ) -> Refusal? {
        guard let window, !window.contains(now) else { return nil }
        return now < window.startsAtMs ? early(self.text(window.startsAtMs)) : late(self.text(window.endsAtMs))
    }

    private func text(_ time: UTCTime) -> Title {
        Title(zh: self.time.text(time, in: .chinese), en: self.time.text(time, in: .english))
    }
}
