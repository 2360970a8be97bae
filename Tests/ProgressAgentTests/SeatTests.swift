import CourseModel
import ProgressAgent
import Testing

/// Which of a trainee's pages counts: the one that opened a lesson last.
@Suite struct SeatTests {
    private let folder: TestFolder
    private let journal: JournalDatabase

    init() throws {
        self.folder = try TestFolder()
        self.journal = try JournalDatabase(data: self.folder.path, grant: Viewing.grant())
    }

    private func begin(_ name: String, at start: Int64, replacing own: String? = nil) async throws -> ViewingBegin {
        try await Viewing.begin(
            try #require(ViewingSession.ID(name)),
            in: self.journal,
            at: start,
            replacing: own.flatMap(ViewingSession.ID.init)
        )
    }

    @Test("Who opens a lesson while another page plays is told so, and the other one learns it without playing on")
    func takesOver() async throws {
        let first = try await Viewing.open("v1", in: self.journal, at: 0)
        _ = try await Viewing.keep([(0, 0, 10_000)], of: first, in: self.journal, at: 10_000)
        #expect(try await self.ask(first).isEnded == false)
        #expect(try await self.begin("v2", at: 20_000) == ViewingBegin(resumeMs: .ms(10_000), takesOver: true))
        #expect(try await self.ask(first).isEnded)
    }

    @Test("A page that was left is taken over from nobody, nor is a page's own viewing session before a reload")
    func takesOverFromNobody() async throws {
        _ = try await self.begin("v1", at: 0)
        #expect(try await self.begin("v2", at: 1_000, replacing: "v1").takesOver == false)
        #expect(try await self.begin("v3", at: 1_000 + ViewingBegin.liveMs).takesOver == false)
        let open = try #require(ViewingSession.ID("v3"))
        let closed = try await self.keep([], of: open, isClosing: true, at: 17_000)
        #expect(closed.isEnded)
        #expect(try await self.begin("v4", at: 17_500).takesOver == false)
    }

    @Test("What a page delivers when it is left is kept, and what it still has from before is kept later")
    func closing() async throws {
        let play = try await Viewing.open("v1", in: self.journal, at: 0)
        let first = Heartbeat(beat: 0, mediaMs: (0, 4_000), playerMs: (0, 4_000), cause: .hide)
        let second = Heartbeat(beat: 1, mediaMs: (4_000, 6_000), playerMs: (4_000, 6_000), cause: .hide)
        let third = Heartbeat(beat: 2, mediaMs: (6_000, 9_000), playerMs: (7_500, 10_500), cause: .hide)
        #expect(try await self.keep([first], of: play, isClosing: true, at: 6_000).kept == 1)
        let late = try await self.keep([second, third], of: play, isClosing: false, at: 60_000)
        #expect(late.keptMs == .ms(6_000))
        #expect(late.refused == [.init(beat: 2, reason: .conflict)])
    }

    @Test("A page that only asks writes nothing, and cannot ask for somebody else")
    func asking() async throws {
        let play = try await Viewing.open("v1", in: self.journal, at: 0)
        #expect(try await self.ask(play).kept == 0)
        // Nothing was heard of it: a page that only asks is not one that plays.
        #expect(try await self.begin("v2", at: ViewingBegin.liveMs).takesOver == false)
        let other = try #require(Person.ID("u2"))
        await #expect(throws: JournalError.othersViewing("v1")) {
            try await self.journal.keep([], of: play, by: other, position: nil, now: AgentTime(milliseconds: 1))
        }
    }

    @Test("Where a trainee stopped is known, in whichever lesson that was; at the end it is the beginning")
    func lastViewing() async throws {
        let trainee = try Viewing.trainee()
        #expect(try await self.journal.lastViewing(of: trainee) == nil)
        let play = try await Viewing.open("v1", in: self.journal, at: 0)
        _ = try await Viewing.keep([(0, 0, 20_000)], of: play, in: self.journal, at: 20_000)
        let lesson = try #require(Lesson.ID("l01"))
        let stopped = LastViewing(lesson: lesson, positionMs: .ms(20_000))
        #expect(try await self.journal.lastViewing(of: trainee) == stopped)
        _ = try await Viewing.keep([(1, 20_000, 59_000)], of: play, in: self.journal, at: 60_000)
        #expect(try await self.journal.lastViewing(of: trainee) == LastViewing(lesson: lesson, positionMs: .zero))
    }

    private func ask(_ play: ViewingSession.ID) async throws -> KeptHeartbeats {
        try await self.keep([], of: play, isClosing: false, at: 90_000, position: nil)
    }

    private func keep(
        _ beats: [Heartbeat],
        of play: ViewingSession.ID,
        isClosing: Bool,
        at now: Int64,
        position: MediaTime? = .zero
    ) async throws -> KeptHeartbeats {
        try await self.journal.keep(
            beats,
            of: play,
            by: try Viewing.trainee(),
            position: position,
            isClosing: isClosing,
            now: AgentTime(milliseconds: now)
        )
    }
}

extension MediaTime {
    fileprivate static func ms(_ milliseconds: Int64) -> MediaTime { MediaTime(milliseconds: milliseconds) }
}
