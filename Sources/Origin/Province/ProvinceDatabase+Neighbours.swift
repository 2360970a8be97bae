package import CourseModel
import GRDB

/// Which edges may ask which others.
extension ProvinceDatabase {
    /// For whom a parent is set.
    package enum ParentOf: Hashable, Sendable {
        /// All schools of a county for which nothing else is set.
        case county(County.ID)
        case school(School.ID)
    }

    /// Says where other edges reach a school's edge; nil for nowhere.
    ///
    /// - Throws: `ProvinceError.unknownSchool`.
    package func setAddress(_ address: EdgeAddress?, of school: School.ID) throws {
        try self.writer.write { db in
            try db.execute(
                sql: "UPDATE school SET edgeURL = ? WHERE school = ?",
                arguments: [address?.url, school.rawValue]
            )
            if db.changesCount == 0 { throw try Self.unknown(school, db) }
        }
    }

    package func hasAddress(_ school: School.ID) throws -> Bool {
        try self.writer.read { db in
            try Bool.fetchOne(
                db,
                sql: "SELECT edgeURL IS NOT NULL FROM school WHERE school = ?",
                arguments: [school.rawValue]
            ) == true
        }
    }

    /// Says which school's edge is asked before the origin; nil for none.
    ///
    /// - Throws: `ProvinceError.unknownSchool`, `.unknownCounty`, `.parentCircle`.
    package func setParent(_ parent: School.ID?, of child: ParentOf) throws {
        try self.writer.write { db in
            if let parent, try !Self.exists(parent, db) { throw try Self.unknown(parent, db) }
            let (table, key) =
                switch child {
                case .county(let county): ("county", county.rawValue)
                case .school(let school): ("school", school.rawValue)
                }
            try db.execute(
                sql: "UPDATE \(table) SET parent = ? WHERE \(table) = ?",
                arguments: [parent?.rawValue, key]
            )
            if db.changesCount == 0 {
                switch child {
                case .county(let county): throw try Self.unknown(county, db)
                case .school(let school): throw try Self.unknown(school, db)
                }
            }
            // A new circle goes through the new parent.
            if let parent { try Self.refuseCircle(through: parent, db) }
        }
    }

    /// What an edge is told of its neighbours; of another time than before where it is something else.
    func neighbourhood(of edge: EdgeRecord, sealingKey: SealingKey, at now: UTCTime) throws -> Neighbourhood {
        func current(_ db: Database) throws -> (content: Neighbourhood, digest: String, isSame: Bool) {
            let row = try Row.fetchOne(
                db,
                sql: "SELECT digest, issuedAtMs FROM neighbourhood WHERE edge = ?",
                arguments: [edge.edge.rawValue]
            )
            let issued = row.map { UTCTime(milliseconds: $0["issuedAtMs"]) }
            func content(at time: UTCTime) throws -> Neighbourhood {
                try Neighbours(of: edge, db).document(sealingKey: sealingKey, issuedAtMs: time)
            }
            let digest = Digest(of: try CanonicalJSON.encode(content(at: .zero))).hexadecimal
            if let issued, row?["digest"] == digest { return (try content(at: issued), digest, true) }
            let next = max(now, issued.map { UTCTime(milliseconds: $0.milliseconds + 1) } ?? now)
            return (try content(at: next), digest, false)
        }
        let known = try self.writer.read(current)
        if known.isSame { return known.content }
        return try self.writer.write { db in
            let fresh = try current(db)
            if fresh.isSame { return fresh.content }
            try db.execute(
                sql: """
                    INSERT INTO neighbourhood (edge, digest, issuedAtMs) VALUES (?, ?, ?)
                    ON CONFLICT (edge) DO UPDATE SET digest = excluded.digest, issuedAtMs = excluded.issuedAtMs
                    """,
                arguments: [edge.edge.rawValue, fresh.digest, fresh.content.issuedAtMs.milliseconds]
            )
            return fresh.content
        }
    }

    static func exists(_ school: School.ID, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT * FROM school WHERE school = ?)",
            arguments: [school.rawValue]
        ) == true
    }

    private static func refuseCircle(through start: School.ID, _ db: Database) throws {
        var passed = [start.rawValue]
        while let last = passed.last,
            let next = try String.fetchOne(
                db,
                sql: """
                    SELECT COALESCE(school.parent, county.parent) FROM school JOIN county USING (county)
                    WHERE school = ?1 AND COALESCE(school.parent, county.parent) <> ?1
                    """,
                arguments: [last]
            )
        {
            if passed.contains(next) { throw ProvinceError.parentCircle(passed + [next]) }
            passed.append(next)
        }
    }
}

