import CourseModel
import Crediting
import ProgressAgent
import Testing

/// What was served to a viewing session, and what becomes of it in the journal.
@Suite struct ServedMediaTests {
    private let folder: TestFolder
    private let served = ServedMedia()

    init() throws {
        self.folder = try TestFolder()
    }

    private func journal() throws -> JournalDatabase {
        try JournalDatabase(data: self.folder.path, grant: Viewing.grant(), served: self.served)
    }

    /// Ten segments of 6 s and 100 bytes behind a header of 40 bytes; without picture a companion.
    private static func track(isMedia: Bool = true) throws -> Track {
        let header = Chunk(digest: Digest(of: []), sizeBytes: ByteCount(bytes: 40), durationTicks: 0)
        let segment = Chunk(digest: Digest(of: []), sizeBytes: ByteCount(bytes: 100), durationTicks: 6_000)
        return Track(
            track: try #require(Track.ID("v")),
            codec: "avc1.64001F",
            language: "und",
            timescale: 1_000,
            startTicks: 0,
            video: isMedia ? Track.Video(widthPixels: 640, heightPixels: 360, frameRateMillihertz: 25_000) : nil,
            text: isMedia ? nil : Track.Text(cues: 1),
            blob: Digest(of: []),
            initSizeBytes: ByteCount(bytes: 30),
            chunks: [header] + Array(repeating: segment, count: 10),
            peakBitsPerSecond: Bitrate(bitsPerSecond: 1),
            averageBitsPerSecond: Bitrate(bitsPerSecond: 1)
        )
    }

    private func ranges(_ session: ViewingSession.ID) -> [Range<Int64>] {
        self.served.media(of: session).ranges.map { $0.lowerBound.milliseconds..<$0.upperBound.milliseconds }
    }

    @Test("A segment is served when all of its bytes were, in one piece or in several, and companions are no media")
    func chunks() throws {
        let session = try #require(ViewingSession.ID("v1"))
        let track = try Self.track()
        self.served.note(session, track, 0..<40)
        #expect(self.ranges(session).isEmpty)
        self.served.note(session, track, 40..<140)
        #expect(self.ranges(session) == [0..<6_000])
        self.served.note(session, track, 140..<200)
        self.served.note(session, track, 220..<240)
        #expect(self.ranges(session) == [0..<6_000])
        self.served.note(session, track, 190..<220)
        #expect(self.ranges(session) == [0..<12_000])
        self.served.note(session, track, 0..<1_040)
        #expect(self.ranges(session) == [0..<60_000])
        let other = try #require(ViewingSession.ID("v2"))
        self.served.note(other, try Self.track(isMedia: false), 0..<1_040)
        #expect(self.ranges(other).isEmpty)
    }

    @Test("A row says what of it was not served to its own session, whatever others were served")
    func unserved() async throws {
        let journal = try self.journal()
        let play = try await Viewing.open(in: journal, at: 0)
        let other = try #require(ViewingSession.ID("v2"))
        self.served.note(other, try Self.track(), 0..<1_040)
        self.served.note(play, try Self.track(), 40..<240)
        _ = try await Viewing.keep([(0, 0, 12_100)], cause: .pause, of: play, in: journal, at: 13_000)
        _ = try await Viewing.keep([(1, 12_100, 20_000)], cause: .pause, of: play, in: journal, at: 20_000)
        let rows = try await Viewing.played(in: journal)
        #expect(rows.map(\.evidence) == [.served, .served])
        #expect(rows.map(\.unservedMs) == [nil, [MediaTime(milliseconds: 12_250)..<MediaTime(milliseconds: 20_000)]])
    }

    @Test("What is heard of late is buffered, and is not merged with what is heard of at once")
    func buffered() async throws {
        let journal = try self.journal()
        let play = try await Viewing.open(in: journal, at: 0)
        self.served.note(play, try Self.track(), 0..<1_040)
        _ = try await Viewing.keep([(0, 0, 10_000)], of: play, in: journal, at: 10_000)
        _ = try await Viewing.keep([(1, 10_000, 20_000)], of: play, in: journal, at: 200_000)
        _ = try await Viewing.keep(
            [(2, 20_000, 30_000)],
            cause: .pause,
            of: play,
            in: journal,
            at: 200_500,
            shift: 170_000
        )
        let rows = try await Viewing.played(in: journal)
        #expect(rows.map(\.evidence) == [.served, .buffered, .served])
        #expect(rows.map(\.heardMs?.milliseconds) == [nil, 200_000, nil])
    }

    @Test("What was served outlives the agent; what a kill lost of the buffer is class B, and nothing else is")
    func restart() async throws {
        var journal = try self.journal()
        let play = try await Viewing.open(in: journal, at: 0)
        self.served.note(play, try Self.track(), 40..<140)
        _ = try await Viewing.keep([(0, 0, 1_000)], cause: .pause, of: play, in: journal, at: 1_000)
        try journal.close()

        let after = ServedMedia()
        journal = try JournalDatabase(data: self.folder.path, grant: Viewing.grant(), served: after)
        let clock = AgentClock(clock: UTCTime(milliseconds: 10_000), last: nil, sinceBoot: { .zero })
        try journal.start(clock: clock, clockMs: UTCTime(milliseconds: 10_000))
        _ = try await Viewing.keep([(1, 1_000, 6_000)], cause: .pause, of: play, in: journal, at: 10_000)
        _ = try await Viewing.keep([(2, 6_000, 12_000)], cause: .pause, of: play, in: journal, at: 12_000)
        _ = try await Viewing.keep(
            [(3, 12_000, 20_000)],
            cause: .pause,
            of: play,
            in: journal,
            at: 90_000,
            shift: 70_000
        )
        let rows = try await Viewing.played(in: journal)
        #expect(rows.map(\.evidence) == [.served, .served, .buffered, .served])
        #expect(rows.map { $0.unservedMs == nil } == [true, true, true, false])
    }

    @Test("An agent that serves nothing says nothing of evidence")
    func nobodyServes() async throws {
        let journal = try JournalDatabase(data: self.folder.path, grant: Viewing.grant())
        let play = try await Viewing.open(in: journal, at: 0)
        _ = try await Viewing.keep([(0, 0, 10_000)], cause: .pause, of: play, in: journal, at: 10_000)
        let row = try #require(try await Viewing.played(in: journal).first)
        #expect(row.evidence == nil && row.unservedMs == nil && row.heardMs == nil)
    }
}
