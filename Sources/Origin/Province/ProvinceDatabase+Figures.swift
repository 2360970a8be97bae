import CourseModel
import FoundationEssentials
import GRDB

extension ProvinceDatabase {
    static let figuresSchema = """
        -- Daily figures that were made; they are in the folder `figures`.
        CREATE TABLE figures (
            date TEXT NOT NULL,                          -- of the province's clock, 2027-07-15
            revision INTEGER NOT NULL CHECK (revision >= 1),
            asOfMs INTEGER NOT NULL,
            digest TEXT NOT NULL,                        -- of what they say
            lookedAtMs INTEGER NOT NULL,                 -- when it was last seen that there is nothing new
            PRIMARY KEY (date, revision)
        ) STRICT, WITHOUT ROWID;
        -- What goes to the webhook: at most one message for each revision, and the same bytes at every attempt.
        CREATE TABLE figureMessage (
            date TEXT NOT NULL,
            revision INTEGER NOT NULL,
            body BLOB,                                   -- NULL once it need not be sent any more
            state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'superseded', 'failed')),
            attempts INTEGER NOT NULL DEFAULT 0,
            nextAtMs INTEGER NOT NULL,
            trouble TEXT,                                -- why the last attempt failed
            PRIMARY KEY (date, revision),
            FOREIGN KEY (date, revision) REFERENCES figures
        ) STRICT;
        CREATE INDEX figureMessageWaiting ON figureMessage (nextAtMs) WHERE state = 'waiting';
        """

    /// The revisions of a date, in ascending order.
    package func figures(of date: String) throws -> [FigureRecord] {
        try self.writer.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM figures WHERE date = ? ORDER BY revision", arguments: [date])
                .map(Self.figureRecord)
        }
    }

    /// The last revision of each date, the newest date first.
    func latestFigures(limit: Int) throws -> [FigureRecord] {
        try self.writer.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT date, MAX(revision) AS revision, asOfMs, digest FROM figures
                    GROUP BY date ORDER BY date DESC LIMIT ?
                    """,
                arguments: [limit]
            ).map(Self.figureRecord)
        }
    }

    /// What was made last, and when its figures were looked at last.
    func lastFigures() throws -> FigureTime.Last? {
        try self.writer.read { db in
            try Row.fetchOne(db, sql: "SELECT date, lookedAtMs FROM figures ORDER BY date DESC, revision DESC LIMIT 1")
                .map {
                    FigureTime.Last(date: $0["date"], lookedAtMs: UTCTime(milliseconds: $0["lookedAtMs"]))
                }
        }
    }

    /// Notes that the last revision of a date still says what there is to say.
    func looked(at date: String, _ now: UTCTime) throws {
        try self.writer.write { db in
            try db.execute(
                sql: """
                    UPDATE figures SET lookedAtMs = ?1
                    WHERE date = ?2 AND revision = (SELECT MAX(revision) FROM figures WHERE date = ?2)
                    """,
                arguments: [now.milliseconds, date]
            )
        }
    }

    /// Notes that figures were made and, with a message, that they are to go out; earlier revisions of the date that did
    /// not go out yet never do.
    func keep(_ record: FigureRecord, message: [UInt8]?) throws {
        try self.writer.write { db in
            try db.execute(
                sql: "INSERT INTO figures (date, revision, asOfMs, digest, lookedAtMs) VALUES (?1, ?2, ?3, ?4, ?3)",
                arguments: [record.date, record.revision, record.asOfMs.milliseconds, record.digest.hexadecimal]
            )
            guard let message else { return }
            try db.execute(
                sql: "UPDATE figureMessage SET state = 'superseded', body = NULL WHERE date = ? AND state = 'waiting'",
                arguments: [record.date]
            )
            try db.execute(
                sql: """
                    INSERT INTO figureMessage (date, revision, body, state, nextAtMs) VALUES (?, ?, ?, 'waiting', ?)
                    """,
                arguments: [record.date, record.revision, Data(message), record.asOfMs.milliseconds]
            )
        }
    }

    /// The message that has waited longest of those that are due, and its bytes.
    func dueFigureMessage(at now: UTCTime) throws -> (message: FigureMessage, body: [UInt8])? {
        try self.writer.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT * FROM figureMessage WHERE state = 'waiting' AND nextAtMs <= ? AND body IS NOT NULL
                    ORDER BY date, revision LIMIT 1
                    """,
                arguments: [now.milliseconds]
            ).map { (try Self.figureMessage($0), Array($0["body"] as Data)) }
        }
    }

    /// Notes what became of an attempt, unless the message was superseded meanwhile.
    func keep(_ message: FigureMessage) throws {
        try self.writer.write { db in
            try db.execute(
                sql: """
                    UPDATE figureMessage SET state = ?1, attempts = ?2, nextAtMs = ?3, trouble = ?4,
                        body = CASE WHEN ?1 = 'waiting' THEN body END
                    WHERE date = ?5 AND revision = ?6 AND state = 'waiting'
                    """,
                arguments: [
                    message.state.rawValue, message.attempts, message.nextAtMs.milliseconds, message.trouble,
                    message.date, message.revision,
                ]
            )
        }
    }

    /// In the order of dates and revisions.
    package func figureMessages() throws -> [FigureMessage] {
        try self.writer.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT date, revision, state, attempts, nextAtMs, trouble FROM figureMessage ORDER BY date, revision
                    """
            ).map(Self.figureMessage)
        }
    }

    private static func figureRecord(_ row: Row) throws -> FigureRecord {
        guard let digest = Digest(hexadecimal: row["digest"]) else {
            throw ProvinceDatabaseError(table: "figures", column: "digest")
        }
        return FigureRecord(
            date: row["date"],
            revision: row["revision"],
            asOfMs: UTCTime(milliseconds: row["asOfMs"]),
            digest: digest
        )
    }

    private static func figureMessage(_ row: Row) throws -> FigureMessage {
        guard let state = FigureMessage.State(rawValue: row["state"]) else {
            throw ProvinceDatabaseError(table: "figureMessage", column: "state")
        }
        return FigureMessage(
            date: row["date"],
            revision: row["revision"],
            state: state,
            attempts: row["attempts"],
            nextAtMs: UTCTime(milliseconds: row["nextAtMs"]),
            trouble: row["trouble"]
        )
    }
}
