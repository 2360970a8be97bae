package import CourseModel
import GRDB

extension ProvinceDatabase {
    static let groupsSchema = """
        ALTER TABLE studyGroup ADD COLUMN guide TEXT REFERENCES person ON DELETE SET NULL;
        ALTER TABLE studyGroup ADD COLUMN tier TEXT;     -- of the programme's; NULL: none chosen yet
        ALTER TABLE studyGroup ADD COLUMN county TEXT REFERENCES county;   -- whose proposal it was; NULL: of a roster
        -- Study groups that are formed and not yet accepted.
        CREATE TABLE groupProposal (
            county TEXT NOT NULL REFERENCES county,
            programme TEXT NOT NULL,
            document TEXT NOT NULL,                      -- `GroupProposal` as canonical JSON
            PRIMARY KEY (county, programme)
        ) STRICT, WITHOUT ROWID;
        """

    /// An accepted study group, with its guide and its tier.
    package struct AcceptedGroup: Hashable, Sendable {
        package let studyGroup: StudyGroup.ID
        package let programme: Programme.ID
        package let name: String
        package let leader: Person.ID?
        /// In ascending order.
        package let members: [Person.ID]
        package let guide: Person.ID?
        package let tier: SelectionTier.ID?

        package init(
            studyGroup: StudyGroup.ID,
            programme: Programme.ID,
            name: String,
            leader: Person.ID?,
            members: [Person.ID],
            guide: Person.ID?,
            tier: SelectionTier.ID?
        ) {
            self.studyGroup = studyGroup
            self.programme = programme
            self.name = name
            self.leader = leader
            self.members = members
            self.guide = guide
            self.tier = tier
        }
    }

    /// The study groups with members in a county or in a school, by name; of one programme, or of all.
    package func studyGroups(
        in county: County.ID?,
        school: School.ID? = nil,
        programme: Programme.ID? = nil
    ) throws -> [AcceptedGroup] {
        try self.writer.read { db in
            try Self.accepted(
                db,
                where: """
                    studyGroup IN (
                        SELECT registration.studyGroup FROM registration JOIN person USING (person)
                            JOIN school USING (school)
                        WHERE (?1 IS NULL OR county = ?1) AND (?2 IS NULL OR school.school = ?2)
                            AND (?3 IS NULL OR registration.programme = ?3))
                    """,
                [county?.rawValue, school?.rawValue, programme?.rawValue]
            )
        }
    }

    static func studyGroup(_ group: StudyGroup.ID, _ db: Database) throws -> AcceptedGroup? {
        try Self.accepted(db, where: "studyGroup = ?1", [group.rawValue]).first
    }

    private static func accepted(
        _ db: Database,
        where condition: String,
        _ arguments: [String?]
    ) throws -> [AcceptedGroup] {
        let members = try Row.fetchAll(
            db,
            sql: "SELECT studyGroup, person, isLeader FROM registration WHERE \(condition) ORDER BY person",
            arguments: StatementArguments(arguments)
        )
        let byGroup = Dictionary(grouping: members) { $0["studyGroup"] as String }
        return try Row.fetchAll(
            db,
            sql: "SELECT * FROM studyGroup WHERE \(condition) ORDER BY name, studyGroup",
            arguments: StatementArguments(arguments)
        ).map { row in
            let people = byGroup[row["studyGroup"]] ?? []
            return AcceptedGroup(
                studyGroup: try row.identifier("studyGroup", of: "studyGroup"),
                programme: try row.identifier("programme", of: "studyGroup"),
                name: row["name"],
                leader: try people.first { $0["isLeader"] }.map { try $0.identifier("person", of: "registration") },
                members: try people.map { try $0.identifier("person", of: "registration") },
                guide: (row["guide"] as String?).flatMap { Person.ID($0) },
                tier: (row["tier"] as String?).flatMap { SelectionTier.ID($0) }
            )
        }
    }

