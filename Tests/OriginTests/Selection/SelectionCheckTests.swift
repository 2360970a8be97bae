import CourseModel
import HTTPServing
import Origin
import Testing

@Suite struct SelectionCheckTests {
    private let check: SelectionCheck

    init() throws {
        self.check = SelectionCheck(try ProgrammeImport.read(SampleText.organisedProgramme).programme)
    }

    private func topics(_ ids: String...) throws -> [Topic.ID] { try ids.map { try #require(Topic.ID($0)) } }

    private func registration(
        _ topics: [Topic.ID],
        package: String? = "a",
        subject: String? = "语文"
    ) throws -> Registration {
        Registration(
            programme: self.check.programme.programme,
            identity: .trainee,
            subject: subject,
            coursePackage: package.flatMap { CoursePackage.ID($0) },
            topics: topics
        )
    }

    @Test("A topic of another package, an unknown one and two of a one-of group are refused")
    func refusals() throws {
        let (a, b) = (CoursePackage.ID("a"), CoursePackage.ID("b"))
        #expect(self.check.refusals(of: try self.topics("k2", "m1"), coursePackage: a).isEmpty)
        #expect(self.check.refusals(of: try self.topics("m1", "m2"), coursePackage: a).map(\.code) == ["oneOf"])
        #expect(self.check.refusals(of: try self.topics("m1"), coursePackage: b).map(\.code) == ["otherPackage"])
        #expect(
            self.check.refusals(of: try self.topics("x", "k2", "k2"), coursePackage: a).map(\.code) == [
                "unknownTopic", "topicTwice",
            ]
        )
    }

    @Test("What is missing is said: package, subject, one of a group, hours of a section")
    func lacks() throws {
        #expect(self.check.lacks(try self.registration(try self.topics("k2", "m2"))).isEmpty)
        #expect(self.check.lacks(try self.registration([], package: nil)).map(\.code) == ["lacksPackage"])
        #expect(
            self.check.lacks(try self.registration([], subject: nil)).map(\.code)
                == ["lacksSubject", "lacksHours", "lacksOneOf", "lacksHours"]
        )
        // Package B has no methods section, and mandatory topics need no choice.
        #expect(self.check.lacks(try self.registration(try self.topics("k2"), package: "b")).isEmpty)
    }

    @Test("Before and after its window a section's topics do not come and go, and those that stay may stay")
    func windows() throws {
        let time = try #require(CivilTime(timeZone: "Asia/Shanghai"))
        let (before, inside, after) = (
            try #require(time.instant("2027-07-01")), try #require(time.instant("2027-07-13T12:00")),
            try #require(time.instant("2027-07-15"))
        )
        let (from, to) = (try self.topics("k2"), try self.topics("k2", "m1"))
        #expect(self.check.shut(from: from, to: to, at: inside).isEmpty)
        #expect(self.check.shut(from: from, to: to, at: before).map(\.code) == ["tooEarly"])
        #expect(self.check.shut(from: to, to: from, at: after).map(\.code) == ["tooLate"])
        #expect(self.check.shut(from: to, to: to, at: after).isEmpty)
        #expect(self.check.packageIsShut(at: inside)?.code == "packageTooLate")
    }

    @Test("A refusal is a whole sentence in Chinese and in English")
    func sentences() throws {
        let messages = try Messages(folders: [OfficerController.resources])
        let lacks = self.check.lacks(try self.registration([]))
        #expect(lacks.map { $0.text(messages, in: .chinese) }.first == "“理念篇”还差 0.5 学时未选。")
        #expect(lacks.map { $0.text(messages, in: .english) }.first == "0.5 hours of “理念篇” are not chosen yet.")
        for kind in Refusal.Kind.allCases {
            #expect(messages.has("refusal.\(kind.rawValue)"), "\(kind)")
        }
        let both = self.check.refusals(of: try self.topics("m1", "m2"), coursePackage: CoursePackage.ID("a"))
        #expect(both.first?.text(messages, in: .chinese) == "“方法篇”的《专题三》《专题四》只能选一个。")
    }
}
