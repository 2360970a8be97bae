import CourseModel
import HTTPServing
import Origin
import Testing

@Suite struct GroupProposalTests {
    private func proposal(_ people: [GroupCandidate]) throws -> GroupProposal {
        GroupFormation(rules: GroupValues.rules(), basis: try GroupValues.basis(people)).proposal(at: .zero)
    }

    @Test("An officer moves people, names leaders and joins groups; each edit has the next number")
    func edits() throws {
        var proposal = try self.proposal(try GroupValues.people(33))
        let (one, two) = (proposal.groups[0].studyGroup, proposal.groups[1].studyGroup)
        let person = try #require(proposal.groups[0].members.first)
        proposal = try proposal.edited(.lead(one, person))
        proposal = try proposal.edited(.move(person, to: two))
        #expect(proposal.number == 3)
        #expect(proposal.groups.map(\.members.count).sorted() == [16, 17])
        #expect(proposal.groups.allSatisfy { $0.leader == nil }, "who leaves a group leads it no more")
        proposal = try proposal.edited(.move(person, to: nil))
        #expect(proposal.groups.count == 3)
        proposal = try proposal.edited(.rename(one, "  新的名称 "))
        #expect(proposal.groups.first { $0.studyGroup == one }?.name == "新的名称")
        proposal = try proposal.edited(.join(one, to: two))
        #expect(proposal.groups.map(\.members.count).sorted() == [1, 32])
        #expect(proposal.groups.flatMap(\.members).count == 33)
    }

    @Test("What does not fit is refused, and the proposal stays")
    func refusesEdits() throws {
        let proposal = try self.proposal(try GroupValues.people(33))
        let (one, two) = (proposal.groups[0], proposal.groups[1])
        let (stranger, member) = (try #require(Person.ID("nobody")), try #require(two.members.first))
        let unknown = try #require(StudyGroup.ID("g-0"))
        for (edit, code) in [
            (.move(stranger, to: one.studyGroup), "unknownPerson"), (.move(member, to: unknown), "unknownGroup"),
            (.lead(one.studyGroup, member), "leaderNotMember"), (.rename(one.studyGroup, "  "), "groupName"),
            (.rename(one.studyGroup, "一\n二"), "groupName"), (.join(unknown, to: one.studyGroup), "unknownGroup"),
        ] as [(GroupEdit, String)] {
            let refusal = #expect(throws: Refusal.self) { try proposal.edited(edit) }
            #expect(refusal?.code == code)
        }
    }

    @Test("A table of groups that is written is read back as it was; a wrong one names every row that is wrong")
    func tables() throws {
        let basis = try GroupValues.basis(
            try GroupValues.people(33) + [
                GroupValues.person("z1", identity: .groupLeader), GroupValues.person("g1", identity: .guide),
            ]
        )
        let proposal = GroupFormation(rules: GroupValues.rules(), basis: basis).proposal(at: .zero)
        for encoding in [TableText.Encoding.utf8, .gb18030] {
            let bytes = GroupExport(basis: basis).bytes(of: proposal.groups, as: encoding)
            var reader = GroupReader(basis: basis)
            #expect(try reader.read(bytes, at: .zero) == proposal)
        }
        let wrong = """
            项目代码,研修组名称,人员编号,组长
            p1,甲组,s001-yw000,是
            p1,甲组,s001-yw001,是
            p2,甲组,s001-yw002,否
            p1,乙组,nobody,否
            p1,乙组,s001-yw000,否
            p1,,s001-yw003,否

            """
        var reader = GroupReader(basis: basis)
        let error = #expect(throws: RefusedTable.self) { try reader.read(Array(wrong.utf8), at: .zero) }
        #expect(error?.rows.compactMap(\.row) == [3, 4, 5, 6, 7])
        #expect(error?.rows.map(\.refusal.code) == ["leaderTwice", "otherProgramme", "otherCounty", "twice", "table"])
    }
}
