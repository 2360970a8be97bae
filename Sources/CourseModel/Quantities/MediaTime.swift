/// A point on a lesson's own time line, or a stretch of it, in whole milliseconds.
///
/// Integers, because credited time is summed over years and must come out the same on every machine.
package struct MediaTime: Quantity {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package init(wholeNumber: Int64) { self.init(milliseconds: wholeNumber) }
    package var wholeNumber: Int64 { self.milliseconds }
}
