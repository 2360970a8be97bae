package import CourseModel
import GRDB

/// Appeals, and the rule sets by which credit was judged.
extension SQLiteLedger {
    package func file(
        _ appeal: AppealFiled,
        by filedBy: String,
        at now: UTCTime
    ) async throws -> Appeal {
        try await self.pool.write { db in
            try Self.insert(appeal, by: filedBy, at: now, source: nil, db)
            return try Self.appeal(db.lastInsertedRowID, db)
        }
    }

    package func answer(_ number: Int64, _ answer: Appeal.Answer) async throws -> Appeal {
        try await self.pool.write { db in
            let appeal = try Self.appeal(number, db)
            guard appeal.answer == nil else { throw AppealFault.answered(number) }
            try db.execute(
                sql: "UPDATE appeal SET isUpheld = ?, answer = ?, answeredBy = ?, answeredAtMs = ? WHERE number = ?",
                arguments: [answer.isUpheld, answer.text, answer.by, answer.atMs.milliseconds, number]
            )
            return try Self.appeal(number, db)
        }
    }

    package func appeal(_ number: Int64) async throws -> Appeal {
        try await self.pool.read { try Self.appeal(number, $0) }
    }

    package func appeals(of trainee: Person.ID) async throws -> [Appeal] {
        try await self.pool.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM appeal WHERE trainee = ? ORDER BY number",
                arguments: [trainee.rawValue]
            ).map(Self.appeal)
        }
    }

    package func openAppeals(limit: Int) async throws -> [Appeal] {
        try await self.pool.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM appeal WHERE isUpheld IS NULL ORDER BY number LIMIT ?",
                arguments: [limit]
            ).map(Self.appeal)
        }
    }

    package func ruleSets(of programme: Programme.ID) async throws -> [AdoptedRuleSet] {
        try await self.pool.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT * FROM ruleSet WHERE programme = ? ORDER BY number",
                arguments: [programme.rawValue]
            )
            return try rows.enumerated().map { index, row in
                let document: String = row["document"]
                return AdoptedRuleSet(
                    programme: programme,
                    digest: try row.digest("digest"),
                    ruleSet: try CanonicalJSON.decode(RuleSet.self, from: Array(document.utf8)),
                    validFromMs: UTCTime(milliseconds: row["validFromMs"]),
                    validUntilMs: rows.indices.contains(index + 1)
                        ? UTCTime(milliseconds: rows[index + 1]["validFromMs"]) : nil
                )
            }
        }
    }

    /// Writes down which rule sets are in force from now on, where that changed.
    static func adopt(_ ruleSets: [Programme.ID: RuleSet], at now: UTCTime, _ db: Database) throws {
        for (programme, ruleSet) in ruleSets.sorted(by: { $0.key < $1.key }) {
            let digest = try ruleSet.digest().hexadecimal
            let inForce = try String.fetchOne(
                db,
                sql: "SELECT digest FROM ruleSet WHERE programme = ? ORDER BY number DESC LIMIT 1",
                arguments: [programme.rawValue]
            )
            guard inForce != digest else { continue }
            let document = String(decoding: try CanonicalJSON.encode(ruleSet), as: UTF8.self)
            try db.execute(
                sql: "INSERT INTO ruleSet (programme, digest, document, validFromMs) VALUES (?, ?, ?, ?)",
                arguments: [programme.rawValue, digest, document, now.milliseconds]
            )
        }
    }

    /// - Parameter source: the journal row that says so; a second one of the same name changes nothing.
    static func insert(
        _ appeal: AppealFiled,
        by filedBy: String,
        at now: UTCTime,
        source: String?,
        _ db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO appeal (trainee, programme, lesson, text, filedBy, filedAtMs, source)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                appeal.person.rawValue, appeal.programme.rawValue, appeal.lesson?.rawValue,
                String(appeal.text.prefix(AppealFiled.textMax)), filedBy, now.milliseconds, source,
            ]
        )
    }

    private static func appeal(_ number: Int64, _ db: Database) throws -> Appeal {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM appeal WHERE number = ?", arguments: [number])
        else { throw AppealFault.unknown(number) }
        return try Self.appeal(row)
    }

    private static func appeal(_ row: Row) throws -> Appeal {
        let answer: Appeal.Answer? = (row["isUpheld"] as Bool?).map { isUpheld in
            Appeal.Answer(
                isUpheld: isUpheld,
                text: row["answer"] ?? "",
                by: row["answeredBy"] ?? "",
                atMs: UTCTime(milliseconds: row["answeredAtMs"] ?? 0)
            )
        }
        return Appeal(
            number: row["number"],
            trainee: try row.identifier("trainee"),
            programme: try row.identifier("programme"),
            lesson: (row["lesson"] as String?) == nil ? nil : try row.identifier("lesson"),
            text: row["text"],
            filedBy: row["filedBy"],
            filedAtMs: UTCTime(milliseconds: row["filedAtMs"]),
            source: row["source"],
            answer: answer
        )
    }
}

/// Why an appeal is not answered.
package enum AppealFault: Error, Hashable, Sendable, CustomStringConvertible {
    case unknown(Int64)
    case answered(Int64)

    package var description: String {
        switch self {
        case .unknown(let number): "there is no appeal \(number)"
        case .answered(let number): "appeal \(number) is answered already"
        }
    }
}
