import ISOMedia
import TestNumbers
import Testing

@Suite struct ProgressiveFileTests {
    private static let picture = MadeUpTrack(isVideo: true, timescale: 12_800, segments: MadeUpTrack.reordered(3))
    private static let sound = MadeUpTrack(
        isVideo: false,
        timescale: 48_000,
        segments: [[MadeUpTrack.Sample]](
            repeating: [MadeUpTrack.Sample](repeating: MadeUpTrack.Sample(duration: 1024, size: 7), count: 7),
            count: 3
        )
    )

    /// A file's whole bytes, from the bytes of its track files.
    private static func whole(_ file: ProgressiveFile, _ tracks: [[UInt8]]) -> [UInt8] {
        Self.bytes(of: file, in: 0..<file.sizeBytes, tracks)
    }

    private static func bytes(of file: ProgressiveFile, in range: Range<Int64>, _ tracks: [[UInt8]]) -> [UInt8] {
        file.pieces(in: range).flatMap { piece in
            switch piece {
            case .header(let range): file.header[range]
            case .media(let extent): tracks[extent.track][Int(extent.range.lowerBound)..<Int(extent.range.upperBound)]
            }
        }
    }

    private static func tree(_ tracks: [ProgressiveTrack]) throws -> BoxTree {
        let header = try #require(ProgressiveFile(tracks)).header
        // The mdat is not there; its header is.
        let movie = try #require(BoxHeader(header.dropFirst(28)))
        return BoxTree(bytes: Array(header[..<(28 + Int(movie.sizeBytes))]))
    }

    /// The numbers after version and flags of a box in the first track.
    private static func numbers(_ path: String, _ tree: BoxTree) throws -> [Int64] {
        let payload = try #require(tree.payload(of: "moov/trak/\(path)"))
        return stride(from: 4, to: payload.count, by: 4).compactMap { tree.number32(at: $0, in: payload) }
    }

    @Test("Any range of the file is the same bytes as the whole file has there")
    func ranges() throws {
        let (picture, sound) = (try Self.picture.made(seed: 1), try Self.sound.made(seed: 2))
        let file = try #require(ProgressiveFile([picture.track, sound.track]))
        let tracks = [picture.bytes, sound.bytes]
        let whole = Self.whole(file, tracks)
        #expect(Int64(whole.count) == file.sizeBytes)
        var random = SeededNumbers(seed: 3)
        for _ in 0..<2000 {
            let bounds = [0, 0].map { _ in Int64.random(in: 0...file.sizeBytes, using: &random) }.sorted()
            let part = Self.bytes(of: file, in: bounds[0]..<bounds[1], tracks)
            #expect(part.elementsEqual(whole[Int(bounds[0])..<Int(bounds[1])]), "\(bounds)")
        }
        #expect(file.pieces(in: file.sizeBytes..<(file.sizeBytes + 9)).isEmpty)
        #expect(Self.bytes(of: file, in: (file.sizeBytes - 2)..<Int64.max, tracks).elementsEqual(whole.suffix(2)))
        #expect(file.pieces(in: 5..<5).isEmpty)
    }

    @Test("It is ftyp, moov and one mdat that holds all the samples, and the chunk offsets point at them")
    func layout() throws {
        let (picture, sound) = (try Self.picture.made(seed: 1), try Self.sound.made(seed: 2))
        let file = try #require(ProgressiveFile([picture.track, sound.track]))
        let tracks = [picture.bytes, sound.bytes]
        let whole = Self.whole(file, tracks)
        let tree = BoxTree(bytes: whole)
        let boxes = try #require(tree.boxes(in: whole.indices))
        #expect(boxes.map(\.type) == ["ftyp", "moov", "mdat"])
        #expect(boxes[2].payload == file.header.count..<whole.count)
        let offsets = try Self.numbers("mdia/minf/stbl/stco", tree).dropFirst()
        let own = file.extents.filter { $0.track == 0 }.map(\.range)
        #expect(offsets.count == 3 && own.count == 3)
        for (offset, range) in zip(offsets, own) {
            #expect(whole[Int(offset)...].starts(with: picture.bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
        }
    }

    @Test("Segments follow each other as they are played, sound before a picture that starts with it")
    func order() throws {
        let file = try #require(ProgressiveFile([Self.picture.placed(), Self.sound.placed()]))
        // Pictures start at 0, 160 and 320 ms, sound at 0, 149 and 299 ms.
        #expect(file.extents.map(\.track) == [1, 0, 1, 0, 1, 0])
    }

    @Test("Sample tables say of each sample what the fragments say")
    func tables() throws {
        let tree = try Self.tree([Self.picture.placed()])
        #expect(try Self.numbers("mdia/minf/stbl/stts", tree) == [1, 12, 512])
        let shifts = try #require(tree.payload(of: "moov/trak/mdia/minf/stbl/ctts"))
        #expect(tree.number32(at: 0, in: shifts) == 1 << 24)
        let below: Int64 = (1 << 32) - 512
        let group: [Int64] = [1, 512, 1, below]
        // The last picture of a group and the first of the next have none.
        let expected: [Int64] = [10, 1, 0] + group + [2, 0] + group + [2, 0] + group + [1, 0]
        #expect(try Self.numbers("mdia/minf/stbl/ctts", tree) == expected)
        #expect(try Self.numbers("mdia/minf/stbl/stss", tree) == [3, 1, 5, 9])
        #expect(try Self.numbers("mdia/minf/stbl/stsc", tree) == [1, 1, 4, 1])
        let sizes: [Int64] = [90, 40, 20, 10, 91, 41, 21, 11, 92, 42, 22, 12]
        #expect(try Self.numbers("mdia/minf/stbl/stsz", tree) == [0, 12] + sizes)
    }

