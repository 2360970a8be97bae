/// Writes boxes inside boxes into one run of bytes (ISO/IEC 14496-12 §4.2), each with a size of 32 bits.
struct BoxWriter {
    private(set) var bytes: [UInt8] = []
    /// Places that will be filled when more is known.
    private(set) var blanks: [Int] = []

    /// A box with what `body` writes after its header.
    mutating func box(_ type: String, _ body: (inout BoxWriter) -> Void) {
        let start = self.bytes.count
        self.number(UInt32(0))
        self.bytes += type.utf8
        body(&self)
        self.replace(with: UInt32(self.bytes.count - start), at: start)
    }

    /// A box that begins with a version and 24 bits of flags.
    mutating func fullBox(_ type: String, version: UInt8 = 0, flags: UInt32 = 0, _ body: (inout BoxWriter) -> Void) {
        self.box(type) { writer in
            writer.number(UInt32(version) << 24 | flags)
            body(&writer)
        }
    }

    mutating func number(_ value: some FixedWidthInteger) {
        self.bytes.append(bigEndian: value)
    }

    /// A time or duration: 64 bits in a box of version 1, else 32.
    mutating func time(_ value: Int64, version: UInt8) {
        if version == 1 { self.number(value) } else { self.number(UInt32(truncatingIfNeeded: value)) }
    }

    mutating func zeros(_ count: Int) {
        self.bytes += repeatElement(0, count: count)
    }

    /// Room of so many bytes, noted in `blanks`.
    mutating func blank(_ count: Int) {
        self.blanks.append(self.bytes.count)
        self.zeros(count)
    }

    mutating func raw(_ bytes: some Collection<UInt8>) {
        self.bytes += bytes
    }

    /// - Parameter offset: of a number of this width that has been written.
    mutating func replace(with value: some FixedWidthInteger, at offset: Int) {
        withUnsafeBytes(of: value.bigEndian) { self.bytes.replaceSubrange(offset..<(offset + $0.count), with: $0) }
    }
}
