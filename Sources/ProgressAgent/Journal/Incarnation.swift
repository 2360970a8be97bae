import CourseModel
import GRDB

/// Decides, at every start, which incarnation of the journal is written to.
///
/// The journal's last incarnation goes on if its token fits the file beside it. Otherwise the disk was restored or
/// cloned: another copy may be writing the same epoch, and two futures of one epoch would freeze it at the origin.
/// Then a new incarnation begins, whose rows wait here until the origin grants it an epoch of its own (a new
/// enrolment). What of the last one was not acknowledged goes on in it (`CarriedRows`).
struct Incarnation {
    let pool: any DatabaseWriter
    let file: IncarnationFile

    private struct Record {
        let number: Int64
        let token: String
        let nextToken: String?
        let inode: Int64?
        let grant: EpochGrant?

        init(_ row: Row) {
            self.number = row["number"]
            self.token = row["token"]
            self.nextToken = row["nextToken"]
            self.inode = row["inode"]
            self.grant = (row["edge"] as String?).flatMap(Edge.ID.init).flatMap { edge in
                (row["epoch"] as Int64?).map { EpochGrant(edge: edge, epoch: $0) }
            }
        }

        /// Whether the file is the one that this incarnation left.
        func isOn(_ content: IncarnationFile.Content?) -> Bool {
            // Its first start was cut off before it wrote the file, and so before its first row.
            guard let inode else { return true }
            guard let content else { return false }
            if let nextToken { return content.token == nextToken || content.token == self.token }
            return content.token == self.token && content.inode == inode
        }
    }

    static let restored = "this disk was restored or copied: nothing is reported until the school is enrolled anew"

    /// - Returns: the number of the incarnation to write to.
    func resume(grant: EpochGrant) throws -> Int64 {
        let content = try self.file.read()
        let number = try self.pool.write { try self.choose(grant: grant, content: content, in: $0) }
        try self.renewToken(of: number, from: content?.token)
        return number
    }

    private func choose(grant: EpochGrant, content: IncarnationFile.Content?, in db: Database) throws -> Int64 {
        let last = try Row.fetchOne(db, sql: "SELECT * FROM incarnation ORDER BY number DESC LIMIT 1").map(Record.init)
        guard let last else {
            guard content != nil else { return try self.begin(1, grant: grant, in: db) }
            // The journal itself is gone: its epoch is used up, whatever stood in it.
            _ = try self.begin(1, grant: grant, in: db)
            return try self.begin(2, grant: nil, in: db)
        }
        let isUsed = try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM incarnation WHERE edge = ? AND epoch = ?)",
            arguments: [grant.edge.rawValue, grant.epoch]
        )
        let fresh = isUsed == true ? nil : grant
        guard last.isOn(content) else { return try self.goOn(from: last.number, grant: fresh, in: db) }
        guard let fresh else { return last.number }
        guard last.grant == nil else { return try self.goOn(from: last.number, grant: fresh, in: db) }
        try db.execute(
            sql: "UPDATE incarnation SET edge = ?, epoch = ?, trouble = NULL WHERE number = ?",
            arguments: [fresh.edge.rawValue, fresh.epoch, last.number]
        )
        return last.number
    }

    private func goOn(from last: Int64, grant: EpochGrant?, in db: Database) throws -> Int64 {
        let number = try self.begin(last + 1, grant: grant, in: db)
        try CarriedRows(from: last, to: number).carry(in: db)
        return number
    }

    private func begin(_ number: Int64, grant: EpochGrant?, in db: Database) throws -> Int64 {
        let token = IncarnationFile.newToken()
        try db.execute(
            sql: """
                INSERT INTO incarnation (number, token, edge, epoch, trouble) VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [number, token, grant?.edge.rawValue, grant?.epoch, grant == nil ? Self.restored : nil]
        )
        return number
    }

    /// A start that is cut off at any line of this leaves a file that fits the database.
    private func renewToken(of number: Int64, from present: String?) throws {
        let token = IncarnationFile.newToken()
        try self.pool.write { db in
            try db.execute(
                sql: "UPDATE incarnation SET token = COALESCE(?, token), nextToken = ? WHERE number = ?",
                arguments: [present, token, number]
            )
        }
        try self.file.write(token)
        let inode = try self.file.read()?.inode
        try self.pool.write { db in
            try db.execute(
                sql: "UPDATE incarnation SET token = ?, nextToken = NULL, inode = ? WHERE number = ?",
                arguments: [token, inode, number]
            )
        }
    }
}
