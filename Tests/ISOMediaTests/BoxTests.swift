import ISOMedia
import Testing

@Suite struct BoxTests {
    private static func box(_ type: String, _ payload: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: UInt32(8 + payload.count))
        return bytes + Array(type.utf8) + payload
    }

    @Test("A box has a short size, a long one, or reaches to the end of the file")
    func sizes() throws {
        let short = try #require(BoxHeader([0, 0, 0, 20] + Array("free".utf8)))
        #expect(short.type == "free" && short.sizeBytes == 20 && short.headerBytes == 8)
        let long = try #require(BoxHeader([0, 0, 0, 1] + Array("mdat".utf8) + [0, 0, 0, 2, 0, 0, 0, 0]))
        #expect(long.sizeBytes == 8 << 30 && long.headerBytes == 16)
        let open = try #require(BoxHeader([0, 0, 0, 0] + Array("mdat".utf8)))
        #expect(open.reachesToEnd)
    }

    @Test(
        "What cannot be a box is none",
        arguments: [
            [], [0, 0, 0, 8, 0x66, 0x72, 0x65], [0, 0, 0, 7, 0x66, 0x72, 0x65, 0x65],
            [0, 0, 0, 8, 0, 0x72, 0x65, 0x65],
            [0, 0, 0, 1, 0x66, 0x72, 0x65, 0x65], [0, 0, 0, 1, 0x66, 0x72, 0x65, 0x65, 0, 0, 0, 0, 0, 0, 0, 15],
            [0, 0, 0, 1, 0x66, 0x72, 0x65, 0x65, 0xff, 0, 0, 0, 0, 0, 0, 0],
        ] as [[UInt8]]
    )
    func noBox(bytes: [UInt8]) {
        #expect(BoxHeader(bytes) == nil)
    }

    @Test("A path leads through containers to a payload, past the fields of a sample entry")
    func path() throws {
        let entry = Self.box("mp4a", [UInt8](repeating: 0, count: 28) + Self.box("esds", [7, 8, 9]))
        let bytes = Self.box("free", []) + Self.box("stsd", [0, 0, 0, 0, 0, 0, 0, 1] + entry)
        let tree = BoxTree(bytes: bytes)
        let payload = try #require(tree.payload(of: "stsd/mp4a/esds"))
        #expect(Array(bytes[payload]) == [7, 8, 9])
        #expect(tree.number16(at: 1, in: payload) == 0x0809)
        #expect(tree.number16(at: 2, in: payload) == nil && tree.number32(at: -1, in: payload) == nil)
        #expect(tree.payload(of: "stsd/avc1") == nil)
    }

    @Test("A box that reaches past its container makes the container's boxes unreadable")
    func overlong() {
        let bytes = Self.box("moov", [0, 0, 0, 9] + Array("trak".utf8))
        #expect(BoxTree(bytes: bytes).payload(of: "moov/trak") == nil)
        #expect(BoxTree(bytes: bytes).boxes(in: 8..<bytes.count) == nil)
    }

    @Test("A segment index is read as it was written, and one of another form is not")
    func segmentIndex() throws {
        let index = SegmentIndex(
            timescale: 90_000,
            earliestPresentationTicks: 5 << 32,
            references: [
                SegmentIndex.Reference(sizeBytes: 1 << 30, durationTicks: 540_000),
                SegmentIndex.Reference(sizeBytes: 900, durationTicks: 3600),
            ]
        )
        let bytes = index.bytes
        #expect(bytes.count == SegmentIndex.sizeBytes(references: 2))
        #expect(SegmentIndex(BoxTree(bytes: bytes), payload: 8..<bytes.count) == index)
        #expect(SegmentIndex(BoxTree(bytes: bytes), payload: 8..<(bytes.count - 1)) == nil)
        var first = bytes
        first[8] = 0
        #expect(SegmentIndex(BoxTree(bytes: first), payload: 8..<bytes.count) == nil)
    }
}