    /// Everybody of a county who takes part in a programme.
    private static func participants(
        of programme: Programme.ID,
        in county: County.ID,
        _ db: Database
    ) throws -> [GroupCandidate] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT person, name, school, document FROM registration JOIN person USING (person)
                    JOIN school USING (school)
                WHERE programme = ? AND county = ? ORDER BY person
                """,
            arguments: [programme.rawValue, county.rawValue]
        ).map { row in
            let registration = try Self.registration(row)
            return GroupCandidate(
                person: try row.identifier("person", of: "registration"),
                name: row["name"],
                school: try row.identifier("school", of: "person"),
                registration: registration
            )
        }
    }
}

// MARK: - Proposals

extension ProvinceDatabase {
    /// Who can be grouped in a county, and its names.
    package func groupBasis(of programme: Programme.ID, in county: County.ID) throws -> GroupBasis? {
        try self.writer.read { try Self.groupBasis(of: programme, in: county, $0) }
    }

    static func groupBasis(of programme: Programme.ID, in county: County.ID, _ db: Database) throws -> GroupBasis? {
        guard
            let row = try Row.fetchOne(db, sql: "SELECT * FROM county WHERE county = ?", arguments: [county.rawValue])
        else { return nil }
        let schools = try Row.fetchAll(
            db,
            sql: "SELECT school, nameZh FROM school WHERE county = ?",
            arguments: [county.rawValue]
        ).map { (try $0.identifier("school", of: "school") as School.ID, $0["nameZh"] as String) }
        return GroupBasis(
            programme: programme,
            county: county,
            countyName: row["nameZh"],
            schoolNames: Dictionary(schools) { first, _ in first },
            people: try Self.participants(of: programme, in: county, db)
        )
    }

    package func groupProposal(of programme: Programme.ID, in county: County.ID) throws -> GroupProposal? {
        try self.writer.read { try Self.groupProposal(of: programme, in: county, $0) }
    }

    static func groupProposal(
        of programme: Programme.ID,
        in county: County.ID,
        _ db: Database
    ) throws -> GroupProposal? {
        let text = try String.fetchOne(
            db,
            sql: "SELECT document FROM groupProposal WHERE county = ? AND programme = ?",
            arguments: [county.rawValue, programme.rawValue]
        )
        guard let text else { return nil }
        guard let proposal = try? CanonicalJSON.decode(GroupProposal.self, from: Array(text.utf8)) else {
            throw ProvinceDatabaseError(table: "groupProposal", column: "document")
        }
        return proposal
    }

    static func keep(_ proposal: GroupProposal, _ db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO groupProposal (county, programme, document) VALUES (?, ?, ?)",
            arguments: [
                proposal.county.rawValue, proposal.programme.rawValue,
                String(decoding: try CanonicalJSON.encode(proposal), as: UTF8.self),
            ]
        )
    }

    static func dropProposal(of programme: Programme.ID, in county: County.ID, _ db: Database) throws {
        try db.execute(
            sql: "DELETE FROM groupProposal WHERE county = ? AND programme = ?",
            arguments: [county.rawValue, programme.rawValue]
        )
    }
}

// MARK: - Accepting

extension ProvinceDatabase {
    static func keep(_ groups: [GroupProposal.Group], of proposal: GroupProposal, _ db: Database) throws {
        for group in groups {
            try db.execute(
                sql: """
                    INSERT INTO studyGroup (studyGroup, programme, name, guide, tier, county) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (studyGroup) DO UPDATE SET programme = excluded.programme, name = excluded.name,
                        guide = excluded.guide, tier = excluded.tier, county = excluded.county
                    """,
                arguments: [
                    group.studyGroup.rawValue, proposal.programme.rawValue, group.name, group.guide?.rawValue,
                    group.tier?.rawValue, proposal.county.rawValue,
                ]
            )
        }
    }

    /// Groups that nobody is in any more.
    static func dropEmptyGroups(of programme: Programme.ID, _ db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM studyGroup WHERE programme = ? AND NOT EXISTS (
                    SELECT 1 FROM registration WHERE registration.studyGroup = studyGroup.studyGroup)
                """,
            arguments: [programme.rawValue]
        )
    }
}

// MARK: - Rosters

extension ProvinceDatabase {
    /// A roster that says nothing of somebody's study group leaves them in theirs, and leading it; whoever has left the
    /// school has left the group.
    static func keepingGroups(of member: RosterContent.Member, _ db: Database) throws -> RosterContent.Member {
        let school = try String.fetchOne(
            db,
            sql: "SELECT school FROM person WHERE person = ?",
            arguments: [member.person.rawValue]
        )
        guard school == member.school.rawValue else { return member }
        let known = try Self.registrations(of: member.person, db)
        var kept = member
        kept.registrations = member.registrations.map { registration in
            guard registration.studyGroup == nil,
                registration.identity == .trainee || registration.identity == .groupLeader,
                let before = known.first(where: { $0.programme == registration.programme }),
                let group = before.studyGroup
            else { return registration }
            return registration.grouped(in: group, identity: before.identity)
        }
        return kept
    }
}
