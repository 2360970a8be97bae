import CourseModel

/// One row of a table; gathers what is wrong with it.
struct TableRow<Column: TableColumn> {
    /// The heading is row 1.
    let number: Int
    private(set) var problems: [TableProblem<Column>] = []
    private let columns: [Column: Int]
    private let fields: [String]

    init(number: Int, columns: [Column: Int], fields: [String]) {
        self.number = number
        self.columns = columns
        self.fields = fields
    }

    var isEmpty: Bool { self.fields.allSatisfy { $0.trimmed.isEmpty } }

    mutating func complain(_ column: Column, _ reason: String) {
        self.problems.append(TableProblem(row: self.number, column: column, reason: reason))
    }

    /// - Returns: the field without spaces around it; empty where there is none.
    func field(_ column: Column) -> String {
        guard let index = self.columns[column], index < self.fields.count else { return "" }
        return CSVTable.original(self.fields[index].trimmed)
    }

    /// - Parameter lengthMax: characters; longer ones are a mistake of the table, and would break pages.
    mutating func text(_ column: Column, lengthMax: Int = 64) -> String? {
        let text = self.field(column)
        if text.isEmpty {
            self.complain(column, "is empty")
        } else if text.count > lengthMax {
            self.complain(column, "is longer than \(lengthMax) characters")
        } else if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            self.complain(column, "has a line break or another control character in it")
        } else {
            return text
        }
        return nil
    }

    mutating func identifier<Subject>(_ column: Column) -> Identifier<Subject>? {
        guard let text = self.text(column) else { return nil }
        let identifier = Identifier<Subject>(text)
        if identifier == nil {
            self.complain(column, "'\(text)' is no identifier: letters, digits, '.', '_' and '-' only")
        }
        return identifier
    }
}

extension String {
    /// Without spaces around it, also those that a spreadsheet leaves: U+3000 and U+00A0.
    var trimmed: String {
        let isSpace = { (character: Character) in character.isWhitespace || character == "\u{FEFF}" }
        return String(self.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
