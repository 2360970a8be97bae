import CourseModel
package import HTTPServing

/// What was refused of a table, as a table: row, column, and the reason in Chinese and English.
package enum RefusalTable {
    package static func bytes(of error: RefusedTable, _ messages: Messages) -> [UInt8] {
        var table = CSVTable(header: ["行 row", "列 column", "代码 code", "原因", "reason"])
        for row in error.rows {
            table.append([
                row.row.map { .number("\($0)") } ?? .empty, .text(row.column ?? ""), .text(row.refusal.code),
                .text(row.refusal.text(messages, in: .chinese)), .text(row.refusal.text(messages, in: .english)),
            ])
        }
        return table.bytes
    }
}
