/// The size and type of a box (ISO/IEC 14496-12 §4.2).
package struct BoxHeader: Hashable, Sendable {
    package let type: String
    /// With this header; `Int64.max` where the box reaches to the end of the file.
    package let sizeBytes: Int64
    package let headerBytes: Int64

    /// - Parameter bytes: the first 16 bytes of the box; 8 are enough for one with a short size.
    /// - Returns: nil where this is no box.
    package init?(_ bytes: some Collection<UInt8>) {
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

    package var reachesToEnd: Bool { self.sizeBytes == .max }
}
