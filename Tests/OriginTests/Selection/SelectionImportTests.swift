import CourseModel
import Origin
import Testing

@Suite struct SelectionImportTests {
    private let fixture: OriginFixture
    private let programme: Programme
    /// Inside the window of both sections, and after that of the package.
    private let inside: UTCTime
    private let early: UTCTime

    init() throws {
        self.fixture = try OriginFixture()
        try self.fixture.importOrganised()
        self.programme = try #require(try self.fixture.stores.catalogue.programmes.first)
        let time = try #require(CivilTime(timeZone: "Asia/Shanghai"))
        self.inside = try #require(time.instant("2027-07-13T12:00"))
        self.early = try #require(time.instant("2027-04-20"))
    }

    private func select(_ rows: String..., at now: UTCTime? = nil) throws -> SelectionSummary {
        let text = (["项目代码,学校代码,人员编号,课程套餐,选修专题"] + rows).joined(separator: "\n") + "\n"
        return try self.fixture.stores.province.select(
            try SelectionReader.read(Array(text.utf8)),
            programmes: [self.programme],
            at: now ?? self.inside
        )
    }

    private func topics(of person: String) throws -> [String] {
        let id = try #require(Person.ID(person))
        return try #require(try self.fixture.stores.province.person(id)?.registrations.first).topics.map(\.rawValue)
    }

    @Test("Topics within the rules become the trainee's, with the time at which they were chosen")
    func selects() throws {
        let summary = try self.select("p1,s001,t101,,m1 k2", "p1,s002,t201,,k2")
        #expect((summary.rows, summary.changed) == (2, 2))
        #expect(try self.topics(of: "t101") == ["k2", "m1"])
        let id = try #require(Person.ID("t101"))
        let registration = try #require(try self.fixture.stores.province.person(id)?.registrations.first)
        #expect(registration.selectedAtMs == [self.inside, self.inside])
        #expect(try self.select("p1,s001,t101,,k2 m1").changed == 0)
    }

    @Test("With one row refused nothing is imported, and every row that is wrong is said")
    func refuses() throws {
        let before = try self.topics(of: "t102")
        let error = #expect(throws: RefusedTable.self) {
            try self.select(
                "p1,s001,t102,,k2",
                "p1,s001,t103,,m1 m2",
                "p1,s002,t201,,m1",
                "p1,s002,t104,,k2",
                "p9,s001,t105,,k2",
                "p1,s009,t105,,k2",
                "p1,s001,nobody,,k2",
                "p1,s001,t102,,"
            )
        }
        #expect(error?.rows.compactMap(\.row) == [3, 4, 5, 6, 7, 8, 9])
        #expect(
            error?.rows.map(\.refusal.code) == [
                "oneOf", "otherPackage", "otherSchool", "unknownProgramme", "unknownSchool", "unknownPerson", "twice",
            ]
        )
        #expect(try self.topics(of: "t102") == before)
    }

    @Test("A school changes its package within the window only, and its people's topics go with it")
    func packages() throws {
        _ = try self.select("p1,s001,t101,,k2 m1")
        let late = #expect(throws: RefusedTable.self) { try self.select("p1,s001,,B,") }
        #expect(late?.rows.map(\.refusal.code) == ["packageTooLate"])
        let left = #expect(throws: RefusedTable.self) { try self.select("p1,s001,,B,", at: self.early) }
        #expect(left?.rows.map(\.refusal.code) == ["leftByPackage"])
        // In April topics cannot be chosen yet, so the office goes back to none first.
        _ = try self.select("p1,s001,t101,,")
        #expect(try self.select("p1,s001,,B,", at: self.early).changed == 6)
        let people = try self.fixture.stores.province.people(of: try #require(School.ID("s001")))
        let packages = Set(people.compactMap { $0.registrations.first?.coursePackage?.rawValue })
        #expect(packages == ["b"])
    }

    @Test("What is exported is imported again without a change, in both encodings")
    func roundTrip() throws {
        _ = try self.select("p1,s001,t101,,m1 k2", "p1,s002,t201,,k2")
        let export = SelectionExport(province: self.fixture.stores.province, programme: self.programme)
        for encoding in [TableText.Encoding.utf8, .gb18030] {
            let changes = try SelectionReader.read(try export.bytes(of: nil, as: encoding))
            #expect(changes.count == 13)
            let summary = try self.fixture.stores.province.select(changes, programmes: [self.programme], at: self.early)
            #expect(summary.changed == 0)
        }
    }

    @Test("A survey names whose selection is not complete")
    func survey() throws {
        _ = try self.select("p1,s001,t101,,m1 k2")
        let survey = try SelectionSurvey(
            province: self.fixture.stores.province,
            programme: self.programme,
            county: County.ID("c001")
        )
        #expect(survey.trainees == 11)
        #expect(!survey.incomplete.map(\.person.rawValue).contains("t101"))
        #expect(survey.incomplete.count == 10)
    }
}
