import CourseModel
import GRDB

extension ProvinceDatabase {
    /// What became of an invitation that somebody presented.
    enum Redemption: Hashable, Sendable {
        /// The edge that it made, now or when it was first presented with the same key.
        case edge(EdgeRecord)
        case unknown
        case expired
        /// Another edge has used it.
        case used
    }

    /// - Throws: `ProvinceError.unknownSchool`.
    func keepInvitation(
        codeDigest: Digest,
        school: School.ID,
        createdAtMs: UTCTime,
        expiresAtMs: UTCTime
    ) throws {
        try self.writer.write { db in
            guard try Self.exists(school, db) else { throw try Self.unknown(school, db) }
            try db.execute(
                sql: "INSERT INTO invitation (codeDigest, school, createdAtMs, expiresAtMs) VALUES (?, ?, ?, ?)",
                arguments: [
                    codeDigest.hexadecimal, school.rawValue, createdAtMs.milliseconds, expiresAtMs.milliseconds,
                ]
            )
        }
    }

    /// Makes an edge of whoever presents an invitation first; the same again for the same key, because its answer may
    /// have been lost on the line.
    func redeem(codeDigest: Digest, key: VerifyingKey, at now: UTCTime) throws -> Redemption {
        try self.writer.write { db in
            guard
                let row = try Row.fetchOne(
                    db,
                    sql: "SELECT school, expiresAtMs, edge FROM invitation WHERE codeDigest = ?",
                    arguments: [codeDigest.hexadecimal]
                )
            else { return .unknown }
            if row["edge"] as String? != nil {
                let edge = try Self.edge(try row.identifier("edge", of: "invitation"), db)
                return edge?.key == key ? edge.map(Redemption.edge) ?? .used : .used
            }
            guard now.milliseconds < row["expiresAtMs"] else { return .expired }
            let edge = EdgeRecord(
                edge: try Self.freshEdge(),
                school: try row.identifier("school", of: "invitation"),
                key: key,
                epoch: 1,
                enrolledAtMs: now
            )
            try db.execute(
                sql: "INSERT INTO edge (edge, school, key, epoch, enrolledAtMs) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    edge.edge.rawValue, edge.school.rawValue, Base64URL.text(of: key.bytes), edge.epoch,
                    now.milliseconds,
                ]
            )
            try db.execute(
                sql: "UPDATE invitation SET edge = ? WHERE codeDigest = ?",
                arguments: [edge.edge.rawValue, codeDigest.hexadecimal]
            )
            return .edge(edge)
        }
    }

    /// Removes invitations that expired unused a month ago; used ones stay, since their answer may be asked for again.
    func forgetInvitations(expiredBefore time: UTCTime) throws {
        try self.writer.write { db in
            try db.execute(
                sql: "DELETE FROM invitation WHERE edge IS NULL AND expiresAtMs < ?",
                arguments: [time.milliseconds]
            )
        }
    }

    private static func freshEdge() throws -> Edge.ID {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<8).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        guard let edge = Edge.ID("e\(Hexadecimal.text(of: bytes))") else {
            throw ProvinceDatabaseError(table: "edge", column: "edge")
        }
        return edge
    }
}
