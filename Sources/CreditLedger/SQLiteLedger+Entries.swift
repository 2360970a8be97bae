package import CourseModel
import GRDB

/// Hours: what is due, what was settled, and the entries that came of it.
extension SQLiteLedger {
    package func dueTrainees(limit: Int) async throws -> [DueTrainee] {
        try await self.pool.read { db in
            try Row.fetchAll(db, sql: "SELECT trainee, mark FROM due ORDER BY mark LIMIT ?", arguments: [limit])
                .map { DueTrainee(trainee: try $0.identifier("trainee"), mark: $0["mark"]) }
        }
    }

    package func isDue(_ trainee: Person.ID) async throws -> Bool {
        try await self.pool.read { db in
            try Row.fetchOne(db, sql: "SELECT 1 FROM due WHERE trainee = ?", arguments: [trainee.rawValue]) != nil
        }
    }

    package func markDue(_ trainees: [Person.ID]) async throws {
        try await self.pool.write { db in
            for trainee in trainees { try Self.markDue(trainee, db) }
        }
    }

    package func markAllDue(
        ifNotJudgedBy basis: Digest,
        ruleSets: [Programme.ID: RuleSet],
        at now: UTCTime
    ) async throws {
        let sql = "SELECT value FROM setting WHERE name = 'basis'"
        let before = try await self.pool.read { try String.fetchOne($0, sql: sql) }
        guard before != basis.hexadecimal else { return }
        try await self.pool.write { db in
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO due (trainee)
                    SELECT trainee FROM viewing UNION SELECT trainee FROM entry ORDER BY trainee;
                    """
            )
            try db.execute(
                sql: "INSERT OR REPLACE INTO setting (name, value) VALUES ('basis', ?)",
                arguments: [basis.hexadecimal]
            )
            try Self.adopt(ruleSets, at: now, db)
        }
    }

    package func settle(_ settlement: Settlement) async throws {
        try await self.pool.write { db in
            for entry in settlement.entries { try Self.insert(entry, at: settlement.atMs, db) }
            let trainee = settlement.due.trainee.rawValue
            try db.execute(sql: "DELETE FROM statement WHERE trainee = ?", arguments: [trainee])
            for stored in settlement.statements {
                try db.execute(
                    sql: "INSERT INTO statement (trainee, programme, document, basis) VALUES (?, ?, ?, ?)",
                    arguments: [
                        trainee, stored.statement.programme.rawValue,
                        String(decoding: try CanonicalJSON.encode(stored.statement), as: UTF8.self),
                        stored.basis.hexadecimal,
                    ]
                )
            }
            try db.execute(
                sql: "DELETE FROM due WHERE trainee = ? AND mark = ?",
                arguments: [trainee, settlement.due.mark]
            )
        }
    }

    package func post(_ entries: [LedgerEntry], at now: UTCTime) async throws {
        try await self.pool.write { db in
            for entry in entries {
                try Self.insert(entry, at: now, db)
                try Self.markDue(entry.trainee, db)
            }
        }
    }

    package func entries(of trainee: Person.ID) async throws -> [LedgerEntry] {
        try await self.pool.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM entry WHERE trainee = ? ORDER BY number",
                arguments: [trainee.rawValue]
            )
            .map(Self.entry)
        }
    }

    package func statements(of trainees: [Person.ID]) async throws -> [StoredStatement] {
        try await self.pool.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT document, basis FROM statement
                    WHERE trainee = ?1 AND NOT EXISTS (SELECT 1 FROM due WHERE trainee = ?1) ORDER BY programme
                    """
            )
            return try trainees.flatMap { trainee in
                try Row.fetchAll(statement, arguments: [trainee.rawValue]).map { row in
                    let document: String = row["document"]
                    return StoredStatement(
                        statement: try CanonicalJSON.decode(Statement.self, from: Array(document.utf8)),
                        basis: try row.digest("basis")
                    )
                }
            }
        }
    }

    static func markDue(_ trainee: Person.ID, _ db: Database) throws {
        try db.execute(sql: "INSERT OR REPLACE INTO due (trainee) VALUES (?)", arguments: [trainee.rawValue])
    }

    static func insert(_ entry: LedgerEntry, at now: UTCTime, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO entry (trainee, programme, item, generation, kind, hundredths, rules, input, reason, actor,
                    cosigner, supersedes, account, postedAtMs)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                entry.trainee.rawValue, entry.programme.rawValue, entry.item, entry.generation, entry.kind.rawValue,
                entry.hundredths.hundredths, entry.rules.hexadecimal, entry.input.hexadecimal, entry.reason,
                entry.actor, entry.cosigner, entry.supersedes, entry.account, now.milliseconds,
            ]
        )
    }

    private static func entry(_ row: Row) throws -> LedgerEntry {
        let kind: String = row["kind"]
        guard let kind = LedgerEntry.Kind(rawValue: kind) else { throw LedgerError.damaged("kind '\(kind)'") }
        return LedgerEntry(
            number: row["number"],
            trainee: try row.identifier("trainee"),
            programme: try row.identifier("programme"),
            item: row["item"],
            generation: row["generation"],
            kind: kind,
            hundredths: CreditHours(hundredths: row["hundredths"]),
            rules: try row.digest("rules"),
            input: try row.digest("input"),
            reason: row["reason"],
            actor: row["actor"],
            cosigner: row["cosigner"],
            supersedes: row["supersedes"],
            account: row["account"],
            postedAtMs: UTCTime(milliseconds: row["postedAtMs"])
        )
    }
}
