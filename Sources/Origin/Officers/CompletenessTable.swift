import CourseModel
import HTTPServing

/// Completeness as a table for spreadsheets: a county's schools, or a school's lessons.
struct CompletenessTable {
    let text: OfficerText

    func bytes(of county: CountyCompleteness) -> [UInt8] {
        let columns = [
            "school", "name", "status", "verified", "missing", "missingLessons", "ready", "needed", "lastReport",
            "disk",
            "credited", "required", "trainees", "traineesDone", "asOf", "paused",
        ]
        let needs = Holdings.Help.allCases.map(\.rawValue)
        var table = CSVTable(header: (columns + needs).map(self.heading))
        for school in county.schools {
            table.append(self.row(of: school))
        }
        return table.bytes
    }

    /// A school's lessons, most urgent first.
    func bytes(of lessons: [HeldLesson], titles: [Lesson.ID: Title], asOfMs: UTCTime) -> [UInt8] {
        let columns = [
            "lesson", "title", "rendition", "size", "verified", "needed", "ready", "readyLate", "late", "help",
        ]
        var table = CSVTable(header: columns.map(self.heading))
        for lesson in lessons {
            table.append([
                .text(lesson.lesson.rawValue),
                .text(titles[lesson.lesson].map(self.text.title) ?? ""),
                lesson.rendition.map { .text($0.rawValue) } ?? .empty,
                .number("\(lesson.sizeBytes.bytes / 1_000_000)"),
                .number(QuantityText.decimal(Permille.of(lesson.heldBytes, in: lesson.sizeBytes), places: 1)),
                self.cell(lesson.neededAtMs),
                self.cell(lesson.readyAtMs),
                self.cell(lesson.readyLateAtMs),
                self.cell(lesson.isLate(at: asOfMs)),
                .text(lesson.help.map(self.text.name).joined(separator: self.text.say("help.or"))),
            ])
        }
        return table.bytes
    }

    private func row(of school: SchoolCompleteness) -> [CSVTable.Cell] {
        [
            .text(school.school.rawValue),
            .text(self.text.title(school.name)),
            .text(self.text.say(SchoolStatus(school).messageKey)),
            .number(QuantityText.decimal(school.verifiedPermille, places: 1)),
            .number("\(school.lessonsMissing.count)"),
            .text(school.lessonsMissing.map(\.rawValue).joined(separator: " ")),
            self.cell(school.readyAtMs),
            self.cell(school.neededAtMs),
            self.cell(school.lastReportMs),
            school.diskFreeBytes.map { .number("\($0.bytes / 1_000_000)") } ?? .empty,
            .number(QuantityText.hours(school.creditedHundredths)),
            .number(QuantityText.hours(school.requiredHundredths)),
            .number("\(school.trainees)"),
            .number("\(school.traineesDone)"),
            self.cell(school.asOfMs),
            self.cell(school.isPaused),
        ]
            + Holdings.Help.allCases.map { help in
                .number("\(school.help.first { $0.help == help }?.lessons ?? 0)")
            }
    }

    private func heading(_ column: String) -> String { self.text.say("table.\(column)") }

    private func cell(_ isSo: Bool) -> CSVTable.Cell { .text(self.text.say(isSo ? "table.yes" : "table.no")) }

    private func cell(_ time: UTCTime?) -> CSVTable.Cell {
        time.map { .number(self.text.time.sortable($0)) } ?? .empty
    }
}
