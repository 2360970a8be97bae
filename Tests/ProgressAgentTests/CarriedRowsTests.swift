import CourseModel
import Foundation
import ProgressAgent
import Testing

/// What a disk that was copied or restored goes on with.
@Suite struct CarriedRowsTests {
    private let folder: TestFolder
    private let copies: TestFolder

    init() throws {
        (self.folder, self.copies) = (try TestFolder(), try TestFolder())
    }

    @Test("A copy takes over what was not acknowledged, with whose viewing it is and the times of its run")
    func carried() async throws {
        let first = try self.start(self.folder.path)
        let play = try await Viewing.open(in: first, at: 0)
        _ = try await Viewing.keep([(0, 0, 10_000)], cause: .pause, of: play, in: first, at: 10_000)
        try await first.append(Viewing.anchor(at: 10_000))
        try await first.acknowledge(through: 4)
        _ = try await Viewing.keep([(1, 10_000, 20_000)], cause: .pause, of: play, in: first, at: 20_000)
        _ = try await Viewing.keep([(2, 20_000, 25_000)], of: play, in: first, at: 25_000)
        try first.close()

        let copy = try self.start(try self.copy())
        #expect(try await copy.state().grant == nil)
        #expect(try await Self.kinds(in: copy) == ["started", "viewing", "anchor", "played", "played", "started"])
        let played = try await Viewing.played(in: copy).map(\.mediaMs)
        #expect(played == [.ms(10_000, 20_000), .ms(20_000, 25_000)])
        // A page goes on with its session.
        let kept = try await Viewing.keep([(3, 25_000, 30_000)], cause: .end, of: play, in: copy, at: 30_000)
        #expect(kept.keptMs == MediaTime(milliseconds: 30_000))
        #expect(try await Self.kinds(in: copy).count { $0 == "viewing" } == 1)
        try copy.close()
    }

    @Test("Where everything was acknowledged, a session that goes on is introduced once more, and nothing else")
    func introduced() async throws {
        let first = try self.start(self.folder.path)
        let play = try await Viewing.open(in: first, at: 0)
        _ = try await Viewing.keep([(0, 0, 10_000)], cause: .pause, of: play, in: first, at: 10_000)
        try await first.acknowledge(through: 3)
        try first.close()

        let copy = try self.start(try self.copy())
        #expect(try await Self.kinds(in: copy) == ["started", "started"])
        _ = try await Viewing.keep([(1, 10_000, 20_000)], cause: .pause, of: play, in: copy, at: 20_000)
        _ = try await Viewing.keep([(2, 20_000, 25_000)], cause: .pause, of: play, in: copy, at: 25_000)
        #expect(try await Self.kinds(in: copy) == ["started", "started", "viewing", "played", "played"])
        try copy.close()
    }

    @Test("A page that was open while the computer was off, and its calendar stood still, is not ahead for ever")
    func calendarStoodStill() async throws {
        let first = try self.start(self.folder.path)
        let play = try await Viewing.open(in: first, at: 0)
        _ = try await Viewing.keep([(0, 0, 10_000)], of: play, in: first, at: 10_000)
        try first.close()
        // Five minutes later; agent time goes on from ten seconds.
        let again = try self.start(self.folder.path)
        let kept = try await Viewing.keep(
            [(1, 10_000, 20_000)],
            cause: .end,
            of: play,
            in: again,
            at: 25_000,
            shift: 300_000
        )
        #expect(kept.refused.isEmpty)
        #expect(try await Viewing.played(in: again).last?.wallMs.upperBound == AgentTime(milliseconds: 25_000))
        // One that was opened in this run has no such excuse.
        let other = try await Viewing.open("v2", in: again, at: 30_000)
        let ahead = try await Viewing.keep([(0, 0, 10_000)], of: other, in: again, at: 35_000, shift: 90_000)
        #expect(ahead.refused.map(\.reason) == [.clock])
        try again.close()
    }

    private func start(_ path: String) throws -> JournalDatabase {
        let journal = try JournalDatabase(data: path, grant: Viewing.grant())
        let clock = AgentClock(clock: .zero, last: try journal.lastAgentTime()) { .zero }
        try journal.start(clock: clock, clockMs: .zero)
        return journal
    }

    private func copy() throws -> String {
        let path = "\(self.copies.path)/copy"
        try FileManager.default.copyItem(atPath: self.folder.path, toPath: path)
        return path
    }

    private static func kinds(in journal: JournalDatabase) async throws -> [String] {
        try await Viewing.events(in: journal).map { event in
            switch event {
            case .started: "started"
            case .anchor: "anchor"
            case .viewing: "viewing"
            case .played: "played"
            case .password, .room, .appeal: "other"
            }
        }
    }
}
