import CourseModel
import ProgressAgent
import Testing

@Suite struct HeartbeatTests {
    private let folder: TestFolder
    private let journal: JournalDatabase

    init() throws {
        self.folder = try TestFolder()
        self.journal = try JournalDatabase(data: self.folder.path, grant: Viewing.grant())
    }

    @Test("Heartbeats of one stretch become one row when the player pauses")
    func merged() async throws {
        let play = try await Viewing.open(in: self.journal, at: 0)
        let two = try await Viewing.keep([(0, 0, 10_000), (1, 10_000, 20_000)], of: play, in: self.journal, at: 20_000)
        #expect(two.kept == 2)
        #expect(two.keptMs == MediaTime(milliseconds: 20_000))
        #expect(try await Viewing.played(in: self.journal).isEmpty)
        _ = try await Viewing.keep([(2, 20_000, 23_456)], cause: .pause, of: play, in: self.journal, at: 24_000)
        let rows = try await Viewing.played(in: self.journal)
        #expect(rows.count == 1)
        #expect(rows.first?.mediaMs == .ms(0, 23_456))
        #expect(rows.first?.n == 0)
    }

    @Test("A heartbeat that is sent again is kept once, and answered as before")
    func repeated() async throws {
        let play = try await Viewing.open(in: self.journal, at: 0)
        for _ in 0..<3 {
            let kept = try await Viewing.keep([(0, 0, 10_000)], of: play, in: self.journal, at: 12_000)
            #expect(kept.kept == 1)
            #expect(kept.keptMs == MediaTime(milliseconds: 10_000))
            #expect(kept.refused.isEmpty)
        }
        _ = try await Viewing.keep(
            [(0, 0, 10_000), (1, 10_000, 12_000)],
            cause: .pause,
            of: play,
            in: self.journal,
            at: 12_000
        )
        #expect(try await Viewing.played(in: self.journal).map(\.mediaMs) == [.ms(0, 12_000)])
    }

    @Test("After a heartbeat that is missing nothing is kept, and the answer says which one comes next")
    func missing() async throws {
        let play = try await Viewing.open(in: self.journal, at: 0)
        let kept = try await Viewing.keep([(0, 0, 5_000), (2, 8_000, 9_000)], of: play, in: self.journal, at: 12_000)
        #expect(kept.kept == 1)
        #expect(kept.keptMs == MediaTime(milliseconds: 5_000))
    }

    @Test("A player's clock cannot run ahead of the school's")
    func clockAhead() async throws {
        let play = try await Viewing.open(in: self.journal, at: 0)
        let kept = try await Viewing.keep([(0, 0, 10_000)], of: play, in: self.journal, at: 5_000)
        #expect(kept.refused == [.init(beat: 0, reason: .clock)])
        #expect(kept.keptMs == .zero)
    }

    @Test("A jump begins another row")
    func jump() async throws {
        let play = try await Viewing.open(in: self.journal, at: 0)
        _ = try await Viewing.keep([(0, 0, 5_000)], cause: .seek, of: play, in: self.journal, at: 6_000)
        _ = try await Viewing.keep(
            [(1, 40_000, 45_000)],
            cause: .end,
            of: play,
            in: self.journal,
            at: 12_000,
            shift: -34_000
        )
        #expect(try await Viewing.played(in: self.journal).map(\.mediaMs) == [.ms(0, 5_000), .ms(40_000, 45_000)])
    }

    @Test("What a silent player played becomes a row without it; what came since is not touched")
    func silent() async throws {
        let play = try await Viewing.open(in: self.journal, at: 0)
        _ = try await Viewing.keep([(0, 0, 10_000)], of: play, in: self.journal, at: 10_000)
        #expect(try await self.journal.flush(silentSince: AgentTime(milliseconds: 9_999)) == 0)
        #expect(try await self.journal.flush(silentSince: AgentTime(milliseconds: 10_000)) == 1)
        #expect(try await self.journal.flush(silentSince: AgentTime(milliseconds: 10_000)) == 0)
        _ = try await Viewing.keep([(1, 10_000, 20_000)], cause: .end, of: play, in: self.journal, at: 20_000)
        #expect(try await Viewing.played(in: self.journal).map(\.n) == [0, 1])
    }

