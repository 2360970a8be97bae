import CourseModel
import Foundation
import HTTPServing
import Origin
import Testing

@Suite struct RosterImportTests {
    private let fixture: OriginFixture

    init() throws {
        self.fixture = try OriginFixture()
        try self.fixture.publish(try ProgrammeImport.read(SampleText.programme).programme)
    }

    private var province: ProvinceDatabase { self.fixture.stores.province }

    private func run(_ text: String, sheet: String? = "passwords.csv") async throws -> RosterSummary {
        let roster = RosterImport(province: self.province)
        let content = try self.fixture.read(text)
        let newcomers = try roster.newcomers(of: content)
        let sheet = newcomers.isEmpty ? nil : try sheet.map { try PasswordSheet(path: self.fixture.file($0)) }
        return try await roster.run(content, newcomers: newcomers, sheet: sheet, at: self.fixture.now) { _ in }
    }

    @Test("New people get passwords that sign them in, in a file that only its owner reads; again changes nothing")
    func imports() async throws {
        let summary = try await self.run(SampleText.roster)
        #expect((summary.added, summary.changed, summary.unchanged) == (3, 0, 0))
        let path = self.fixture.file("passwords.csv")
        let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(rows.first == ["person", "login", "name", "school", "role", "password"])
        #expect(rows.count == 4)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let row = try #require(rows.first { $0.first == "t001" })
        let trainee = try #require(Person.ID("t001"))
        let person = try #require(try self.province.person(trainee))
        #expect(await PasswordVerifier.verify(row[5], person.passwordVerifier))
        #expect(person.mustChangePassword)

        let again = try await self.run(SampleText.roster)
        #expect((again.added, again.changed, again.unchanged) == (0, 0, 3))
        #expect(try self.province.person(person.person) == person)
    }

    @Test("People who are new need a place for their passwords, and no file is overwritten")
    func needsSheet() async throws {
        await #expect(throws: RosterImportNeedsSheet.self) {
            try await self.run(SampleText.roster, sheet: nil)
        }
        try "kept".write(toFile: self.fixture.file("passwords.csv"), atomically: true, encoding: .utf8)
        await #expect(throws: PasswordSheetError.self) { try await self.run(SampleText.roster) }
        #expect(try self.province.counties().isEmpty)
    }

    @Test("A person who changes school keeps their password; people whom the file does not name stay")
    func changes() async throws {
        try self.fixture.importPeople()
        let moved = """
            \(SampleText.heading)
            c001,测试县,s002,第二小学,t001,王小明,学员,xiaoming,999901196102020011,p1,学员,数学,B,

            """
        let summary = try await self.run(moved)
        #expect((summary.added, summary.changed, summary.unchanged) == (0, 1, 0))
        let second = try self.province.people(of: try #require(School.ID("s002")))
        #expect(second.map(\.login) == ["xiaoming", "li"])
        #expect(second.first?.passwordVerifier == "verifier-of-t001")
        #expect(try self.province.people(of: try #require(School.ID("s001"))).map(\.login) == ["zhao"])
    }

    @Test("Two people can swap logins in one import")
    func swappedLogins() async throws {
        try self.fixture.importPeople()
        let swapped = SampleText.roster.replacing(",wang,", with: ",?,").replacing(",zhao,", with: ",wang,")
            .replacing(",?,", with: ",zhao,")
        #expect(try await self.run(swapped).changed == 2)
    }

    @Test("A login or a card of somebody whom the file does not name is refused")
    func takenByOthers() async throws {
        try self.fixture.importPeople()
        let newcomer = """
            \(SampleText.heading)
            c001,测试县,s001,第一小学,t009,新人,学员,wang,999901196102020011,p1,学员,语文,A,

            """
        let error = await #expect(throws: RosterImportError.self) { try await self.run(newcomer) }
        #expect(error?.problems.map(\.column) == [.login, .idCard])
    }

    @Test("A password chosen at the school replaces the one before; an older one, or another school's, does not")
    func passwordChanges() throws {
        try self.fixture.importPeople()
        let person = try #require(Person.ID("t001"))
        let (first, second) = (try #require(School.ID("s001")), try #require(School.ID("s002")))
        func change(_ verifier: String, _ milliseconds: Int64, _ school: School.ID) throws -> String? {
            let change = PasswordChange(
                person: person,
                passwordVerifier: verifier,
                atMs: AgentTime(milliseconds: milliseconds)
            )
            try self.province.applyPasswordChange(change, of: school)
            return try self.province.person(person)?.passwordVerifier
        }
        #expect(try change("stranger", 5_000, second) == "verifier-of-t001")
        #expect(try change("new", 2_000, first) == "new")
        #expect(try change("old", 1_000, first) == "new")
        #expect(try self.province.person(person)?.mustChangePassword == false)
    }
}
