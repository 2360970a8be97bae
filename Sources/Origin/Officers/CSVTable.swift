/// A table as CSV (RFC 4180) that spreadsheets open as it is meant: UTF-8 with a byte order mark, one line a row, and
/// no cell that a spreadsheet would run as a formula.
struct CSVTable {
    private var text = "\u{FEFF}"

    init(header: [String]) {
        self.append(header.map { .text($0) })
    }

    enum Cell {
        case text(String)
        /// Written as it stands: digits, a sign, a decimal point.
        case number(String)
        case empty
    }

    mutating func append(_ cells: [Cell]) {
        self.text += cells.map(Self.written).joined(separator: ",") + "\r\n"
    }

    var bytes: [UInt8] { Array(self.text.utf8) }

    /// The same in an encoding of the reader's choice; GB18030 has no byte order mark.
    func bytes(as encoding: TableText.Encoding) -> [UInt8] {
        encoding == .utf8 ? self.bytes : TableText.gb18030(String(self.text.dropFirst()))
    }

    private static func written(_ cell: Cell) -> String {
        switch cell {
        case .empty: ""
        case .number(let number): number
        case .text(let text): Self.quoted(Self.harmless(text))
        }
    }

    /// Spreadsheets take `=`, `+`, `-`, `@`, tab and carriage return at the start of a cell for a formula's beginning.
    private static func harmless(_ text: String) -> String {
        Self.isFormula(text[...]) ? "'" + text : text
    }

    /// What `harmless` was made of: a table that was written here is read back as it was.
    static func original(_ text: String) -> String {
        text.first == "'" && Self.isFormula(text.dropFirst()) ? String(text.dropFirst()) : text
    }

    private static func isFormula(_ text: Substring) -> Bool {
        text.unicodeScalars.first.map { "=+-@\t\r＝＋－＠".unicodeScalars.contains($0) } ?? false
    }

    private static func quoted(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
