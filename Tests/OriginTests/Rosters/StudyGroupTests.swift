import CourseModel
import Origin
import Testing

@Suite struct StudyGroupTests {
    private let fixture: OriginFixture

    init() throws {
        self.fixture = try OriginFixture()
        try self.fixture.publish(try ProgrammeImport.read(SampleText.programme).programme)
    }

    private static let heading = "\(SampleText.heading),研修组编号,研修组名称"
    private static let leader = "c001,测试县,s001,第一小学,t001,王小明,学员,wang,,p1,研修组长,语文,A,k2,g1,语文研修组"
    private static let member = "c001,测试县,s001,第一小学,t002,李小红,学员,li,,p1,学员,语文,A,k2,g1,语文研修组"
    private static let alone = "c001,测试县,s001,第一小学,t003,张小军,学员,zhang,,p1,学员,语文,A,k2,,"

    private func problems(_ rows: String...) throws -> [String] {
        let text = ([Self.heading] + rows).joined(separator: "\n") + "\n"
        do {
            let (content, _) = try self.fixture.reader().read(Array(text.utf8))
            _ = try RosterImport(province: self.fixture.stores.province).newcomers(of: content)
            return []
        } catch let error as RosterImportError {
            return error.problems.map(\.description)
        }
    }

    private func keep(_ rows: String...) throws {
        let text = ([Self.heading] + rows).joined(separator: "\n") + "\n"
        let content = try self.fixture.read(text)
        let people = content.members.map(\.person)
        let newcomers = try self.fixture.stores.province.newcomers(among: people)
        let verifiers = Dictionary(uniqueKeysWithValues: newcomers.map { ($0, "verifier") })
        _ = try self.fixture.stores.province.keep(content, verifiers: verifiers)
    }

    @Test("A school's roster names its study groups, their leaders and their members")
    func roster() throws {
        try self.keep(Self.leader, Self.member, Self.alone)
        let builder = RosterBuilder(province: self.fixture.stores.province, key: self.fixture.stores.keys.signing)
        let school = try #require(School.ID("s001"))
        let first = try #require(try builder.roster(of: school, at: self.fixture.now))
        let group = try #require(first.payload.studyGroups?.first)
        #expect(first.payload.studyGroups?.count == 1)
        #expect(group.name == "语文研修组" && group.leader.rawValue == "t001" && group.programme.rawValue == "p1")
        #expect(group.members.map(\.rawValue) == ["t001", "t002"])
        #expect(try builder.roster(of: school, at: self.fixture.now) == first)
        try self.keep(Self.leader.replacing("语文研修组", with: "语文一组"), Self.member.replacing("语文研修组", with: "语文一组"))
        let second = try #require(try builder.roster(of: school, at: self.fixture.now))
        #expect(second.payload.version == 2 && second.payload.studyGroups?.first?.name == "语文一组")
    }

    @Test("What is wrong with a group is said with its row: no name, two names, two leaders, no leader, a technician")
    func problems() throws {
        #expect(try self.problems(Self.leader, Self.member).isEmpty)
        #expect(try self.problems(Self.leader.replacing(",语文研修组", with: ",")).first?.hasPrefix("row 2: 研修组名称") == true)
        #expect(try self.problems(Self.leader.replacing(",g1,", with: ",,")).first?.hasPrefix("row 2: 研修组编号") == true)
        let renamed = Self.member.replacing("语文研修组", with: "数学研修组")
        #expect(try self.problems(Self.leader, renamed).first?.hasPrefix("row 3: 研修组名称: group 'g1' is called") == true)
        let rival = Self.member.replacing("p1,学员", with: "p1,研修组长")
        #expect(try self.problems(Self.leader, rival).first?.hasPrefix("row 3: 身份: group 'g1' is led by row 2") == true)
        #expect(
            try self.problems(Self.alone, Self.member).first?.hasPrefix("row 3: 研修组编号: group 'g1' has no leader")
                == true
        )
        let technician = "c001,测试县,s001,第一小学,n001,赵网管,网络管理员,zhao,,,,,,,g1,语文研修组"
        #expect(try self.problems(Self.leader, technician).contains { $0.hasPrefix("row 3: 研修组编号: a technician") })
    }

    @Test("A later file may add members to a group that is led already, and may not bring it a second leader")
    func laterFile() throws {
        try self.keep(Self.leader)
        #expect(try self.problems(Self.member).isEmpty)
        let rival = Self.member.replacing("p1,学员", with: "p1,研修组长")
        #expect(try self.problems(rival) == ["row 2: 身份: group 'g1' is led by 't001', who is imported already"])
    }
}
