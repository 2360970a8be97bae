/// A number with a unit.
///
/// In JSON it is one whole number; the unit ends the key's name (`sizeBytes`, `durationMs`).
package protocol Quantity: Hashable, Sendable, Comparable, Codable {
    init(wholeNumber: Int64)
    var wholeNumber: Int64 { get }
}

extension Quantity {
    package static var zero: Self { Self(wholeNumber: 0) }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.wholeNumber < rhs.wholeNumber }
    package static func + (lhs: Self, rhs: Self) -> Self { Self(wholeNumber: lhs.wholeNumber + rhs.wholeNumber) }
    package static func - (lhs: Self, rhs: Self) -> Self { Self(wholeNumber: lhs.wholeNumber - rhs.wholeNumber) }
    package static func += (lhs: inout Self, rhs: Self) { lhs = lhs + rhs }

    package init(from decoder: any Decoder) throws {
        self.init(wholeNumber: try decoder.singleValueContainer().decode(Int64.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.wholeNumber)
    }
}
