/// The size and type of a box (ISO/IEC 14496-12 §4.2).
struct BoxHeader: Hashable {
    let type: String
    /// With this header; `Int64.max` where the box reaches to the end of the file.
    let sizeBytes: Int64
    let headerBytes: Int64

    /// - Parameter bytes: the first 16 bytes of the box; 8 are enough for one with a short size.
    /// - Returns: nil where this is no box.
    init?(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes.prefix(16))
        guard bytes.count >= 8 else { return nil }
        let short = Int64(bytes.bigEndian32(at: 0))
        let name = bytes[4..<8]
        guard name.allSatisfy({ (0x20...0x7e).contains($0) || $0 == 0xa9 }) else { return nil }
        self.type = String(decoding: name, as: UTF8.self)
        switch short {
        case 0:
            self.sizeBytes = .max
            self.headerBytes = 8
        case 1:
            guard bytes.count == 16, let long = Int64(exactly: bytes.bigEndian64(at: 8)), long >= 16 else { return nil }
            self.sizeBytes = long
            self.headerBytes = 16
        default:
            guard short >= 8 else { return nil }
            self.sizeBytes = short
            self.headerBytes = 8
        }
    }

    var reachesToEnd: Bool { self.sizeBytes == .max }
}

extension [UInt8] {
    /// Big-endian numbers as all boxes have them; the caller has checked that they are there.
    func bigEndian16(at offset: Int) -> UInt16 { UInt16(self[offset]) << 8 | UInt16(self[offset + 1]) }
    func bigEndian32(at offset: Int) -> UInt32 {
        UInt32(self.bigEndian16(at: offset)) << 16 | UInt32(self.bigEndian16(at: offset + 2))
    }
    func bigEndian64(at offset: Int) -> UInt64 {
        UInt64(self.bigEndian32(at: offset)) << 32 | UInt64(self.bigEndian32(at: offset + 4))
    }

    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { self.append(contentsOf: $0) }
    }
}
