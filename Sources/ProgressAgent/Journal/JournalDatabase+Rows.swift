package import CourseModel
import GRDB

/// Rows: appended with the next number, read again for reports, files and statements.
extension JournalDatabase {
    /// Appends a row.
    ///
    /// - Returns: its sequence; durable.
    @discardableResult
    package func append(_ event: JournalEvent) async throws -> Int64 {
        try await self.commits.perform { try self.append(event, in: $0) }
    }

    @discardableResult
    func append(_ event: JournalEvent, in db: Database) throws -> Int64 {
        try Self.append(event, to: self.incarnation, in: db)
    }

    @discardableResult
    static func append(_ event: JournalEvent, to incarnation: Int64, in db: Database) throws -> Int64 {
        let last = try Row.fetchOne(
            db,
            sql: "SELECT sequence, digest FROM journalRow WHERE incarnation = ? ORDER BY sequence DESC LIMIT 1",
            arguments: [incarnation]
        )
        let sequence: Int64 = (last?["sequence"] ?? 0) + 1
        let previous = try last.map { try Self.digest($0, sequence: $0["sequence"]) } ?? ChainDigest.beforeFirst
        let bytes = try CanonicalJSON.encode(JournalRow(sequence: sequence, event: event))
        try db.execute(
            sql: """
                INSERT INTO journalRow (incarnation, sequence, text, digest, play, agentMs, room)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                incarnation, sequence, String(decoding: bytes, as: UTF8.self),
                ChainDigest.next(after: previous, row: bytes).hexadecimal, event.play?.rawValue,
                event.agentMs.milliseconds, event.room?.rawValue,
            ]
        )
        return sequence
    }

    /// The rows that follow a sequence, as they stand in the journal.
    ///
    /// - Parameters:
    ///   - rowsMax: the most rows.
    ///   - bytesMax: the most bytes of text, unless the first row alone has more.
    package func rows(after sequence: Int64, rowsMax: Int, bytesMax: Int) async throws -> [String] {
        try await self.pool.read { db in
            let cursor = try String.fetchCursor(
                db,
                sql: "SELECT text FROM journalRow WHERE incarnation = ? AND sequence > ? ORDER BY sequence LIMIT ?",
                arguments: [self.incarnation, sequence, rowsMax]
            )
            var rows: [String] = []
            var bytes = 0
            while let text = try cursor.next() {
                bytes += text.utf8.count
                guard rows.isEmpty || bytes <= bytesMax else { break }
                rows.append(text)
            }
            return rows
        }
    }

    /// The chain digest after a row; before the first, after "row 0".
    ///
    /// - Returns: nil for a row that is not there.
    package func chainDigest(after sequence: Int64) async throws -> Digest? {
        guard sequence > 0 else { return ChainDigest.beforeFirst }
        return try await self.pool.read { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT digest FROM journalRow WHERE incarnation = ? AND sequence = ?",
                arguments: [self.incarnation, sequence]
            )
            return try row.map { try Self.digest($0, sequence: sequence) }
        }
    }

    /// The latest agent time in the journal: the time line goes on from there.
    package func lastAgentTime() throws -> AgentTime? {
        try self.pool.read { db in
            let rows = try Int64.fetchOne(db, sql: "SELECT MAX(agentMs) FROM journalRow")
            let heard = try Int64.fetchOne(db, sql: "SELECT MAX(heardMs) FROM viewing")
            return [rows, heard].compactMap { $0 }.max().map(AgentTime.init(milliseconds:))
        }
    }

    private static func digest(_ row: Row, sequence: Int64) throws -> Digest {
        guard let digest = Digest(hexadecimal: row["digest"]) else { throw JournalError.damaged(sequence: sequence) }
        return digest
    }
}

extension JournalEvent {
    var play: ViewingSession.ID? {
        switch self {
        case .viewing(let viewing): viewing.play
        case .played(let interval): interval.play
        case .started, .anchor, .password, .room, .appeal: nil
        }
    }

    /// The collective viewing that it is an event of.
    var room: Room.ID? {
        guard case .room(let event) = self else { return nil }
        return event.room
    }
}
