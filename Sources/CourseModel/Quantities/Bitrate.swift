/// A rate in bits per second.
package struct Bitrate: Hashable, Sendable, Comparable {
    package static let zero = Bitrate(bitsPerSecond: 0)

    package let bitsPerSecond: Int64

    package init(bitsPerSecond: Int64) {
        self.bitsPerSecond = bitsPerSecond
    }

    package static func < (lhs: Bitrate, rhs: Bitrate) -> Bool { lhs.bitsPerSecond < rhs.bitsPerSecond }
    package static func + (lhs: Bitrate, rhs: Bitrate) -> Bitrate { Bitrate(bitsPerSecond: lhs.bitsPerSecond + rhs.bitsPerSecond) }
    package static func - (lhs: Bitrate, rhs: Bitrate) -> Bitrate { Bitrate(bitsPerSecond: lhs.bitsPerSecond - rhs.bitsPerSecond) }
    package static func += (lhs: inout Bitrate, rhs: Bitrate) { lhs = lhs + rhs }
}

extension Bitrate: WholeNumberCodable {
    package init(wholeNumber: Int64) { self.init(bitsPerSecond: wholeNumber) }
    package var wholeNumber: Int64 { self.bitsPerSecond }
}
