package import CourseModel
import Foundation
import GRDB

/// Reports: append, replay, gap or fork.
extension SQLiteLedger {
    package func take(
        _ report: SignedDocument<Report>,
        rows: [JournalRow],
        strangers: Set<Person.ID>,
        at now: UTCTime
    ) async throws -> ReportOutcome {
        let report = report.payload
        guard rows.count == report.rows.count, rows.first?.sequence == report.header.first else {
            throw LedgerError.mismatch
        }
        return try await self.pool.write { db in
            try ReportTransaction(db: db, report: report, rows: rows, strangers: strangers, now: now).perform()
        }
    }

    package func journal(of edge: Edge.ID) async throws -> EdgeJournalState? {
        try await self.pool.read { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT * FROM journal WHERE edge = ? ORDER BY epoch DESC LIMIT 1",
                arguments: [edge.rawValue]
            )
            return try row.map(EdgeJournalState.init)
        }
    }

    package func journals() async throws -> [Edge.ID: EdgeJournalState] {
        try await self.pool.read { db in
            var journals: [Edge.ID: EdgeJournalState] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT * FROM journal ORDER BY epoch") {
                journals[try row.identifier("edge")] = try EdgeJournalState(row)
            }
            return journals
        }
    }
}

extension EdgeJournalState {
    init(_ row: Row) throws {
        self.init(
            epoch: row["epoch"],
            through: row["through"],
            digest: try row.digestBytes("digest"),
            lastReportAtMs: UTCTime(milliseconds: row["lastReportAtMs"]),
            isForked: row["forkedAtMs"] != nil
        )
    }
}

/// The taking of one report, inside its transaction.
struct ReportTransaction {
    let db: Database
    let report: Report
    let rows: [JournalRow]
    let strangers: Set<Person.ID>
    let now: UTCTime

    private var header: Report.Header { self.report.header }

    func perform() throws -> ReportOutcome {
        let state = try self.openJournal()
        if state.isForked { return self.outcome(.fork, state) }
        guard self.header.first <= state.through + 1 else { return self.outcome(.gap, state) }
        var digest = self.header.previousDigest
        guard digest == (try self.storedDigest(after: self.header.first - 1)) else {
            return try self.freeze(state, sequence: self.header.first, text: self.report.rows.first)
        }
        var taken: [EvidenceRow] = []
        for (row, text) in zip(self.rows, self.report.rows) {
            digest = ChainDigest.next(after: digest, row: Array(text.utf8))
            if row.sequence > state.through {
                taken.append(EvidenceRow(row: row, text: text, digest: digest))
            } else if digest != (try self.storedDigest(after: row.sequence)) {
                return try self.freeze(state, sequence: row.sequence, text: text)
            }
        }
        guard !taken.isEmpty else { return try self.replay(state) }
        try EvidenceTransaction(db: self.db, header: self.header, strangers: self.strangers, now: self.now).insert(
            taken
        )
        try self.db.execute(
            sql: "UPDATE journal SET through = ?, digest = ? WHERE edge = ? AND epoch = ?",
            arguments: [self.header.last, Data(digest.bytes), self.header.edge.rawValue, self.header.epoch]
        )
        return ReportOutcome(outcome: .append, through: self.header.last, digest: digest, receivedAtMs: self.now)
    }

    private func openJournal() throws -> EdgeJournalState {
        let row = try Row.fetchOne(
            self.db,
            sql: """
                INSERT INTO journal (edge, epoch, through, digest, lastReportAtMs) VALUES (?, ?, 0, ?, ?)
                ON CONFLICT (edge, epoch) DO UPDATE SET lastReportAtMs = MAX(lastReportAtMs, excluded.lastReportAtMs)
                RETURNING *
                """,
            arguments: [
                self.header.edge.rawValue, self.header.epoch, Data(ChainDigest.beforeFirst.bytes),
                self.now.milliseconds,
            ]
        )
        guard let row else { throw LedgerError.damaged("journal \(self.header.edge)/\(self.header.epoch)") }
        return try EdgeJournalState(row)
    }

    private func storedDigest(after sequence: Int64) throws -> Digest {
        guard sequence > 0 else { return ChainDigest.beforeFirst }
        let row = try Row.fetchOne(
            self.db.cachedStatement(
                sql: "SELECT digest FROM journalRow WHERE edge = ? AND epoch = ? AND sequence = ?"
            ),
            arguments: [self.header.edge.rawValue, self.header.epoch, sequence]
        )
        guard let row else {
            throw LedgerError.damaged("row \(self.header.edge)/\(self.header.epoch)/\(sequence) is missing")
        }
        return try row.digestBytes("digest")
    }

    /// Everything was here before.
    private func replay(_ state: EdgeJournalState) throws -> ReportOutcome {
        let received = try Int64.fetchOne(
            self.db,
            sql: "SELECT receivedAtMs FROM journalRow WHERE edge = ? AND epoch = ? AND sequence = ?",
            arguments: [self.header.edge.rawValue, self.header.epoch, self.header.last]
        )
        return ReportOutcome(
            outcome: .replay,
            through: state.through,
            digest: state.digest,
            receivedAtMs: received.map(UTCTime.init(milliseconds:)) ?? self.now
        )
    }

    private func freeze(_ state: EdgeJournalState, sequence: Int64, text: String?) throws -> ReportOutcome {
        try self.db.execute(
            sql: "UPDATE journal SET forkedAtMs = ?, forkSequence = ?, forkText = ? WHERE edge = ? AND epoch = ?",
            arguments: [
                self.now.milliseconds, sequence, text, self.header.edge.rawValue, self.header.epoch,
            ]
        )
        return self.outcome(.fork, state)
    }

    private func outcome(_ outcome: Receipt.Outcome, _ state: EdgeJournalState) -> ReportOutcome {
        ReportOutcome(outcome: outcome, through: state.through, digest: state.digest, receivedAtMs: self.now)
    }
}