    @Test("A track in which every sample is a start and shown when it is decoded needs neither stss nor ctts")
    func plainTables() throws {
        let tree = try Self.tree([Self.sound.placed()])
        #expect(tree.payload(of: "moov/trak/mdia/minf/stbl/stss") == nil)
        #expect(tree.payload(of: "moov/trak/mdia/minf/stbl/ctts") == nil)
        #expect(tree.payload(of: "moov/trak/edts") == nil)
        #expect(try Self.numbers("mdia/minf/stbl/stts", tree) == [1, 21, 1024])
    }

    @Test("What the track file says of display and language is kept, and durations are told")
    func headers() throws {
        let tree = try Self.tree([Self.picture.placed(), Self.sound.placed()])
        let track = try #require(tree.payload(of: "moov/trak/tkhd"))
        #expect(Array(tree.bytes[track].suffix(52)) == (0..<52).map { UInt8($0) })
        #expect(tree.number32(at: 0, in: track) == 3 && tree.number32(at: 20, in: track) == 12 * 512)
        let media = try #require(tree.payload(of: "moov/trak/mdia/mdhd"))
        #expect(tree.number32(at: 12, in: media) == 12_800 && tree.number32(at: 16, in: media) == 12 * 512)
        #expect(tree.number16(at: 20, in: media) == 0x55c4)
        let movie = try #require(tree.payload(of: "moov/mvhd"))
        // 480 ms of pictures outlast 448 ms of sound.
        #expect(tree.number32(at: 12, in: movie) == 12_800 && tree.number32(at: 16, in: movie) == 6144)
    }

    @Test("A track that starts late has an edit list that says by how much, to the tick")
    func lateStart() throws {
        var late = Self.sound
        late.startTicks = 32_544
        let tree = try Self.tree([late.placed(), Self.picture.placed()])
        #expect(try Self.numbers("edts/elst", tree) == [2, 32_544, 0xffff_ffff, 0x10000, 21_504, 0, 0x10000])
        let movie = try #require(tree.payload(of: "moov/mvhd"))
        #expect(tree.number32(at: 12, in: movie) == 48_000 && tree.number32(at: 16, in: movie) == 54_048)
    }

    @Test("More than 4 GB have offsets and sizes of 64 bits")
    func large() throws {
        let segment = [MadeUpTrack.Sample](repeating: MadeUpTrack.Sample(duration: 512, size: 4_000_000_000), count: 2)
        let track = MadeUpTrack(isVideo: true, timescale: 12_800, segments: [segment, segment])
        let file = try #require(ProgressiveFile([track.placed()]))
        let tree = try Self.tree([track.placed()])
        let offsets = try #require(tree.payload(of: "moov/trak/mdia/minf/stbl/co64"))
        let first = Int64(file.header.count)
        #expect(tree.number64(at: 8, in: offsets) == first)
        #expect(tree.number64(at: 16, in: offsets) == first + 8_000_000_000)
        let media = try #require(BoxHeader(file.header.suffix(16)))
        #expect(media.type == "mdat" && media.sizeBytes == 16 + 16_000_000_000)
        #expect(file.sizeBytes == first + 16_000_000_000)
        #expect(file.pieces(in: (first + 8_000_000_000 - 1)..<(first + 8_000_000_000 + 1)).count == 2)
    }

    @Test("Times past 32 bits are written with 64")
    func long() throws {
        let sample = MadeUpTrack.Sample(duration: 4_000_000_000, size: 5)
        let track = MadeUpTrack(isVideo: true, timescale: 1_000_000, segments: [[sample], [sample]], startTicks: 7)
        let tree = try Self.tree([track.placed()])
        for (path, offset) in [("moov/mvhd", 24), ("moov/trak/mdia/mdhd", 24), ("moov/trak/tkhd", 28)] {
            let payload = try #require(tree.payload(of: path))
            #expect(tree.number32(at: 0, in: payload).map { $0 >> 24 } == 1, "\(path)")
            let expected: Int64 = path.hasSuffix("mdhd") ? 8_000_000_000 : 8_000_000_007
            #expect(tree.number64(at: offset, in: payload) == expected, "\(path)")
        }
        let edits = try #require(tree.payload(of: "moov/trak/edts/elst"))
        #expect(tree.number64(at: 8, in: edits) == 7 && tree.number64(at: 28, in: edits) == 8_000_000_000)
    }

    @Test("Segments that do not follow each other, or nothing at all, give no file")
    func refusals() throws {
        #expect(ProgressiveFile([]) == nil)
        #expect(try ProgressiveFile([ProgressiveTrack(InitSegment(Self.sound.initBytes))]) == nil)
        var track = try Self.sound.placed()
        let samples = Self.sound.segments[0]
        let gap = try #require(Fragment(MadeUpTrack.fragment(samples, at: 3 * 7 * 1024 + 1)))
        #expect(throws: ProgressiveTrack.Fault.segment(3)) { try track.append(gap, at: 0) }
        let next = try #require(Fragment(MadeUpTrack.fragment(samples, at: 3 * 7 * 1024)))
        try track.append(next, at: 0)
    }
}
