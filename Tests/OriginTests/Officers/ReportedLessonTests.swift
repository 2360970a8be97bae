import CourseModel
import Crediting
import Testing

@testable import Origin

@Suite struct ReportedLessonTests {
    @Test("What was reported of a lesson is the sum over its viewing sessions, twice where it was watched twice")
    func sums() throws {
        let edge = try #require(Edge.ID("e1"))
        let trainee = try #require(Person.ID("p1"))
        let plays = try [("v1", "l01"), ("v2", "l02"), ("v3", "l01")].map { play, lesson in
            Evidence.Play(
                play: try #require(ViewingSession.ID(play)),
                trainee: trainee,
                lesson: try #require(Lesson.ID(lesson)),
                startMs: .zero
            )
        }
        let intervals = [(0, 0, 10_000), (0, 10_000, 14_000), (2, 0, 10_000), (1, 0, 1)].enumerated().map { row, it in
            Evidence.Interval(
                key: IntervalKey(edge: edge, epoch: 1, sequence: Int64(row + 1)),
                played: PlayedInterval(
                    play: plays[it.0].play,
                    n: Int64(row),
                    mediaMs: MediaTime(milliseconds: Int64(it.1))..<MediaTime(milliseconds: Int64(it.2)),
                    wallMs: AgentTime(milliseconds: 0)..<AgentTime(milliseconds: 1)
                )
            )
        }
        let lines = ReportedLesson.lines(of: Evidence(plays: plays, intervals: intervals))
        #expect(lines.map(\.lesson.rawValue) == ["l01", "l02"])
        #expect(lines.map(\.viewingSessions) == [2, 1])
        #expect(lines.map(\.intervals) == [3, 1])
        #expect(lines.map(\.mediaMs.milliseconds) == [24_000, 1])
    }
}
