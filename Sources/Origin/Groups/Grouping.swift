package import CourseModel
import GRDB

/// Forms, edits and accepts study groups of one county and programme. Every function is one transaction.
package struct Grouping: Sendable {
    private let province: ProvinceDatabase
    package let programme: Programme
    package let county: County.ID

    package init(province: ProvinceDatabase, programme: Programme, county: County.ID) {
        self.province = province
        self.programme = programme
        self.county = county
    }

    /// What accepting a proposal did.
    package struct Summary: Hashable, Sendable, Encodable {
        package let groups: Int
        package let trainees: Int
        /// Registrations that are other than before.
        package let changed: Int
        /// Whose hours are to be worked out again.
        package let people: [Person.ID]

        private enum CodingKeys: String, CodingKey {
            case groups, trainees, changed
        }
    }

    /// Forms groups anew by the programme's rules; accepted groups stay until the proposal is accepted.
    ///
    /// - Throws: `RefusedGroups` where the programme has no rules of grouping, or there is no such county.
    package func propose(at now: UTCTime) throws -> GroupProposal {
        guard let rules = self.programme.grouping else { throw RefusedGroups(refusals: [.noGroupingRules]) }
        return try self.province.writer.write { db in
            let basis = try self.basis(db)
            var proposal = GroupFormation(rules: rules, basis: basis).proposal(at: now)
            proposal.number = try self.number(after: db)
            try ProvinceDatabase.keep(proposal, db)
            return proposal
        }
    }

    /// Makes a table the proposal, in place of the one before.
    ///
    /// - Throws: `RefusedTable`.
    package func read(_ bytes: [UInt8], at now: UTCTime) throws -> GroupProposal {
        try self.province.writer.write { db in
            var reader = GroupReader(basis: try self.basis(db))
            var proposal = try reader.read(bytes, at: now)
            proposal.number = try self.number(after: db)
            try ProvinceDatabase.keep(proposal, db)
            return proposal
        }
    }

    /// - Parameter number: of the proposal that the officer saw.
    /// - Throws: `RefusedGroups`.
    package func edit(_ edits: [GroupEdit], of number: Int64) throws {
        try self.province.writer.write { db in
            var proposal = try self.proposal(number, db)
            do throws(Refusal) {
                for edit in edits { proposal = try proposal.edited(edit) }
            } catch {
                throw RefusedGroups(refusals: [error])
            }
            try ProvinceDatabase.keep(proposal, db)
        }
    }

    package func proposal() throws -> GroupProposal? {
        try self.province.groupProposal(of: self.programme.programme, in: self.county)
    }

    /// By name.
    package func accepted() throws -> [ProvinceDatabase.AcceptedGroup] {
        try self.province.studyGroups(in: self.county, programme: self.programme.programme)
    }

    /// Who can be grouped; nil where there is no such county.
    package func basis() throws -> GroupBasis? {
        try self.province.groupBasis(of: self.programme.programme, in: self.county)
    }

    /// Throws a proposal away; accepted groups stay.
    package func discard() throws {
        try self.province.writer.write {
            try ProvinceDatabase.dropProposal(of: self.programme.programme, in: self.county, $0)
        }
    }

    /// Makes the proposal the county's study groups: everybody's registration names their group, leaders are group
    /// leaders, and a group's tier gives its members their topics.
    ///
    /// - Parameter number: of the proposal that the officer saw; nil for whatever there is.
    /// - Throws: `RefusedGroups` with all that is wrong.
    package func accept(_ number: Int64? = nil, at now: UTCTime) throws -> Summary {
        try self.province.writer.write { db in
            let proposal = try self.proposal(number, db)
            let basis = try self.basis(db)
            let refusals = self.check(basis).refusals(of: proposal)
            guard refusals.isEmpty else { throw RefusedGroups(refusals: refusals) }
            let summary = try self.keep(proposal, basis, at: now, db)
            try ProvinceDatabase.dropProposal(of: self.programme.programme, in: self.county, db)
            return summary
        }
    }

    func check(_ basis: GroupBasis) -> GroupCheck {
        GroupCheck(
            basis: basis,
            rules: self.programme.grouping,
            tiers: self.programme.selection?.tiers ?? []
        )
    }

    private func keep(
        _ proposal: GroupProposal,
        _ basis: GroupBasis,
        at now: UTCTime,
        _ db: Database
    ) throws -> Summary {
        try ProvinceDatabase.keep(proposal.groups, of: proposal, db)
        let tiers = Dictionary((self.programme.selection?.tiers ?? []).map { ($0.tier, $0.topics) }) { first, _ in first
        }
        let people = Dictionary(basis.people.map { ($0.person, $0.registration) }) { first, _ in first }
        var changed: [Person.ID] = []
        for group in proposal.groups {
            for member in group.members {
                guard let before = people[member] else { continue }
                var after = before.grouped(
                    in: group.studyGroup,
                    identity: member == group.leader ? .groupLeader : .trainee
                )
                if let topics = group.tier.flatMap({ tiers[$0] }), topics.sorted() != before.topics {
                    after = after.changed(topics: topics.sorted()).selected(at: now, before: before)
                }
                guard after != before else { continue }
                try ProvinceDatabase.keep(after, of: member, db)
                changed.append(member)
            }
        }
        try ProvinceDatabase.dropEmptyGroups(of: self.programme.programme, db)
        return Summary(
            groups: proposal.groups.count,
            trainees: proposal.groups.reduce(0) { $0 + $1.members.count },
            changed: changed.count,
            people: changed.sorted()
        )
    }

    private func basis(_ db: Database) throws -> GroupBasis {
        guard let basis = try ProvinceDatabase.groupBasis(of: self.programme.programme, in: self.county, db) else {
            throw RefusedGroups(refusals: [.unknownCounty(self.county.rawValue)])
        }
        return basis
    }

    private func number(after db: Database) throws -> Int64 {
        let before = try ProvinceDatabase.groupProposal(of: self.programme.programme, in: self.county, db)
        return (before?.number ?? 0) + 1
    }

    private func proposal(_ number: Int64?, _ db: Database) throws -> GroupProposal {
        guard let proposal = try ProvinceDatabase.groupProposal(of: self.programme.programme, in: self.county, db)
        else {
            throw RefusedGroups(refusals: [.noProposal])
        }
        guard number == nil || number == proposal.number else { throw RefusedGroups(refusals: [.proposalChanged]) }
        return proposal
    }
}
