/// A column of a table that an office fills in: a case whose raw value is its Chinese heading.
package protocol TableColumn: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// Whether a table must have the column; the others may be left out, or left empty.
    var isRequired: Bool { get }
}

extension TableColumn {
    /// The English heading: the case's name.
    package var english: String { "\(self)" }

    /// - Parameter heading: Chinese or English.
    init?(heading: String) {
        guard let column = Self.allCases.first(where: { $0.rawValue == heading || $0.english == heading }) else {
            return nil
        }
        self = column
    }
}
