import CourseModel
import HTTPServing

/// What a trainee is credited, what this school knows besides, what is required, and what was refused and why.
struct StatementPage: Sendable {
    struct Model: Sendable {
        let asOf: String
        let unreported: String
        let hasUnreported: Bool
        let programmes: [ProgrammeBlock]
        let hasNone: Bool
        /// An appeal was just kept.
        let hasAppealed: Bool
    }

    struct ProgrammeBlock: Sendable {
        let title: String
        let programme: String
        let credited: String
        let provisional: String
        let required: String
        let isDone: Bool
        /// For the bar: provisional in thousandths of required.
        let permille: Int64
        let sections: [SectionLine]
        let lessons: [LessonLine]
        let refusals: [RefusalLine]
        let hasRefusals: Bool
        /// Short codes of rows that the province has; to be named in questions.
        let receipts: [String]
        let hasReceipts: Bool
        /// For an appeal: every lesson of the programme.
        let choices: [Choice]
    }

    struct Choice: Sendable {
        let lesson: String
        let title: String
    }

    struct SectionLine: Sendable {
        let title: String
        let credited: String
        let provisional: String
        let quota: String
    }

    struct LessonLine: Sendable {
        let title: String
        let path: String
        let covered: String
        let duration: String
        let percent: String
        let isComplete: Bool
    }

    struct RefusalLine: Sendable {
        let lesson: String
        let reason: String
        let time: String
        /// What happened and what to do.
        let sentence: String
    }

    let messages: Messages
    let localTime: LocalTime

    func model(of standing: Standing, in language: Language, hasAppealed: Bool = false) -> Model {
        let asOf =
            standing.confirmedAsOf.map { time in
                self.messages.text("statement.asOf", in: language, ["time": self.localTime.text(time, in: language)])
            } ?? self.messages.text("statement.never", in: language)
        return Model(
            asOf: asOf,
            unreported: self.messages.text(
                standing.unreportedMs > .zero ? "statement.unreported" : "statement.allReported",
                in: language,
                ["time": QuantityText.duration(standing.unreportedMs)]
            ),
            hasUnreported: standing.unreportedMs > .zero,
            programmes: standing.programmes.map { self.block(of: $0, in: language) },
            hasNone: standing.programmes.isEmpty,
            hasAppealed: hasAppealed
        )
    }

    private func block(of standing: Standing.InProgramme, in language: Language) -> ProgrammeBlock {
        let required = standing.programme.requiredHundredths
        let credited = standing.confirmed?.creditedHundredths ?? .zero
        let provisional = standing.provisional?.creditedHundredths ?? credited
        let refusals = self.refusals(of: standing, in: language)
        let receipts = standing.confirmed?.receipts ?? []
        return ProgrammeBlock(
            title: standing.programme.title.text(in: language),
            programme: standing.programme.programme.rawValue,
            credited: QuantityText.hours(credited),
            provisional: QuantityText.hours(provisional),
            required: QuantityText.hours(required),
            isDone: credited >= required,
            permille: Permille.of(
                ByteCount(bytes: provisional.hundredths),
                in: ByteCount(bytes: required.hundredths)
            ),
            sections: standing.sections.map { self.line(of: $0, standing: standing, in: language) },
            lessons: self.lessons(of: standing, in: language),
            refusals: refusals,
            hasRefusals: !refusals.isEmpty,
            receipts: receipts.map(\.description),
            hasReceipts: !receipts.isEmpty,
            choices: standing.programme.lessons.map { lesson in
                Choice(lesson: lesson.lesson.rawValue, title: lesson.title.text(in: language))
            }
        )
    }

    private func line(of section: Section, standing: Standing.InProgramme, in language: Language) -> SectionLine {
        func counted(_ statement: Statement?) -> String {
            let line = statement?.sections.first { $0.section == section.section }
            return QuantityText.hours(line?.countedHundredths ?? .zero)
        }
        return SectionLine(
            title: section.title.text(in: language),
            credited: counted(standing.confirmed),
            provisional: counted(standing.provisional ?? standing.confirmed),
            quota: QuantityText.hours(section.quotaHundredths)
        )
    }

    private func lessons(of standing: Standing.InProgramme, in language: Language) -> [LessonLine] {
        let lines = (standing.provisional ?? standing.confirmed)?.lessons ?? []
        return lines.map { line in
            LessonLine(
                title: Self.title(of: line.lesson, in: standing.programme, language),
                path: "/lessons/\(line.lesson)",
                covered: QuantityText.duration(line.coveredMs),
                duration: QuantityText.duration(line.durationMs),
                percent: QuantityText.percent(permille: LessonsPage.permille(line.coveredMs, of: line.durationMs)),
                isComplete: line.isComplete
            )
        }
    }

    /// The journal here knows at least what the origin was told; a refusal is shown at once, not after the report.
    private func refusals(of standing: Standing.InProgramme, in language: Language) -> [RefusalLine] {
        var refused: [Key: MediaTime] = [:]
        for statement in [standing.confirmed, standing.provisional].compactMap({ $0 }) {
            for refusal in statement.refusals {
                let key = Key(lesson: refusal.lesson, reason: refusal.reason)
                refused[key] = max(refused[key] ?? .zero, refusal.refusedMs)
            }
        }
        let order = refused.sorted { ($0.key.lesson, $0.key.reason.rawValue) < ($1.key.lesson, $1.key.reason.rawValue) }
        return order.map { key, time in
            RefusalLine(
                lesson: Self.title(of: key.lesson, in: standing.programme, language),
                reason: key.reason.rawValue,
                time: QuantityText.duration(time),
                sentence: self.messages.text("reason.\(key.reason.rawValue)", in: language)
            )
        }
    }

    private struct Key: Hashable {
        let lesson: Lesson.ID
        let reason: Reason
    }

    private static func title(of lesson: Lesson.ID, in programme: Programme, _ language: Language) -> String {
        programme.lessons.first { $0.lesson == lesson }?.title.text(in: language) ?? lesson.rawValue
    }
}
