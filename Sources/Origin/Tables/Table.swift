import SwiftCSV

/// A CSV file (RFC 4180) that an office made: a heading, then rows.
struct Table<Column: TableColumn> {
    /// Without those that are empty.
    let rows: [TableRow<Column>]
    let encoding: TableText.Encoding

    /// - Throws: what is wrong with the file as a whole, or with its heading.
    init(_ bytes: [UInt8], rowsMax: Int) throws(TableError<Column>) {
        guard let (text, encoding) = TableText.read(bytes) else {
            throw TableError("the file is neither UTF-8 nor GB18030: save it as CSV in one of them")
        }
        guard let table = try? EnumeratedCSV(string: text, delimiter: .comma, loadColumns: false) else {
            throw TableError("the file is not CSV: a quotation mark is not closed")
        }
        let columns = try Self.columns(of: table.header)
        guard table.rows.count <= rowsMax else {
            throw TableError("the file has \(table.rows.count) rows; at most \(rowsMax) are read")
        }
        self.rows = table.rows.enumerated().map { index, fields in
            TableRow(number: index + 2, columns: columns, fields: fields)
        }
        .filter { !$0.isEmpty }
        self.encoding = encoding
    }

    private static func columns(of header: [String]) throws(TableError<Column>) -> [Column: Int] {
        var columns: [Column: Int] = [:]
        var problems: [TableProblem<Column>] = []
        for (index, heading) in header.enumerated() {
            let heading = heading.trimmed
            guard let column = Column(heading: heading) else {
                if !heading.isEmpty {
                    let reason = "unknown column '\(heading.prefix(40))'"
                    problems.append(TableProblem(row: 1, column: nil, reason: reason))
                }
                continue
            }
            if columns.updateValue(index, forKey: column) != nil {
                problems.append(TableProblem(row: 1, column: column, reason: "the column is there twice"))
            }
        }
        for column in Column.allCases where column.isRequired && columns[column] == nil {
            problems.append(TableProblem(row: 1, column: column, reason: "the column is missing"))
        }
        guard problems.isEmpty else { throw TableError(problems: problems) }
        return columns
    }
}
