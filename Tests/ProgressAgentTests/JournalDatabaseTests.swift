import CourseModel
import GRDB
import ProgressAgent
import Testing

@Suite struct JournalDatabaseTests {
    private let folder: TestFolder
    private let journal: JournalDatabase

    init() throws {
        self.folder = try TestFolder()
        self.journal = try JournalDatabase(data: self.folder.path, grant: Viewing.grant())
    }

    @Test("What is answered is on the disk: SQLite syncs every commit")
    func commitsAreSynced() throws {
        #expect(try self.journal.synchronousLevel == 2)
    }

    @Test("Rows are numbered without gaps, however many arrive at once, and each takes in the one before it")
    func rowsHaveNoGaps() async throws {
        let journal = self.journal
        let numbers = try await withThrowingTaskGroup(of: Int64.self) { group in
            for index in 0..<100 {
                group.addTask { try await journal.append(Viewing.anchor(at: Int64(index))) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(numbers.sorted() == Array(1...100))
        let rows = try await journal.rows(after: 0, rowsMax: 1_000, bytesMax: 1 << 20)
        let report = Report(
            edge: try Viewing.grant().edge,
            epoch: 1,
            first: 1,
            previousDigest: ChainDigest.beforeFirst,
            rows: rows
        )
        #expect(try report.journalRows().map(\.sequence) == Array(1...100))
        #expect(try await journal.chainDigest(after: 100) == report.header.lastDigest)
    }

    @Test("A row can neither be changed, nor taken away, nor left out")
    func rowsAreNotEdited() async throws {
        try await self.journal.append(Viewing.anchor(at: 1))
        try self.journal.close()
        let database = try DatabaseQueue(path: "\(self.folder.path)/journal.sqlite")
        let statements = [
            "UPDATE journalRow SET text = '{}'", "DELETE FROM journalRow",
            "INSERT INTO journalRow (incarnation, sequence, text, digest, agentMs) VALUES (1, 3, '{}', '', 0)",
        ]
        for statement in statements {
            #expect(throws: DatabaseError.self) { try database.write { try $0.execute(sql: statement) } }
        }
    }

    @Test("What one heartbeat does wrong does not undo the others of its commit")
    func aFailureIsAlone() async throws {
        let play = try await Viewing.open(in: self.journal, at: 0)
        let journal = self.journal
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<20 {
                group.addTask {
                    let session = index.isMultiple(of: 2) ? play : ViewingSession.ID("nobodys-\(index)") ?? play
                    let kept = try? await Viewing.keep([(0, 0, 1_000)], of: session, in: journal, at: 2_000)
                    return kept != nil
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count == 10)
    }

    @Test("A report's worth of rows ends at the byte limit, but has at least one row")
    func batchesAreBounded() async throws {
        for index in 0..<10 { try await self.journal.append(Viewing.anchor(at: Int64(index))) }
        #expect(try await self.journal.rows(after: 0, rowsMax: 3, bytesMax: 1 << 20).count == 3)
        #expect(try await self.journal.rows(after: 8, rowsMax: 3, bytesMax: 1 << 20).count == 2)
        #expect(try await self.journal.rows(after: 0, rowsMax: 10, bytesMax: 1).count == 1)
    }

    @Test("The agent's time goes on from the journal's last, where the computer's clock was set back")
    func timeDoesNotGoBack() async throws {
        try await self.journal.append(Viewing.anchor(at: 500_000))
        let last = try self.journal.lastAgentTime()
        #expect(last == AgentTime(milliseconds: 500_000))
        let behind = AgentClock(clock: UTCTime(milliseconds: 1_000), last: last) { .seconds(7) }
        #expect(behind.now == AgentTime(milliseconds: 500_000))
        let ahead = AgentClock(clock: UTCTime(milliseconds: 900_000), last: last) { .seconds(7) }
        #expect(ahead.now == AgentTime(milliseconds: 900_000))
    }
}
