import Blobs
import CourseModel
import CreditLedger
import Crediting
import Crypto
import Foundation
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Origin
import Testing

/// A province with two counties on the disk: the seeds' programme, three lessons published, people, officers.
final class OfficeFixture: Sendable {
    static let password = "r4-blue-kettle"
    /// 2027-07-14 08:00 in Shanghai, the day before the first timetable slot.
    static let now = UTCTime(milliseconds: 1_815_523_200_000)
    static let firstSlot = UTCTime(milliseconds: 1_815_611_400_000)

    let folder: String
    let stores: OriginStores
    let control = ControlToken()
    let sessions: SessionCookie
    let ledger: SQLiteLedger

    init() async throws {
        self.folder = FileManager.default.temporaryDirectory.path + "/lectern-office-\(UUID().uuidString)"
        self.stores = try OriginStores(data: self.folder)
        self.sessions = SessionCookie(
            key: SymmetricKey(size: .bits256),
            name: OfficerGate.cookieName,
            hours: 12,
            now: { Self.now }
        )
        self.ledger = try SQLiteLedger(path: self.stores.folder.ledgerPath)
        let seeds = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../seeds").standardized
        let yaml = try String(contentsOf: seeds.appending(path: "programme-ab.yaml"), encoding: .utf8)
        let programme = try ProgrammeImport.read(yaml).programme
        _ = try self.stores.programmePublisher.publish(programme, validity: .seconds(86_400), at: Self.now)
        let releases = try ["l01", "l02", "l04"].map { try self.release($0) }
        _ = try self.stores.catalogue.publish(validity: .seconds(86_400), at: Self.now) { entries in
            for release in releases { entries.releases[release.lesson] = release }
        }
        try self.importPeople(programme)
        try await self.addOfficers()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.folder)
    }

    /// A release of 1000 bytes; the origin reads nothing of it here but its entry.
    func release(_ lesson: String) throws -> Catalogue.ReleaseEntry {
        Catalogue.ReleaseEntry(
            lesson: try #require(Lesson.ID(lesson)),
            manifest: Digest(of: Array("manifest of \(lesson)".utf8)),
            manifestSizeBytes: ByteCount(bytes: 100),
            sizeBytes: ByteCount(bytes: 1000),
            durationMs: MediaTime(milliseconds: 60_000)
        )
    }

    private func importPeople(_ programme: Programme) throws {
        let heading = "县代码,县名称,学校代码,学校名称,人员编号,姓名,角色,登录名,身份证号,项目代码,身份,学科,课程套餐,选修专题"
        let places = [
            ("c001", "虚构县", "s001", "=第一中学"), ("c001", "虚构县", "s002", "第二中学"),
            ("c001", "虚构县", "s003", "山后中学"), ("c002", "邻县", "s101", "邻县中学"),
        ]
        var rows = [heading]
        for (county, countyName, school, name) in places {
            for number in 1...2 {
                let person = "\(school)-t\(number)"
                rows.append(
                    "\(county),\(countyName),\(school),\(name),\(person),<学员\(number)>,学员,\(person),,ab-2027,学员,语文,A,"
                )
            }
        }
        let reader = RosterReader(programmes: [programme], idCardKey: SymmetricKey(size: .bits256))
        let (content, _) = try reader.read(Array(rows.joined(separator: "\r\n").utf8))
        let verifiers = Dictionary(content.members.map { ($0.person, "scrypt$") }) { first, _ in first }
        _ = try self.stores.province.keep(content, verifiers: verifiers)
    }

    private func addOfficers() async throws {
        let verifier = try await PasswordVerifier.make(Self.password)
        let county = try #require(County.ID("c001"))
        let other = try #require(County.ID("c002"))
        let school = try #require(School.ID("s001"))
        for (login, name, scope, mustChange) in [
            ("province", "省项目办", .province, false), ("county", "县项目办", .county(county), false),
            ("new", "新人", .county(county), true), ("county2", "邻县项目办", .county(other), false),
            ("city", "市项目办", .city("虚构市", [county]), false), ("school", "学校管理员", .school(school), false),
        ] as [(String, String, OfficerScope, Bool)] {
            try self.stores.province.setOfficer(
                OfficerRecord(
                    login: login,
                    name: name,
                    scope: scope,
                    passwordVerifier: verifier,
                    mustChangePassword: mustChange
                )
            )
        }
    }

    var decisions: OfficerDecisions {
        OfficerDecisions(
            ledger: self.ledger,
            province: self.stores.province,
            programmes: { [catalogue = self.stores.catalogue] in try catalogue.programmes },
            now: { Self.now }
        )
    }

    /// What an edge of `s001` says when it holds all, and one of `s002` when it lacks a lesson that comes too late.
    static func holdings(edge: Edge.ID, _ releases: [Holdings.Release], isPaused: Bool = false) -> Holdings {
        Holdings(
            edge: edge,
            number: 1,
            atMs: Self.now,
            catalogueVersion: 1,
            softwareVersion: "0.1.0",
            rateBytesPerSecond: ByteCount(bytes: 200_000),
            isPaused: isPaused,
            diskFreeBytes: ByteCount(bytes: 123_456_789_000),
            refusals: 0,
            releases: releases
        )
    }

    /// The answer of the officers' routes to what `test` asks.
    func withClient(
        statements: [Statement] = [],
        _ test: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let router = try self.router(statements: statements)
        try await Application(router: router).test(.router, test)
    }

    func router(statements: [Statement] = []) throws -> Router<WebContext> {
        let pages = try Pages(folders: [OfficerController.resources])
        let site = Site(
            name: "lectern-origin",
            pages: pages,
            assets: try Assets(),
            health: { .ok },
            metrics: { .init() }
        )
        let router = WebServer.router(site: site)
        OfficerController(
            reader: CompletenessReader(
                province: self.stores.province,
                catalogue: self.stores.catalogue,
                timeZone: "Asia/Shanghai",
                journals: { [:] },
                statements: { [province = self.stores.province] school in
                    let people = Set(try province.people(of: school).map(\.person))
                    return statements.filter { people.contains($0.trainee) }
                },
                evidence: { _ in Evidence() },
                now: { Self.now }
            ),
            decisions: self.decisions,
            register: RegisterReader(
                years: 5,
                requiredHours: 360,
                timeZone: "Asia/Shanghai",
                programmes: { [catalogue = self.stores.catalogue] in try catalogue.programmes }
            ),
            pages: pages,
            sessions: self.sessions,
            control: self.control,
            hasSecureCookies: false,
            now: { Self.now }
        ).addRoutes(to: router)
        return router
    }
}
