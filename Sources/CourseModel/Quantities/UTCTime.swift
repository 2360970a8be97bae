/// A point in time, in whole milliseconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX).
package struct UTCTime: Quantity {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package init(wholeNumber: Int64) { self.init(milliseconds: wholeNumber) }
    package var wholeNumber: Int64 { self.milliseconds }
}
