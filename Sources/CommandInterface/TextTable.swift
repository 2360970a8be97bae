/// A table of text for a terminal: columns as wide as their widest cell, a rule under the heading.
package struct TextTable: Sendable {
    package enum Alignment: Sendable {
        case leading
        /// For numbers.
        case trailing
    }

    package struct Column: Sendable {
        let heading: String
        let alignment: Alignment

        package init(_ heading: String, _ alignment: Alignment = .leading) {
            self.heading = heading
            self.alignment = alignment
        }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// - Parameter cells: one for each column, in their order.
    package mutating func append(_ cells: [String]) {
        precondition(cells.count == self.columns.count, "a row has a cell for each column")
        self.rows.append(cells)
    }

    /// The table, each line ended by a newline, no line by a space.
    package var text: String {
        let headings = self.columns.map(\.heading)
        let widths = self.columns.indices.map { index in
            ([headings] + self.rows).map { DisplayWidth.of($0[index]) }.max() ?? 0
        }
        let rule = widths.map { String(repeating: "─", count: $0) }
        return ([headings, rule] + self.rows).map { self.line($0, widths: widths) }.joined()
    }

    private func line(_ cells: [String], widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let toRight = self.columns[index].alignment == .trailing
            line += (index > 0 ? "  " : "") + DisplayWidth.padded(cell, columns: widths[index], toRight: toRight)
        }
        while line.last == " " {
            line.removeLast()
        }
        return line + "\n"
    }
}
