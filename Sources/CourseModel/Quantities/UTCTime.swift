/// A point in time, in whole milliseconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX).
package struct UTCTime: Hashable, Sendable, Comparable {
    package static let zero = UTCTime(milliseconds: 0)

    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (lhs: UTCTime, rhs: UTCTime) -> Bool { lhs.milliseconds < rhs.milliseconds }
    package static func + (lhs: UTCTime, rhs: UTCTime) -> UTCTime { UTCTime(milliseconds: lhs.milliseconds + rhs.milliseconds) }
    package static func - (lhs: UTCTime, rhs: UTCTime) -> UTCTime { UTCTime(milliseconds: lhs.milliseconds - rhs.milliseconds) }
    package static func += (lhs: inout UTCTime, rhs: UTCTime) { lhs = lhs + rhs }
}

extension UTCTime: WholeNumberCodable {
    package init(wholeNumber: Int64) { self.init(milliseconds: wholeNumber) }
    package var wholeNumber: Int64 { self.milliseconds }
}
