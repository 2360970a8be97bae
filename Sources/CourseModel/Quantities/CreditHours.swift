/// Credit hours (学时) in whole hundredths of one.
package struct CreditHours: Quantity {
    package let hundredths: Int64

    package init(hundredths: Int64) {
        self.hundredths = hundredths
    }

    package init(wholeNumber: Int64) { self.init(hundredths: wholeNumber) }
    package var wholeNumber: Int64 { self.hundredths }
}
