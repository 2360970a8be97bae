import CourseModel
import HTTPServing

/// `/people/{person}`: what one trainee has been credited, lesson by lesson, and what was refused and why.
struct PersonPage {
    struct Model: Sendable {
        struct Block: Sendable {
            let programme: String
            let hours: String
            let hoursPermille: Int64
            /// Credits and what they are booked to; nil in statements of earlier versions.
            let credits: String?
            let isDone: Bool
            let sections: [SectionRow]
            let hasSections: Bool
            let lessons: [LessonRow]
            let hasLessons: Bool
            let refusals: [RefusalRow]
            let hasRefusals: Bool
            /// What counted with the benefit of the doubt.
            let doubts: [RefusalRow]
            let hasDoubts: Bool
        }

        struct SectionRow: Sendable {
            let title: String
            let hours: String
        }

        struct LessonRow: Sendable {
            let title: String
            let covered: String
            let coveredPermille: Int64
            let isComplete: Bool
        }

        struct RefusalRow: Sendable {
            let title: String
            let refused: String
            let reason: String
            let code: String
        }

        let name: String
        let login: String
        let school: String
        let schoolPath: String
        let hoursPath: String
        let asOf: String
        let blocks: [Block]
        let hasNoBlocks: Bool
    }

    let text: OfficerText
    let programmes: [Programme]

    func model(of person: PersonRecord, school: SchoolRecord, statements: [Statement], asOfMs: UTCTime) -> Model {
        let titles = LessonTitles.of(self.programmes)
        let blocks = statements.sorted { $0.programme < $1.programme }.map { self.block(of: $0, titles: titles) }
        return Model(
            name: person.name,
            login: person.login,
            school: self.text.title(school.name),
            schoolPath: "/schools/\(school.school)",
            hoursPath: "/people/\(person.person)/hours",
            asOf: self.text.asOf(asOfMs),
            blocks: blocks,
            hasNoBlocks: blocks.isEmpty
        )
    }

    private func block(of statement: Statement, titles: [Lesson.ID: Title]) -> Model.Block {
        let programme = self.programmes.first { $0.programme == statement.programme }
        let sections = Dictionary((programme?.sections ?? []).map { ($0.section, $0.title) }) { first, _ in first }
        let name = { (lesson: Lesson.ID) in titles[lesson].map(self.text.title) ?? lesson.rawValue }
        let lessons = statement.lessons.filter { $0.coveredMs > .zero }
        return Model.Block(
            programme: programme.map { self.text.title($0.title) } ?? statement.programme.rawValue,
            hours: self.text.ratio(statement.creditedHundredths, of: statement.requiredHundredths),
            hoursPermille: Permille.of(
                ByteCount(bytes: statement.creditedHundredths.hundredths),
                in: ByteCount(bytes: statement.requiredHundredths.hundredths)
            ),
            credits: statement.creditsHundredths.map { credits in
                self.text.say(
                    "person.credits",
                    [
                        "credits": QuantityText.hours(credits),
                        "account": self.text.account(statement.accountKind ?? ""),
                    ]
                )
            },
            isDone: statement.creditedHundredths >= statement.requiredHundredths,
            sections: statement.sections.map { line in
                Model.SectionRow(
                    title: sections[line.section].map(self.text.title) ?? line.section.rawValue,
                    hours: self.text.ratio(line.countedHundredths, of: line.quotaHundredths)
                )
            },
            hasSections: !statement.sections.isEmpty,
            lessons: lessons.map { line in
                Model.LessonRow(
                    title: name(line.lesson),
                    covered: "\(QuantityText.duration(line.coveredMs)) / \(QuantityText.duration(line.durationMs))",
                    coveredPermille: Permille.of(
                        ByteCount(bytes: line.coveredMs.milliseconds),
                        in: ByteCount(bytes: line.durationMs.milliseconds)
                    ),
                    isComplete: line.isComplete
                )
            },
            hasLessons: !lessons.isEmpty,
            refusals: statement.refusals.map { self.row(of: $0, name: name) },
            hasRefusals: !statement.refusals.isEmpty,
            doubts: (statement.doubts ?? []).map { self.row(of: $0, name: name) },
            hasDoubts: statement.doubts?.isEmpty == false
        )
    }

    private func row(of line: Statement.Refusal, name: (Lesson.ID) -> String) -> Model.RefusalRow {
        Model.RefusalRow(
            title: name(line.lesson),
            refused: QuantityText.duration(line.refusedMs),
            reason: self.text.say("evidence.\(line.reason.rawValue)"),
            code: line.reason.rawValue
        )
    }
}
