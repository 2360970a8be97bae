import CourseModel
import GRDB

/// What a new incarnation of the journal takes over from the last one: the rows that the province has not acknowledged,
/// and what it needs to understand them, as rows of its own.
///
/// A disk that was copied or restored may be the only one that has them. If another one reports them too, the province
/// has them twice and counts them once.
struct CarriedRows {
    let from: Int64
    let to: Int64

    /// Passwords are left out: an older one must not come after a newer one, and the new one holds at this school anyway.
    func carry(in db: Database) throws {
        for text in try String.fetchAll(db, sql: Self.rows, arguments: [self.from]) {
            // A damaged row was reported as such, or is when somebody looks for it.
            guard let row = try? CanonicalJSON.decode(JournalRow.self, from: Array(text.utf8)) else { continue }
            if case .password = row.event { continue }
            try JournalDatabase.append(row.event, to: self.to, in: db)
        }
    }

    /// Rows above the watermark; the first row of each of their viewing sessions, which says whose it is; all that there is
    /// of their rooms; and from the start of the run on in which these begin, the starts and anchors that tell their times.
    private static let rows = """
        WITH times AS (
            SELECT sequence, instr(text, '"started":{') > 0 AS isStart FROM journalRow
            WHERE incarnation = ?1 AND (instr(text, '"started":{') > 0 OR text LIKE '{"anchor":%')
        ), fresh AS (
            SELECT sequence, play, room FROM journalRow WHERE incarnation = ?1
            AND sequence > (SELECT acknowledged FROM incarnation WHERE number = ?1)
            AND sequence NOT IN (SELECT sequence FROM times)
        ), rooms AS (
            SELECT room FROM fresh WHERE room IS NOT NULL
            UNION SELECT viewing.room FROM fresh JOIN viewing USING (play) WHERE viewing.room IS NOT NULL
        ), needed AS (
            SELECT sequence FROM fresh
            UNION SELECT MIN(sequence) FROM journalRow
                WHERE incarnation = ?1 AND play IN (SELECT play FROM fresh) GROUP BY play
            UNION SELECT sequence FROM journalRow WHERE incarnation = ?1 AND room IN (SELECT room FROM rooms)
            UNION SELECT sequence FROM journalRow WHERE incarnation = ?1
                AND play IN (SELECT play FROM viewing WHERE room IN (SELECT room FROM rooms))
        )
        SELECT text FROM journalRow WHERE incarnation = ?1 AND (
            sequence IN (SELECT sequence FROM needed)
            OR sequence IN (SELECT sequence FROM times WHERE sequence >= (
                SELECT MAX(sequence) FROM times
                WHERE isStart AND sequence <= COALESCE((SELECT MIN(sequence) FROM needed), sequence)))
        ) ORDER BY sequence
        """
}
