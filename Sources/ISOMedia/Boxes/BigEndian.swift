/// Big-endian numbers, as all boxes have them.
extension [UInt8] {
    /// The caller has checked that the bytes are there, here and below.
    package func bigEndian16(at offset: Int) -> UInt16 { UInt16(self[offset]) << 8 | UInt16(self[offset + 1]) }
    package func bigEndian32(at offset: Int) -> UInt32 {
        UInt32(self.bigEndian16(at: offset)) << 16 | UInt32(self.bigEndian16(at: offset + 2))
    }
    package func bigEndian64(at offset: Int) -> UInt64 {
        UInt64(self.bigEndian32(at: offset)) << 32 | UInt64(self.bigEndian32(at: offset + 4))
    }

    package mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { self.append(contentsOf: $0) }
    }
}
