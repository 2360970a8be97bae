import CourseModel
import CreditLedger
import Crediting
import HTTPServing

/// `/programmes` and `/programmes/{programme}`: the calendar, and which lessons are published.
struct ProgrammePage {
    struct Model: Sendable {
        struct PhaseRow: Sendable {
            let title: String
            let dates: String
            let hours: String
            let state: String
            let stateTone: String
            let sealedAt: String?
        }

        struct RuleSetRow: Sendable {
            let name: String
            let digest: String
            let from: String
            let until: String
            let isInForce: Bool
        }

        struct LessonRow: Sendable {
            let title: String
            let code: String
            let topic: String
            let slot: String
            let isPublished: Bool
            let duration: String
            let size: String
        }

        let name: String
        let code: String
        let required: String
        let lessonsPublished: String
        let asOf: String
        let phases: [PhaseRow]
        let ruleSets: [RuleSetRow]
        let hasRuleSets: Bool
        let lessons: [LessonRow]
    }

    struct ListModel: Sendable {
        struct Row: Sendable {
            let name: String
            let path: String
            let dates: String
            let required: String
            let lessonsPublished: String
        }

        let asOf: String
        let rows: [Row]
        let hasNoProgrammes: Bool
    }

    let text: OfficerText
    let catalogue: Catalogue?

    func list(of programmes: [Programme], asOfMs: UTCTime) -> ListModel {
        ListModel(
            asOf: self.text.asOf(asOfMs),
            rows: programmes.map { programme in
                ListModel.Row(
                    name: self.text.title(programme.title),
                    path: "/programmes/\(programme.programme)",
                    dates: self.dates(
                        programme.phases.map(\.startsAtMs).min(),
                        programme.phases.map(\.endsAtMs).max(),
                        LocalTime(timeZone: programme.timeZone)
                    ),
                    required: QuantityText.hours(programme.requiredHundredths),
                    lessonsPublished: self.published(of: programme)
                )
            },
            hasNoProgrammes: programmes.isEmpty
        )
    }

    func model(of programme: Programme, ruleSets: [AdoptedRuleSet], asOfMs: UTCTime) -> Model {
        let time = LocalTime(timeZone: programme.timeZone)
        let topics = Dictionary(programme.topics.map { ($0.topic, $0.title) }) { first, _ in first }
        let slots = Dictionary(programme.timetable.map { ($0.lesson, $0.startsAtMs) }, uniquingKeysWith: min)
        return Model(
            name: self.text.title(programme.title),
            code: programme.programme.rawValue,
            required: QuantityText.hours(programme.requiredHundredths),
            lessonsPublished: self.published(of: programme),
            asOf: self.text.asOf(asOfMs),
            phases: programme.phases.map { phase in
                let life = PhaseLife(of: phase, ruleSet: programme.ruleSet)
                let state = life.state(at: asOfMs)
                return Model.PhaseRow(
                    title: self.text.title(phase.title),
                    dates: self.dates(phase.startsAtMs, phase.endsAtMs, time),
                    hours: QuantityText.hours(phase.hoursHundredths),
                    state: self.text.say("phase.\(state.rawValue)"),
                    stateTone: state == .open ? "good" : state == .settling ? "warn" : "",
                    sealedAt: programme.ruleSet.times == nil || state == .sealed
                        ? nil
                        : self.text.say("phase.sealedAt", ["time": time.text(life.sealedAtMs, in: self.text.language)])
                )
            },
            ruleSets: ruleSets.reversed().map { adopted in
                Model.RuleSetRow(
                    name: adopted.ruleSet.ruleSet.rawValue,
                    digest: String(adopted.digest.hexadecimal.prefix(12)),
                    from: time.text(adopted.validFromMs, in: self.text.language),
                    until: adopted.validUntilMs.map { time.text($0, in: self.text.language) } ?? "–",
                    isInForce: adopted.validUntilMs == nil
                )
            },
            hasRuleSets: !ruleSets.isEmpty,
            lessons: programme.lessons.map { lesson in
                let release = self.catalogue?.release(of: lesson.lesson)
                return Model.LessonRow(
                    title: self.text.title(lesson.title),
                    code: lesson.lesson.rawValue,
                    topic: topics[lesson.topic].map(self.text.title) ?? lesson.topic.rawValue,
                    slot: slots[lesson.lesson].map { time.text($0, in: self.text.language) } ?? "–",
                    isPublished: release != nil,
                    duration: (release?.durationMs).map(QuantityText.duration) ?? "–",
                    size: (release?.sizeBytes).map(QuantityText.bytes) ?? "–"
                )
            }
        )
    }

    private func published(of programme: Programme) -> String {
        let lessons = Set(programme.lessons.map(\.lesson))
        return "\(lessons.count { self.catalogue?.release(of: $0) != nil }) / \(lessons.count)"
    }

    /// The end is the first instant after; the last day is the one before it.
    private func dates(_ start: UTCTime?, _ end: UTCTime?, _ time: LocalTime) -> String {
        guard let start, let end else { return "–" }
        let last = UTCTime(milliseconds: end.milliseconds - 1)
        return "\(time.day(start, in: self.text.language)) – \(time.day(last, in: self.text.language))"
    }
}
