/// Something wrong in a table.
package struct TableProblem<Column: TableColumn>: Hashable, Sendable, CustomStringConvertible {
    /// The heading is row 1; nil for the table as a whole.
    package let row: Int?
    package let column: Column?
    package let reason: String

    package var description: String {
        (self.row.map { "row \($0): " } ?? "") + (self.column.map { "\($0.rawValue): " } ?? "") + self.reason
    }
}

/// Why a table was not taken; nothing of it was.
package struct TableError<Column: TableColumn>: Error, Hashable, Sendable, CustomStringConvertible {
    private static var shownMax: Int { 50 }

    /// At least one.
    package let problems: [TableProblem<Column>]

    init(problems: [TableProblem<Column>]) {
        self.problems = problems
    }

    /// The table as a whole cannot be taken.
    init(_ reason: String) {
        self.problems = [TableProblem(row: nil, column: nil, reason: reason)]
    }

    /// What a table names is in a programme.
    static var noProgramme: Self {
        Self("no programme is imported yet; do that first: lectern-origin programme import FILE.yaml")
    }

    package var description: String {
        let shown = self.problems.prefix(Self.shownMax).map { "  \($0)" }
        let rest = self.problems.count - shown.count
        return (shown + (rest > 0 ? ["  … and \(rest) more"] : [])).joined(separator: "\n")
    }
}
