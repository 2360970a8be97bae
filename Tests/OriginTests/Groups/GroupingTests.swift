import CourseModel
import Origin
import Testing

/// From a proposal in the database to the roster of a school.
@Suite struct GroupingTests {
    private let fixture: OriginFixture
    private let grouping: Grouping

    init() throws {
        self.fixture = try OriginFixture()
        try self.fixture.importOrganised()
        let programme = try #require(try self.fixture.stores.catalogue.programmes.first)
        self.grouping = Grouping(
            province: self.fixture.stores.province,
            programme: programme,
            county: try #require(County.ID("c001"))
        )
    }

    private func registrations() throws -> [Person.ID: Registration] {
        let people = try ["s001", "s002"].flatMap {
            try self.fixture.stores.province.people(of: try #require(School.ID($0)))
        }
        return Dictionary(
            people.compactMap { person in person.registrations.first.map { (person.person, $0) } }
        ) { first, _ in first }
    }

    @Test("A proposal changes nothing; accepted, everybody's registration and the schools' rosters name their group")
    func accepts() throws {
        let before = try self.registrations()
        let proposal = try self.grouping.propose(at: self.fixture.now)
        #expect(proposal.groups.count == 2)
        #expect(try self.registrations() == before)

        // One group has a leader of the roster's, the other gets one.
        let leaderless = try #require(proposal.groups.first { $0.leader == nil })
        let refused = #expect(throws: RefusedGroups.self) { try self.grouping.accept(at: self.fixture.now) }
        #expect(refused?.refusals.map(\.code) == ["noLeader"])
        let leader = try #require(leaderless.members.first)
        try self.grouping.edit([.lead(leaderless.studyGroup, leader)], of: 1)
        let summary = try self.grouping.accept(2, at: self.fixture.now)
        #expect(summary.groups == 2)
        #expect(summary.trainees == 11)
        let after = try self.registrations()
        #expect(after[leader]?.identity == .groupLeader)
        #expect(after.values.count { $0.studyGroup != nil } == 11)
        #expect(after.values.count { $0.identity == .groupLeader } == 2)

        let builder = RosterBuilder(
            province: self.fixture.stores.province,
            key: self.fixture.stores.keys.signing
        )
        let school = try #require(School.ID("s001"))
        let roster = try #require(try builder.roster(of: school, at: self.fixture.now)).payload
        #expect(roster.studyGroups?.map(\.leader).contains(leader) == true)
        #expect(try self.grouping.accepted().map(\.members.count).sorted() == [5, 6])
        // The same again is the same.
        let again = try self.grouping.propose(at: self.fixture.now)
        #expect(Set(again.groups.map(\.studyGroup)) == Set(proposal.groups.map(\.studyGroup)))
        #expect(try self.grouping.accept(at: self.fixture.now).changed == 0)
    }

    @Test("An officer who saw an older proposal changes nothing")
    func stale() throws {
        let proposal = try self.grouping.propose(at: self.fixture.now)
        let group = try #require(proposal.groups.first)
        try self.grouping.edit([.rename(group.studyGroup, "甲组")], of: proposal.number)
        for step in [
            { try self.grouping.edit([.rename(group.studyGroup, "乙组")], of: proposal.number) },
            { _ = try self.grouping.accept(proposal.number, at: self.fixture.now) },
        ] {
            let error = #expect(throws: RefusedGroups.self) { try step() }
            #expect(error?.refusals.map(\.code) == ["proposalChanged"])
        }
        try self.grouping.discard()
        let error = #expect(throws: RefusedGroups.self) { try self.grouping.accept(at: self.fixture.now) }
        #expect(error?.refusals.map(\.code) == ["noProposal"])
    }

    @Test(
        "A roster that says nothing of groups leaves people in theirs; exported and imported again it changes nothing"
    )
    func rosterKeepsGroups() async throws {
        let proposal = try self.grouping.propose(at: self.fixture.now)
        for group in proposal.groups where group.leader == nil {
            let leader = try #require(group.members.first)
            let number = try #require(try self.grouping.proposal()).number
            try self.grouping.edit([.lead(group.studyGroup, leader)], of: number)
        }
        _ = try self.grouping.accept(at: self.fixture.now)
        let accepted = try self.registrations()
        let importing = RosterImport(province: self.fixture.stores.province)
        func bring(_ text: [UInt8]) async throws -> RosterSummary {
            let (content, _) = try self.fixture.reader().read(text)
            return try await importing.run(content, newcomers: [], sheet: nil, at: self.fixture.now) { _ in }
        }
        let plain = try await bring(Array(SampleText.organisedRoster.utf8))
        #expect(plain.changed == 0)
        for encoding in [TableText.Encoding.utf8, .gb18030] {
            let bytes = try RosterExport(province: self.fixture.stores.province).bytes(of: nil, as: encoding)
            let summary = try await bring(bytes)
            #expect((summary.added, summary.changed) == (0, 0))
        }
        #expect(try self.registrations() == accepted)
    }
}
