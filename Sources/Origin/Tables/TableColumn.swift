/// A column of a table that an office fills in; the raw value is its Chinese heading.
package protocol TableColumn: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// The English heading.
    var english: String { get }
    /// Whether a table must have the column; the others may be left out, or left empty.
    var isRequired: Bool { get }
}

extension TableColumn {
    /// - Parameter heading: Chinese or English.
    init?(heading: String) {
        guard let column = Self.allCases.first(where: { $0.rawValue == heading || $0.english == heading }) else {
            return nil
        }
        self = column
    }
}
