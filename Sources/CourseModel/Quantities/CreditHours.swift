/// Credit hours (学时) in whole hundredths of one.
package struct CreditHours: Hashable, Sendable, Comparable {
    package static let zero = CreditHours(hundredths: 0)

    package let hundredths: Int64

    package init(hundredths: Int64) {
        self.hundredths = hundredths
    }

    package static func < (lhs: CreditHours, rhs: CreditHours) -> Bool { lhs.hundredths < rhs.hundredths }
    package static func + (lhs: CreditHours, rhs: CreditHours) -> CreditHours { CreditHours(hundredths: lhs.hundredths + rhs.hundredths) }
    package static func - (lhs: CreditHours, rhs: CreditHours) -> CreditHours { CreditHours(hundredths: lhs.hundredths - rhs.hundredths) }
    package static func += (lhs: inout CreditHours, rhs: CreditHours) { lhs = lhs + rhs }
}

extension CreditHours: WholeNumberCodable {
    package init(wholeNumber: Int64) { self.init(hundredths: wholeNumber) }
    package var wholeNumber: Int64 { self.hundredths }
}
