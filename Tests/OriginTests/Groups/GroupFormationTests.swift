import CourseModel
import Origin
import TestNumbers
import Testing

@Suite struct GroupFormationTests {
    private func sizes(_ count: Int, _ rules: GroupingRules = GroupValues.rules()) throws -> [Int] {
        try GroupValues.groups(try GroupValues.people(count), rules).map(\.members.count).sorted()
    }

    @Test("A subject is split into as many groups as come nearest to the size, none above the most")
    func splits() throws {
        #expect(try self.sizes(3) == [3])
        #expect(try self.sizes(15) == [15])
        #expect(try self.sizes(20) == [20])
        #expect(try self.sizes(21) == [10, 11])
        #expect(try self.sizes(33) == [16, 17])
        #expect(try self.sizes(46) == [15, 15, 16])
        #expect(try self.sizes(25, GroupValues.rules(size: 10, sizeMax: 12)) == [8, 8, 9])
    }

    @Test("A group that is alone has no serial; several of one name are numbered; a plan may number all")
    func names() throws {
        let one = try GroupValues.groups(try GroupValues.people(15), GroupValues.rules())
        #expect(one.map(\.name) == ["一中语文研修组"])
        let two = try GroupValues.groups(try GroupValues.people(33), GroupValues.rules())
        #expect(two.map(\.name) == ["一中语文第1研修组", "一中语文第2研修组"])
        let numbered = try GroupValues.groups(try GroupValues.people(15), GroupValues.rules(serialAlone: true))
        #expect(numbered.map(\.name) == ["一中语文第1研修组"])
        let kindergarten = try GroupValues.groups(try GroupValues.people(8, subject: nil), GroupValues.rules())
        #expect(kindergarten.map(\.name) == ["一中研修组"])
    }

    @Test("Fewer than five go with near subjects of their school, and those with nobody near with the rest")
    func mergesSubjects() throws {
        let people =
            try GroupValues.people(8) + GroupValues.people(3, subject: "数学") + GroupValues.people(4, subject: "物理")
            + GroupValues.people(2, subject: "历史")
        let groups = try GroupValues.groups(people, GroupValues.rules())
        // Mathematics and physics are near; history alone has nobody left but them.
        #expect(groups.map(\.name) == ["一中综合研修组", "一中语文研修组"])
        #expect(groups.map(\.members.count) == [9, 8])
    }

    @Test("Fewer than five go with the same subject of other schools of the county, whole schools together")
    func mergesSchools() throws {
        let people =
            try GroupValues.people(4) + GroupValues.people(3, school: "s002") + GroupValues.people(9, school: "s003")
        let groups = try GroupValues.groups(people, GroupValues.rules(merge: .schools))
        #expect(groups.map(\.name) == ["三中语文研修组", "测试县语文研修组"])
        #expect(groups.map(\.members.count) == [9, 7])
        let apart = try GroupValues.groups(people, GroupValues.rules(merge: .none))
        #expect(apart.map(\.members.count).sorted() == [3, 4, 9])
    }

    @Test("A group studies one course package, also where it is put together")
    func packages() throws {
        let people = try ["a", "b"].flatMap { (package: String) in
            try (0..<3).map {
                try GroupValues.person("t-\(package)\($0)", school: "s00\(package == "a" ? 1 : 2)", package: package)
            }
        }
        let groups = try GroupValues.groups(people, GroupValues.rules(merge: .schools))
        #expect(groups.count == 2)
    }

    @Test("Whoever is registered as leader leads; guides and experts are in no group")
    func roles() throws {
        let people =
            try GroupValues.people(6) + [
                GroupValues.person("z1", identity: .groupLeader), GroupValues.person("g1", identity: .guide),
                GroupValues.person("e1", identity: .expert),
            ]
        let group = try #require(try GroupValues.groups(people, GroupValues.rules()).first)
        #expect(group.leader?.rawValue == "z1")
        #expect(group.guide?.rawValue == "g1")
        #expect(group.members.count == 7)
    }

    @Test(
        "Everybody is in exactly one group within the rules, and the order of the list changes nothing",
        arguments: 0..<60
    )
    func properties(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let merge = try #require(GroupingRules.Merge.allCases.randomElement(using: &numbers))
        let mergeBelow = Int64.random(in: 1...6, using: &numbers)
        let size = Int64.random(in: (mergeBelow * 2)...18, using: &numbers)
        let rules = GroupValues.rules(
            size: size,
            sizeMax: size + Int64.random(in: 0...6, using: &numbers),
            mergeBelow: mergeBelow,
            merge: merge
        )
        var people: [GroupCandidate] = []
        for school in ["s001", "s002", "s003"] {
            for subject in ["语文", "数学", "物理", "历史"] {
                let count =
                    Bool.random(using: &numbers)
                    ? Int.random(in: 0...7, using: &numbers) : Int.random(in: 0...70, using: &numbers)
                people += try GroupValues.people(count, school: school, subject: subject)
            }
        }
        let groups = try GroupValues.groups(people, rules)
        let members = groups.flatMap(\.members)
        #expect(members.count == people.count)
        #expect(Set(members) == Set(people.map(\.person)))
        #expect(groups.allSatisfy { $0.members.count <= Int(rules.sizeMax) && !$0.members.isEmpty })
        #expect(Set(groups.map(\.name)).count == groups.count)
        #expect(Set(groups.map(\.studyGroup)).count == groups.count)
        // Who is enough alone is never in a group that is too small.
        let units = Dictionary(grouping: people) { "\($0.school) \($0.subject ?? "")" }
        for unit in units.values where unit.count >= Int(mergeBelow) {
            let own = Set(unit.map(\.person))
            for group in groups where !own.isDisjoint(with: group.members) {
                #expect(group.members.count >= Int(mergeBelow))
            }
        }
        #expect(try GroupValues.groups(people.shuffled(using: &numbers), rules) == groups)
    }

    @Test("A guide has groups of their subject, within the ratios, and of one package as far as can be")
    func guides() throws {
        var people: [GroupCandidate] = []
        for (school, package) in [("s001", "a"), ("s002", "b"), ("s003", "a")] {
            people += try (10..<40).map {
                try GroupValues.person("\(school)-t\($0)", school: school, package: package)
            }
        }
        people += [
            try GroupValues.person("g1", identity: .guide), try GroupValues.person("g2", identity: .guide),
            try GroupValues.person("g3", subject: "数学", identity: .guide),
        ]
        let groups = try GroupValues.groups(people, GroupValues.rules(groupsPerGuide: 4))
        #expect(groups.count == 6)
        let byGuide = Dictionary(grouping: groups) { $0.guide?.rawValue ?? "" }
        #expect(byGuide.mapValues(\.count) == ["g1": 4, "g2": 2])
        #expect(byGuide["g2"]?.allSatisfy { $0.name.hasPrefix("二中") } == true)

        let few = try GroupValues.groups(people, GroupValues.rules(groupsPerGuide: 4, traineesPerGuide: 30))
        #expect(few.count { $0.guide == nil } == 2)
    }
}
