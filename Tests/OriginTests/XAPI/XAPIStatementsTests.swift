import CourseModel
import CreditLedger
import Crypto
import Foundation
import Origin
import Synchronization
import Testing

@Suite struct XAPIStatementsTests {
    private let school: CreditedSchool
    private var journal = JournalOfViewing()

    init() throws {
        self.school = try CreditedSchool()
        try self.journal.watch("l1", from: 0)
        try self.journal.append(Self.anchor(atMs: 600_000))
    }

    private static func anchor(atMs: Int64) -> JournalEvent {
        .anchor(TimeAnchor(agentMs: AgentTime(milliseconds: atMs), originMs: UTCTime(milliseconds: atMs + 1_000)))
    }

    /// A statement as whoever reads the export finds it.
    private struct Read: Decodable {
        struct Actor: Decodable, Hashable {
            struct Account: Decodable, Hashable {
                let homePage: String
                let name: String
            }

            let account: Account
        }

        struct Named: Decodable { let id: String }
        struct Result: Decodable { let extensions: [String: Value] }

        enum Value: Decodable, Hashable {
            case number(Double)
            case text(String)

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                do {
                    self = .number(try container.decode(Double.self))
                } catch {
                    self = .text(try container.decode(String.self))
                }
            }
        }

        let id: String
        let actor: Actor
        let verb: Named
        let object: Named
        let result: Result?
    }

    private func export(home: String = "https://p.example", key: UInt8 = 1) async throws -> [String] {
        let key = SymmetricKey(data: [UInt8](repeating: key, count: 32))
        let export = XAPIExport(
            ledger: self.school.ledger,
            basis: try self.school.sources.basis(),
            home: try #require(XAPIHome(url: home, key: key))
        )
        let lines = Mutex<[String]>([])
        let count = try await export.run { statements in
            let new = try statements.map { try $0.line }
            lines.withLock { $0 += new }
        }
        let all = lines.withLock { $0 }
        #expect(count == Int64(all.count))
        return all
    }

    private static func read(_ lines: [String]) throws -> [Read] {
        try lines.map { try JSONDecoder().decode(Read.self, from: Data($0.utf8)) }
    }

    private func report(from first: Int = 1) async throws {
        _ = try await self.school.take(self.journal.report(from: first))
        _ = try await self.school.recompute.settleAll()
    }

    @Test("What was played is told stretch by stretch, with all that the session played until then")
    func segments() async throws {
        try await self.report()
        let statements = try Self.read(try await self.export())
        let ends = statements.map { $0.verb.id.split(separator: "/").last }
        #expect(ends == ["initialized"] + Array(repeating: "paused", count: 10) + ["earned"])
        let video = "https://w3id.org/xapi/video/extensions"
        let third = try #require(statements[3].result).extensions
        #expect(third["\(video)/played-segments"] == .text("0.000[.]180.000"))
        #expect(third["\(video)/progress"] == .number(0.3) && third["\(video)/time"] == .number(180))
        #expect(statements[11].result?.extensions["https://p.example/xapi/extensions/credit-hours"] == .number(2))
        #expect(Set(statements.map(\.id)).count == statements.count)
        #expect(statements.allSatisfy { $0.id == $0.id.lowercased() && UUID(uuidString: $0.id) != nil })
    }

    @Test("A later export has every earlier statement as it was, byte for byte")
    func stable() async throws {
        try await self.report()
        let first = try await self.export()
        #expect(try await self.export() == first)
        var longer = self
        try longer.journal.append(
            .started(AgentStart(agentMs: .zero, clockMs: .zero, softwareVersion: SoftwareVersion.text))
        )
        try longer.journal.watch("l2", from: 1_000_000)
        try await longer.report(from: 13)
        // The hours; when the lesson was watched is not known for good yet.
        let second = try await longer.export()
        #expect(second.count == first.count + 2 && Set(first).isSubset(of: second))
        try longer.journal.append(Self.anchor(atMs: 1_600_000))
        try await longer.report(from: 25)
        let third = try await longer.export()
        #expect(third.count == second.count + 11 && Set(second).isSubset(of: third))
    }

    @Test("Hours that were taken back are voided")
    func voided() async throws {
        try await self.report()
        self.school.quotaHundredths.withLock { $0 = 100 }
        _ = try await self.school.recompute.settleAll()
        let hours = try Self.read(try await self.export()).suffix(3)
        #expect(hours.map { $0.verb.id.split(separator: "/").last } == ["earned", "voided", "earned"])
        #expect(hours.dropFirst().first?.object.id == hours.first?.id)
    }

    @Test("People have a pseudonym that stays, and that another key makes another one")
    func pseudonyms() async throws {
        try await self.report()
        let lines = try await self.export()
        #expect(!lines.contains { $0.contains("u1") })
        let actors = Set(try Self.read(lines).map(\.actor))
        #expect(actors.count == 1 && actors.first?.account.homePage == "https://p.example")
        let others = Set(try Self.read(try await self.export(key: 2)).map(\.actor))
        #expect(others.count == 1 && others.isDisjoint(with: actors))
    }

    @Test(
        "An address that is none, or that has a password in it, names nobody",
        arguments: [
            "", "province", "ftp://p.example", "https://", "https://me:secret@p.example", "https://p.example/?a=1",
        ]
    )
    func noHome(url: String) {
        #expect(XAPIHome(url: url, key: SymmetricKey(size: .bits256)) == nil)
    }
}
