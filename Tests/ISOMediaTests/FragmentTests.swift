import ISOMedia
import TestNumbers
import Testing

@Suite struct FragmentTests {
    private static let samples = MadeUpTrack.reordered(1)[0]

    @Test("A fragment says duration, size, shift and start of each sample, and where the first is")
    func samples() throws {
        let bytes = MadeUpTrack.fragment(Self.samples, at: 1 << 33)
        let fragment = try #require(Fragment(bytes))
        #expect(fragment.samples.map(\.sizeBytes) == [90, 40, 20, 10] && fragment.mediaBytes == 160)
        #expect(fragment.samples.map(\.shiftTicks) == [0, 512, -512, 0] && fragment.durationTicks == 2048)
        #expect(fragment.samples.map(\.isSync) == [true, false, false, false] && fragment.startsWithSync)
        #expect(fragment.decodeTicks == 1 << 33 && fragment.presentationTicks == 1 << 33)
        #expect(fragment.dataOffset == Int64(bytes.count + 8) && fragment.isBaseMoof)
    }

    @Test("It is found after the styp of a segment, and nowhere else")
    func range() throws {
        let style = MadeUpTrack.box("styp", [1, 2, 3, 4])
        let moof = MadeUpTrack.fragment(Self.samples, at: 0)
        let head = Array((style + moof).prefix(Fragment.headBytes))
        #expect(Fragment.range(inSegment: head) == 12..<(12 + moof.count))
        #expect(Fragment.range(inSegment: moof) == 0..<moof.count)
        #expect(Fragment.range(inSegment: style + style + moof) == nil)
        #expect(Fragment.range(inSegment: MadeUpTrack.box("mdat", []) + moof) == nil)
        #expect(Fragment.range(inSegment: style) == nil && Fragment.range(inSegment: []) == nil)
    }

    @Test("A cut or altered one is none, or says something else, and reading it ends")
    func mutated() {
        let bytes = MadeUpTrack.fragment(Self.samples, at: 5)
        let whole = Fragment(bytes)
        for count in 0..<bytes.count { #expect(Fragment(Array(bytes.prefix(count))) == nil) }
        var random = SeededNumbers(seed: 4)
        for _ in 0..<5000 {
            var other = bytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            other[place] = UInt8.random(in: 0...255, using: &random)
            guard let fragment = Fragment(other), other != bytes, (8..<16).contains(place) else { continue }
            Issue.record("\(fragment) where \(String(describing: whole)) was, byte \(place)")
        }
    }

    @Test("One that counts more samples than it describes is none")
    func count() throws {
        var bytes = MadeUpTrack.fragment(Self.samples, at: 0)
        let count = bytes.count - 4 * 16 - 5
        #expect(bytes[count] == 4)
        bytes[count] = 5
        #expect(Fragment(bytes) == nil)
    }
}
