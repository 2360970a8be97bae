/// Boxes inside bytes that are in memory.
package struct BoxTree: Hashable, Sendable {
    /// A box: its type, and where what follows its header lies.
    package struct Box: Hashable, Sendable {
        package let type: String
        package let payload: Range<Int>
    }

    /// Bytes between the header of a container and its first child; 0 for those not named here.
    private static let fieldBytes = ["stsd": 8, "avc1": 78, "hvc1": 78, "mp4a": 28]

    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The boxes of a range, in order; nil where its bytes are not all boxes.
    package func boxes(in range: Range<Int>) -> [Box]? {
        var boxes: [Box] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard let header = BoxHeader(self.bytes[offset..<range.upperBound].prefix(16)), !header.reachesToEnd,
                header.sizeBytes <= Int64(range.upperBound - offset)
            else { return nil }
            let end = offset + Int(header.sizeBytes)
            boxes.append(Box(type: header.type, payload: (offset + Int(header.headerBytes))..<end))
            offset = end
        }
        return boxes
    }

    /// - Parameter path: types from the outside to the inside, e.g. `moov/trak/tkhd`; the first box of each type counts.
    package func payload(of path: String, in range: Range<Int>? = nil) -> Range<Int>? {
        var range = range ?? self.bytes.indices
        var skipped = 0
        for type in path.split(separator: "/") {
            guard range.count >= skipped,
                let box = self.boxes(in: range.dropFirst(skipped))?.first(where: { $0.type == type })
            else { return nil }
            range = box.payload
            skipped = Self.fieldBytes[box.type] ?? 0
        }
        return range
    }

    package func number16(at offset: Int, in payload: Range<Int>) -> Int64? {
        self.fits(offset, 2, payload) ? Int64(self.bytes.bigEndian16(at: payload.lowerBound + offset)) : nil
    }

    package func number32(at offset: Int, in payload: Range<Int>) -> Int64? {
        self.fits(offset, 4, payload) ? Int64(self.bytes.bigEndian32(at: payload.lowerBound + offset)) : nil
    }

    package func number64(at offset: Int, in payload: Range<Int>) -> Int64? {
        self.fits(offset, 8, payload) ? Int64(exactly: self.bytes.bigEndian64(at: payload.lowerBound + offset)) : nil
    }

    private func fits(_ offset: Int, _ count: Int, _ payload: Range<Int>) -> Bool {
        offset >= 0 && payload.lowerBound + offset + count <= payload.upperBound
    }
}