/// Where an edge is reached by others.
package struct EdgeAddress: Hashable, Sendable {
    private static let lengthMax = 200

    /// Without a slash at the end.
    package let url: String

    /// - Returns: nil for what is no address of HTTP with nothing but a host and perhaps a port.
    package init?(_ text: String) {
        let url = text.hasSuffix("/") ? String(text.dropLast()) : text
        let scheme = ["http://", "https://"].first { url.lowercased().hasPrefix($0) }
        guard let scheme, url.utf8.count <= Self.lengthMax else { return nil }
        let host = url.dropFirst(scheme.count)
        let allowed = host.utf8.allSatisfy { byte in
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
                || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte || ".-:[]".utf8.contains(byte)
        }
        guard !host.isEmpty, allowed else { return nil }
        self.url = url
    }
}

/// The edges around one, as the database has them.
private struct Neighbours {
    private struct Place {
        let school: School.ID
        let edge: Edge.ID
        let key: VerifyingKey
        let url: String?
        let parent: String?

        var neighbour: Neighbourhood.Neighbour? {
            self.url.map { Neighbourhood.Neighbour(edge: self.edge, url: $0) }
        }
    }

    private let edge: EdgeRecord
    private let own: Place?
    private let county: [Place]
    private let children: [Place]
    private let parent: Place?

    init(of edge: EdgeRecord, _ db: Database) throws {
        func places(_ condition: String, of school: School.ID) throws -> [Place] {
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM (
                        SELECT school.school, school.county, school.edgeURL, edge.edge, edge.key,
                            COALESCE(school.parent, county.parent) AS parent
                        FROM school JOIN county USING (county) JOIN edge ON edge.edge = (
                            SELECT edge FROM edge AS last WHERE last.school = school.school
                            ORDER BY enrolledAtMs DESC, edge DESC LIMIT 1
                        )
                    ) WHERE \(condition) ORDER BY school
                    """,
                arguments: [school.rawValue]
            ).map { row in
                Place(
                    school: try row.identifier("school", of: "edge"),
                    edge: try row.identifier("edge", of: "edge"),
                    key: try ProvinceDatabase.edgeKey(of: row),
                    url: row["edgeURL"],
                    parent: row["parent"]
                )
            }
        }
        self.edge = edge
        let county = try places("county = (SELECT county FROM school WHERE school = ?1)", of: edge.school)
        // An edge that was replaced by another of its school has no neighbours.
        let own = county.first { $0.edge == edge.edge }
        self.own = own
        self.county = county.filter { $0.edge != edge.edge }
        self.children = own?.url == nil ? [] : try places("parent = ?1 AND school <> ?1", of: edge.school)
        let parent = own?.parent.flatMap { School.ID($0) }
        self.parent = try parent.map { try places("school = ?1", of: $0) }?.first { $0.edge != edge.edge }
    }

    func document(sealingKey: SealingKey, issuedAtMs: UTCTime) -> Neighbourhood {
        let isCurrent = self.own != nil
        let children = Set(self.children.map(\.edge))
        let others = self.own?.url == nil ? [] : self.county.filter { !children.contains($0.edge) }
        let askers = others.map { self.asker($0, isChild: false) } + self.children.map { self.asker($0, isChild: true) }
        return Neighbourhood(
            edge: self.edge.edge,
            issuedAtMs: issuedAtMs,
            sealingKey: sealingKey,
            parent: isCurrent ? self.parent?.neighbour : nil,
            peers: isCurrent ? self.peers : [],
            askers: askers.sorted { $0.edge < $1.edge }
        )
    }

    /// Those that come after this school in the county, and then from the beginning: each is asked by a few others.
    private var peers: [Neighbourhood.Neighbour] {
        let after = self.county.filter { $0.school > self.edge.school }
        let before = self.county.filter { $0.school <= self.edge.school }
        let peers = (after + before).filter { $0.edge != self.parent?.edge }.compactMap(\.neighbour)
        return Array(peers.prefix(Neighbourhood.peersMax))
    }

    private func asker(_ place: Place, isChild: Bool) -> Neighbourhood.Asker {
        Neighbourhood.Asker(edge: place.edge, key: place.key, isChild: isChild)
    }
}
