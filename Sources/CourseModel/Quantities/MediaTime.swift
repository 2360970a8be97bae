/// A point on a lesson's own time line, or a stretch of it, in whole milliseconds.
///
/// Integers, because credited time is summed over years and must come out the same on every machine.
package struct MediaTime: Hashable, Sendable, Comparable {
    package static let zero = MediaTime(milliseconds: 0)

    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (lhs: MediaTime, rhs: MediaTime) -> Bool { lhs.milliseconds < rhs.milliseconds }
    package static func + (lhs: MediaTime, rhs: MediaTime) -> MediaTime { MediaTime(milliseconds: lhs.milliseconds + rhs.milliseconds) }
    package static func - (lhs: MediaTime, rhs: MediaTime) -> MediaTime { MediaTime(milliseconds: lhs.milliseconds - rhs.milliseconds) }
    package static func += (lhs: inout MediaTime, rhs: MediaTime) { lhs = lhs + rhs }
}

extension MediaTime: WholeNumberCodable {
    package init(wholeNumber: Int64) { self.init(milliseconds: wholeNumber) }
    package var wholeNumber: Int64 { self.milliseconds }
}
