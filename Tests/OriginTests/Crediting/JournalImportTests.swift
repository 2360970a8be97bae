import CourseModel
import CreditLedger
import Crediting
import Origin
import Testing

@Suite struct JournalImportTests {
    private let school: CreditedSchool
    private var journal = JournalOfViewing()

    init() throws {
        self.school = try CreditedSchool()
        try self.journal.watch("l1", from: 0)
    }

    private func file(
        _ reports: SignedDocument<Report>...,
        signedWith key: SigningKey = CreditedSchool.originKey
    ) throws
        -> [UInt8]
    {
        let edge = self.school.edge
        let enrolment = Enrolment(
            edge: edge.edge,
            edgeKey: edge.key,
            school: edge.school,
            schoolName: Title(zh: "第一中学"),
            county: try #require(County.ID("c001")),
            countyName: Title(zh: "某县"),
            epoch: edge.epoch,
            originKey: key.verifyingKey,
            timeZone: "Asia/Shanghai",
            issuedAtMs: .zero
        )
        return try reports.reduce(SignedDocument(signing: enrolment, with: key).bytes) { $0 + $1.bytes }
    }

    private func take(_ file: [UInt8], knowing edges: Bool = true) async throws -> JournalImport.Result {
        let (ledger, edge) = (self.school.ledger, self.school.edge)
        return try await JournalImport(
            intake: self.school.intake,
            through: { try await ledger.journal(of: $0)?.through ?? 0 },
            edge: { edges && $0 == edge.edge ? edge : nil },
            originKey: CreditedSchool.originKey.verifyingKey
        ).take(file)
    }

    @Test("A journal from a disc counts like one over the line, and once, however often it is taken in")
    func taken() async throws {
        let file = try self.file(self.journal.report())
        let result = try await self.take(file)
        #expect(result.firstSequence == 1 && result.lastSequence == 11 && result.newRows == 11)
        #expect(result.school == self.school.edge.school)
        #expect(try await self.take(file).newRows == 0)
        let played = try await self.school.ledger.evidence(of: self.school.trainee).plays
        #expect(played.count == 1)
    }

    @Test("What the line has brought already is not counted as new")
    func overlapping() async throws {
        var journal = self.journal
        _ = try await self.school.take(journal.report())
        try journal.watch("l2", from: 1_000_000)
        let result = try await self.take(try self.file(self.journal.report(), journal.report(from: 12)))
        #expect(result.lastSequence == 22 && result.newRows == 11)
    }

    @Test("A file that begins behind what the province has tells where it has come to")
    func gap() async throws {
        await #expect(throws: JournalImportError.gap(first: 3, through: 0)) {
            try await self.take(try self.file(self.journal.report(from: 3)))
        }
    }

    @Test(
        "A journal of another province, of an edge that is not enrolled, with another key, cut off or empty is refused"
    )
    func refused() async throws {
        let good = try self.file(self.journal.report())
        await #expect(throws: JournalFileError.self) {
            try await self.take(try self.file(self.journal.report(), signedWith: SigningKey()))
        }
        await #expect(throws: JournalImportError.unknownEdge(self.school.edge.edge)) {
            try await self.take(good, knowing: false)
        }
        await #expect(throws: JournalFileError.self) {
            try await self.take(try self.file(self.journal.report(key: SigningKey())))
        }
        for length in [0, 40, good.count / 2, good.count - 1] {
            await #expect(throws: JournalFileError.self) { try await self.take(Array(good.prefix(length))) }
        }
        await #expect(throws: JournalFileError.noReports) { try await self.take(try self.file()) }
        #expect(try await self.school.ledger.journal(of: self.school.edge.edge) == nil)
    }

    @Test("A header with absurd numbers is no crash", arguments: [Int64.max, Int64.max - 1, 0, -1, .min])
    func absurd(number: Int64) async throws {
        let header = Report.Header(
            edge: self.school.edge.edge,
            epoch: 1,
            first: number,
            last: number,
            previousDigest: ChainDigest.beforeFirst,
            lastDigest: ChainDigest.beforeFirst
        )
        let line = try CanonicalJSON.encode(header) + Array("\n{}\n{}\n".utf8)
        await #expect(throws: JournalFileError.self) { try await self.take(try self.file() + line) }
    }
}
