import CourseModel
import Foundation
import Origin
import Testing

@Suite struct RosterReaderTests {
    private let fixture: OriginFixture

    init() throws {
        self.fixture = try OriginFixture()
        try self.fixture.publish(try ProgrammeImport.read(SampleText.programme).programme)
    }

    private func problems(_ rows: String...) throws -> [String] {
        let text = ([SampleText.heading] + rows).joined(separator: "\n") + "\n"
        do {
            _ = try self.fixture.reader().read(Array(text.utf8))
            return []
        } catch let error as RosterImportError {
            return error.problems.map(\.description)
        }
    }

    private static let good = "c001,测试县,s001,第一小学,t001,王小明,学员,wang,,p1,学员,语文,A,k2"

    @Test("People, schools and counties are read; a login is lower case, a package is found whatever its case")
    func reads() throws {
        let content = try self.fixture.read(SampleText.roster)
        #expect(content.counties.map(\.name.zh) == ["测试县"])
        #expect(content.schools.map(\.school.rawValue) == ["s001", "s002"])
        #expect(content.members.map(\.login) == ["zhao", "wang", "li"])
        let trainee = try #require(content.members.first { $0.person.rawValue == "t001" })
        #expect(trainee.registrations.first?.coursePackage?.rawValue == "a")
        #expect(trainee.registrations.first?.topics.map(\.rawValue) == ["k2", "m1"])
        #expect(content.members.last?.registrations.first?.identity == .groupLeader)
    }

    @Test("An identity card number leaves only a keyed hash and four characters")
    func identityCard() throws {
        let content = try self.fixture.read(SampleText.roster)
        let card = try #require(content.members.first { $0.person.rawValue == "t001" }?.idCard)
        #expect(card.lastFour == "0011")
        #expect(card.hash != Digest(of: Array("999901196102020011".utf8)))
        let other = try OriginFixture()
        #expect(IDCardNumber("999901196102020011")?.fingerprint(key: other.stores.keys.idCards).hash != card.hash)
    }

    @Test("UTF-8 with a byte order mark and GB18030 say the same")
    func encodings() throws {
        let text = SampleText.roster.replacing("\n", with: "\r\n")
        let plain = try self.fixture.read(text)
        let marked = try self.fixture.reader().read([0xEF, 0xBB, 0xBF] + Array(text.utf8))
        #expect(marked.0 == plain)
        let gb18030 = try #require(text.data(using: String.Encoding(rawValue: 0x8000_0632)))
        let read = try self.fixture.reader().read(Array(gb18030))
        #expect(read.0 == plain)
        #expect(read.1 == .gb18030)
    }

    @Test("The two rosters in seeds/ are the same county")
    func seeds() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "seeds")
        let programmes = try ["ab", "youke"].map { name in
            let text = try String(contentsOf: root.appending(path: "programme-\(name).yaml"), encoding: .utf8)
            return try ProgrammeImport.read(text).programme
        }
        let reader = RosterReader(programmes: programmes, idCardKey: self.fixture.stores.keys.idCards)
        let one = try reader.read(Array(try Data(contentsOf: root.appending(path: "roster.csv"))))
        let other = try reader.read(Array(try Data(contentsOf: root.appending(path: "roster-gb18030.csv"))))
        #expect((one.1, other.1) == (.utf8, .gb18030))
        #expect(one.0 == other.0)
        #expect(one.0.schools.count == 3)
        #expect(one.0.members.count { $0.role == .trainee } == 60)
        #expect(one.0.members.count { $0.role == .technician } == 3)
    }

    @Test("Every row that is wrong is said, with its number and column")
    func wrongRows() throws {
        let found = try self.problems(
            "c001,测试县,s 1,第一小学,t001,王小明,学员,wang,,p1,学员,语文,A,k2",
            "c001,测试县,s001,第一小学,t002,,学员,li,,p1,学员,语文,A,k2",
            Self.good,
            "c001,测试县,s001,第一小学,t004,赵,网管,zhao,,p1,,,,",
            "c001,测试县,s001,第一小学,t005,孙,校长,sun,,p9,学员,语文,A,",
            "c001,测试县,s001,第一小学,t006,钱,学员,qian,110101199003070000,p1,学员,英语,C,k9"
        )
        #expect(found.count == 8)
        #expect(
            found.map { $0.prefix { $0 != ":" } } == [
                "row 2", "row 3", "row 5", "row 6", "row 7", "row 7", "row 7", "row 7",
            ]
        )
        #expect(!found.contains { $0.contains("110101199003070000") }, "the number is not repeated")
    }

    @Test("Rows that contradict each other are refused")
    func contradictions() throws {
        #expect(
            try self.problems(Self.good, Self.good) == [
                "row 3: 项目代码: the person is in 'p1' already: one identity and one subject in a programme"
            ]
        )
        #expect(try self.problems(Self.good, "c001,测试县,s001,第一小学,t002,李,学员,WANG,,p1,学员,语文,A,").count == 1)
        #expect(try self.problems(Self.good, "c001,测试县,s001,第一中学,t002,李,学员,li,,p1,学员,语文,A,").count == 1)
        #expect(try self.problems(Self.good, "c002,邻县,s001,第一小学,t002,李,学员,li,,p1,学员,语文,A,").count == 1)
        #expect(try self.problems(Self.good, "c001,测试县,s001,第一小学,t002,李,学员,li,,p1,学员,语文,B,").count == 1)
    }

    @Test("A topic of a package that the school did not choose is refused")
    func otherPackagesTopic() throws {
        let found = try self.problems("c001,测试县,s001,第一小学,t001,王,学员,wang,,p1,学员,语文,B,m1")
        #expect(found == ["row 2: 选修专题: topic 'm1' belongs to package 'a', which this school did not choose"])
    }

    @Test("Missing, unknown and doubled columns are refused; English headings are fine")
    func columns() throws {
        let english = SampleText.roster.replacing(
            SampleText.heading,
            with: RosterColumn.allCases.map(\.english).joined(separator: ",")
        )
        #expect(try self.fixture.read(english).members.count == 3)
        #expect(throws: RosterImportError.self) { try self.fixture.read("姓名,姓名,年龄\n王,王,3\n") }
        #expect(throws: RosterImportError.self) { try self.fixture.read("") }
        #expect(throws: RosterImportError.self) { try self.fixture.reader().read([0xFF, 0xFF, 0xFF, 0x0A]) }
    }
}