    @Test("What was kept when the program was killed becomes a row at the next start, before its first one")
    func afterACrash() async throws {
        let play = try await Viewing.open(in: self.journal, at: 0)
        _ = try await Viewing.keep([(0, 0, 10_000)], of: play, in: self.journal, at: 10_000)
        try self.journal.close()
        let again = try JournalDatabase(data: self.folder.path, grant: Viewing.grant())
        let clock = AgentClock(clock: UTCTime(milliseconds: 0), last: try again.lastAgentTime()) { .zero }
        try again.start(clock: clock, clockMs: UTCTime(milliseconds: 0))
        let events = try await Viewing.events(in: again)
        guard case .played(let interval) = events[1], case .started(let start) = events[2] else {
            Issue.record("rows \(events)")
            return
        }
        #expect(interval.mediaMs == .ms(0, 10_000))
        #expect(start.agentMs == AgentTime(milliseconds: 10_000))
        let late = try await Viewing.keep([(0, 0, 10_000), (1, 10_000, 11_000)], of: play, in: again, at: 12_000)
        #expect(late.kept == 2)
        #expect(late.keptMs == MediaTime(milliseconds: 11_000))
    }

    @Test("Another lesson ends the first: what was played before is still taken, what comes after belongs elsewhere")
    func onePlace() async throws {
        let first = try await Viewing.open("v1", in: self.journal, at: 0)
        let second = try await Viewing.open("v2", in: self.journal, at: 10_000)
        let late = try await Viewing.keep([(0, 0, 10_000)], of: first, in: self.journal, at: 30_000)
        #expect(late.isEnded)
        #expect(late.keptMs == MediaTime(milliseconds: 10_000))
        let after = try await Viewing.keep([(1, 10_000, 20_000)], of: first, in: self.journal, at: 30_000)
        #expect(after.refused == [.init(beat: 1, reason: .conflict)])
        let kept = try await Viewing.keep([(0, 10_000, 20_000)], of: second, in: self.journal, at: 30_000)
        #expect(!kept.isEnded)
        #expect(kept.keptMs == MediaTime(milliseconds: 10_000))
    }

    @Test("A lesson goes on where it was left, and from the start when it was at its end")
    func resume() async throws {
        let play = try await Viewing.open("v1", in: self.journal, at: 0)
        _ = try await Viewing.keep([(0, 0, 20_000)], of: play, in: self.journal, at: 20_000)
        let second = try #require(ViewingSession.ID("v2"))
        #expect(try await Viewing.resume(second, in: self.journal, at: 30_000) == 20_000)
        _ = try await Viewing.keep([(0, 20_000, 60_000)], of: second, in: self.journal, at: 90_000, shift: 20_000)
        let third = try #require(ViewingSession.ID("v3"))
        #expect(try await Viewing.resume(third, in: self.journal, at: 100_000) == 0)
    }

    @Test("A page that opens a lesson again and again is stopped, for a minute")
    func tooMany() async throws {
        for number in 0..<JournalDatabase.openingsPerMinuteMax {
            _ = try await Viewing.open("v\(number)", in: self.journal, at: 1_000)
        }
        await #expect(throws: JournalError.tooManyViewings) {
            _ = try await Viewing.open("v-more", in: self.journal, at: 2_000)
        }
        _ = try await Viewing.open("v-later", in: self.journal, at: 61_001)
    }

    @Test("Nobody adds to another's viewing session")
    func anothers() async throws {
        let play = try await Viewing.open(in: self.journal, at: 0)
        await #expect(throws: JournalError.othersViewing("v1")) {
            _ = try await self.journal.keep(
                [],
                of: play,
                by: try #require(Person.ID("u2")),
                position: nil,
                now: AgentTime(milliseconds: 5)
            )
        }
    }
}

extension Range where Bound == MediaTime {
    static func ms(_ lower: Int64, _ upper: Int64) -> Range {
        MediaTime(milliseconds: lower)..<MediaTime(milliseconds: upper)
    }
}
