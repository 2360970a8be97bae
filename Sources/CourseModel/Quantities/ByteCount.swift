/// A number of bytes.
package struct ByteCount: Hashable, Sendable, Comparable {
    package static let zero = ByteCount(bytes: 0)

    package let bytes: Int64

    package init(bytes: Int64) {
        self.bytes = bytes
    }

    package static func < (lhs: ByteCount, rhs: ByteCount) -> Bool { lhs.bytes < rhs.bytes }
    package static func + (lhs: ByteCount, rhs: ByteCount) -> ByteCount { ByteCount(bytes: lhs.bytes + rhs.bytes) }
    package static func - (lhs: ByteCount, rhs: ByteCount) -> ByteCount { ByteCount(bytes: lhs.bytes - rhs.bytes) }
    package static func += (lhs: inout ByteCount, rhs: ByteCount) { lhs = lhs + rhs }
}

extension ByteCount: WholeNumberCodable {
    package init(wholeNumber: Int64) { self.init(bytes: wholeNumber) }
    package var wholeNumber: Int64 { self.bytes }
}
