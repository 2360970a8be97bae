import CourseModel
import Crediting
import ProgressAgent
import Testing

@Suite struct ProvisionalCreditTests {
    private let folder: TestFolder
    private let journal: JournalDatabase

    init() throws {
        self.folder = try TestFolder()
        self.journal = try JournalDatabase(data: self.folder.path, grant: Viewing.grant())
    }

    private func provisional(confirmedMs: Int64?, isComplete: Bool = false) async throws -> Statement {
        let school = try TestSchool()
        let trainee = try Viewing.trainee()
        let lesson = try #require(Lesson.ID("l01"))
        let programme = try #require(try school.shelf(heldPermille: 1000).programmes().first)
        let duration = MediaTime(milliseconds: 60_000)
        let confirmed = confirmedMs.map { covered in
            Statement(
                trainee: trainee,
                programme: programme.programme,
                creditedHundredths: .zero,
                requiredHundredths: .zero,
                sections: [],
                lessons: [
                    .init(
                        lesson: lesson,
                        coveredMs: MediaTime(milliseconds: covered),
                        durationMs: duration,
                        isComplete: isComplete
                    )
                ],
                refusals: []
            )
        }
        let registration = Registration(
            programme: programme.programme,
            identity: .trainee,
            subject: nil,
            coursePackage: nil,
            topics: [try #require(Topic.ID("t1"))]
        )
        return try ProvisionalCredit(
            of: try Viewing.trainee(),
            registration: registration,
            in: programme,
            known: try await self.journal.evidence(of: try Viewing.trainee()),
            confirmed: confirmed,
            durations: [lesson: duration]
        ).statement
    }

    private func play(_ begin: Int64, _ end: Int64) async throws {
        let play = try await Viewing.open(in: self.journal, at: 0)
        _ = try await Viewing.keep([(0, begin, end)], cause: .pause, of: play, in: self.journal, at: 70_000)
    }

    @Test("What is kept here counts before it is reported")
    func local() async throws {
        try await self.play(0, 55_000)
        let statement = try await self.provisional(confirmedMs: nil)
        #expect(statement.creditedHundredths == CreditHours(hundredths: 200))
        #expect(statement.lessons.first?.coveredMs == MediaTime(milliseconds: 55_000))
    }

    @Test("What the origin knows from elsewhere counts here too, and is not added to what may be the same minutes")
    func elsewhere() async throws {
        try await self.play(0, 20_000)
        let more = try await self.provisional(confirmedMs: 50_000)
        #expect(more.lessons.first?.coveredMs == MediaTime(milliseconds: 50_000))
        #expect(more.creditedHundredths == .zero)
        let complete = try await self.provisional(confirmedMs: 54_500, isComplete: true)
        #expect(complete.creditedHundredths == CreditHours(hundredths: 200))
        let less = try await self.provisional(confirmedMs: 10_000)
        #expect(less.lessons.first?.coveredMs == MediaTime(milliseconds: 20_000))
    }

    @Test("The journal says how much the origin has not acknowledged")
    func unreported() async throws {
        try await self.play(0, 20_000)
        let trainee = try Viewing.trainee()
        #expect(try await self.journal.evidence(of: trainee).unreportedMs == MediaTime(milliseconds: 20_000))
        let receivedAt = UTCTime(milliseconds: 77_000)
        try await self.journal.acknowledge(through: 2, receivedAt: receivedAt)
        try await self.journal.acknowledge(through: 2)
        let reported = try await self.journal.evidence(of: trainee)
        #expect(reported.unreportedMs == .zero)
        #expect(reported.receivedAtMs == receivedAt)
    }
}
