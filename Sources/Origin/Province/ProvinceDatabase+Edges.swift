package import CourseModel
import GRDB

// MARK: - Edges

extension ProvinceDatabase {
    /// Sorted by school, then by when they were enrolled.
    package func edges() throws -> [EdgeRecord] {
        try self.writer.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM edge ORDER BY school, enrolledAtMs, edge").map(Self.edge)
        }
    }

    package func edge(_ edge: Edge.ID) throws -> EdgeRecord? {
        try self.writer.read { try Self.edge(edge, $0) }
    }

    static func edge(_ edge: Edge.ID, _ db: Database) throws -> EdgeRecord? {
        try Row.fetchOne(db, sql: "SELECT * FROM edge WHERE edge = ?", arguments: [edge.rawValue]).map(Self.edge)
    }

    static func edge(_ row: Row) throws -> EdgeRecord {
        EdgeRecord(
            edge: try row.identifier("edge", of: "edge"),
            school: try row.identifier("school", of: "edge"),
            key: try Self.edgeKey(of: row),
            epoch: row["epoch"],
            enrolledAtMs: UTCTime(milliseconds: row["enrolledAtMs"])
        )
    }

    static func edgeKey(of row: Row) throws -> VerifyingKey {
        guard let bytes = Base64URL.bytes(of: row["key"] as String), let key = VerifyingKey(bytes: bytes) else {
            throw ProvinceDatabaseError(table: "edge", column: "key")
        }
        return key
    }
}

// MARK: - Holdings

extension ProvinceDatabase {
    /// Keeps what an edge said it holds, unless a later one was kept already.
    ///
    /// - Returns: whether it was kept.
    @discardableResult
    package func keep(_ holdings: Holdings, receivedAtMs: UTCTime) throws -> Bool {
        let document = String(decoding: try CanonicalJSON.encode(holdings), as: UTF8.self)
        return try self.writer.write { db in
            try db.execute(
                sql: """
                    INSERT INTO holdings (edge, number, receivedAtMs, document) VALUES (?, ?, ?, ?)
                    ON CONFLICT (edge) DO UPDATE SET number = excluded.number, receivedAtMs = excluded.receivedAtMs,
                        document = excluded.document
                    WHERE excluded.number > holdings.number
                    """,
                arguments: [holdings.edge.rawValue, holdings.number, receivedAtMs.milliseconds, document]
            )
            return db.changesCount > 0
        }
    }

    /// What each edge last said it holds.
    ///
    /// - Parameter county: nil for the whole province.
    package func latestHoldings(
        in county: County.ID? = nil
    ) throws -> [Edge.ID: (holdings: Holdings, receivedAtMs: UTCTime)] {
        let rows = try self.writer.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT holdings.edge, receivedAtMs, document
                    FROM holdings JOIN edge USING (edge) JOIN school USING (school)
                    WHERE ?1 IS NULL OR county = ?1
                    """,
                arguments: [county?.rawValue]
            )
        }
        var latest: [Edge.ID: (holdings: Holdings, receivedAtMs: UTCTime)] = [:]
        for row in rows {
            guard let holdings = try? CanonicalJSON.decode(Holdings.self, from: Array((row["document"] as String).utf8))
            else { throw ProvinceDatabaseError(table: "holdings", column: "document") }
            latest[holdings.edge] = (holdings, UTCTime(milliseconds: row["receivedAtMs"]))
        }
        return latest
    }
}
