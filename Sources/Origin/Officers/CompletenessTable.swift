import CourseModel
import HTTPServing

/// A county's completeness as a table for spreadsheets.
struct CompletenessTable {
    let messages: Messages
    let language: Language
    let time: LocalTime

    func bytes(of county: CountyCompleteness) -> [UInt8] {
        let columns = [
            "school", "name", "status", "verified", "missing", "missingLessons", "ready", "needed", "lastReport",
            "disk",
            "credited", "required", "trainees", "traineesDone", "asOf",
        ]
        var table = CSVTable(header: columns.map { self.messages.text("table.\($0)", in: self.language) })
        for school in county.schools {
            table.append(self.row(of: school))
        }
        return table.bytes
    }

    private func row(of school: SchoolCompleteness) -> [CSVTable.Cell] {
        [
            .text(school.school.rawValue),
            .text(school.name.text(in: self.language)),
            .text(self.messages.text(SchoolStatus(school).messageKey, in: self.language)),
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
        ]
    }

    private func cell(_ time: UTCTime?) -> CSVTable.Cell {
        time.map { .number(self.time.sortable($0)) } ?? .empty
    }
}
