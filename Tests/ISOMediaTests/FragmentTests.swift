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

    /// Samples, and how many bytes `trun` has beside those that every one has.
    private static let runs: [(samples: [Fragment.Sample], bytes: Int)] = [
        ([Self.sample(512, 90), Self.sample(512, 40, 512, false), Self.sample(512, 20, -512, false)], 4 + 3 * 8),
        ([Self.sample(1024, 300), Self.sample(1024, 310)], 2 * 4),
        ([Self.sample(1024, 300), Self.sample(1024, 300), Self.sample(1024, 300)], 0),
        ([Self.sample(1001, 7)], 0),
        ([Self.sample(1, 9), Self.sample(2, 9, 0, false), Self.sample(3, 9)], 3 * 8),
    ]

    private static func sample(
        _ duration: Int64,
        _ size: Int64,
        _ shift: Int64 = 0,
        _ isSync: Bool = true
    ) -> Fragment.Sample {
        Fragment.Sample(durationTicks: duration, sizeBytes: size, shiftTicks: shift, isSync: isSync)
    }

    @Test(
        "One that is written says of each sample what was to be said, and once what all have in common",
        arguments: Self.runs
    )
    func written(_ samples: [Fragment.Sample], _ bytes: Int) throws {
        let header = try #require(Fragment.header(of: samples, decodeTicks: 1 << 40, sequence: 7))
        let (movie, media) = (Array(header.dropLast(8)), Array(header.suffix(8)))
        let fragment = try #require(Fragment(movie))
        #expect(fragment.samples == samples && fragment.decodeTicks == 1 << 40 && fragment.isBaseMoof)
        #expect(fragment.dataOffset == Int64(header.count))
        #expect(try #require(BoxHeader(media)).sizeBytes == 8 + fragment.mediaBytes && BoxHeader(media)?.type == "mdat")
        let tree = BoxTree(bytes: movie)
        let run = try #require(tree.payload(of: "moof/traf/trun"))
        #expect(run.count == 12 + bytes)
        #expect(try tree.number32(at: 4, in: #require(tree.payload(of: "moof/mfhd"))) == 7)
    }

    @Test("What has no room in the boxes is not written")
    func tooLarge() {
        func header(_ duration: Int64, _ size: Int64, _ shift: Int64, count: Int = 1) -> [UInt8]? {
            let samples = [Fragment.Sample](repeating: Self.sample(duration, size, shift), count: count)
            return Fragment.header(of: samples, decodeTicks: 0, sequence: 1)
        }
        #expect(header(1 << 32 - 1, 1, -1 << 31) != nil)
        #expect(header(1 << 32, 1, 0) == nil && header(-1, 1, 0) == nil)
        #expect(header(1, 1, 1 << 31) == nil && header(1, -1, 0) == nil)
        #expect(header(1, 1 << 31, 0, count: 2) == nil && header(1, 1, 0, count: 0) == nil)
        #expect(header(1, 1, 0, count: Fragment.samplesMax + 1) == nil)
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
