package import CourseModel
package import Crediting

/// What the schools reported, and the hours that came of it.
///
/// Everything that a function here returns from is durable. What was reported is only ever added to; so are entries.
/// A trainee whose evidence has changed stays *due* until a settlement was stored, whatever happens in between.
package protocol LedgerStore: Sendable {
    // MARK: Reports

    /// Takes a report's rows, in one transaction: all of them or none.
    ///
    /// - Parameters:
    ///   - report: verified.
    ///   - rows: the report's rows, read.
    ///   - strangers: people whom this school may not report about: their viewing is kept, and credits nothing.
    func take(
        _ report: SignedDocument<Report>,
        rows: [JournalRow],
        strangers: Set<Person.ID>,
        at now: UTCTime
    ) async throws -> ReportOutcome

    /// The state of an edge's journal in its latest epoch; nil when nothing was reported.
    func journal(of edge: Edge.ID) async throws -> EdgeJournalState?
    /// The same of every edge that ever reported.
    func journals() async throws -> [Edge.ID: EdgeJournalState]

    // MARK: Evidence

    /// All viewing of a trainee, from whatever edge it was reported, on one time line.
    ///
    /// Intervals of viewing sessions that their own journal does not know are left out.
    func evidence(of trainee: Person.ID) async throws -> Evidence
    /// Everyone who has evidence or entries, in ascending order.
    func trainees() async throws -> [Person.ID]

    // MARK: What is due

    /// Trainees whose evidence or rules changed since their last settlement, those who wait longest first.
    func dueTrainees(limit: Int) async throws -> [DueTrainee]
    func isDue(_ trainee: Person.ID) async throws -> Bool
    func markDue(_ trainees: [Person.ID]) async throws
    /// Marks everyone due if credit was last judged by something else than `basis`.
    func markAllDue(ifNotJudgedBy basis: Digest) async throws
    /// Stores what became of a trainee's evidence: entries, statements, and that it is no longer due.
    func settle(_ settlement: Settlement) async throws

    // MARK: Hours

    /// All entries of a trainee in the order in which they were posted.
    func entries(of trainee: Person.ID) async throws -> [LedgerEntry]
    /// Posts entries beside the settlements, such as adjustments; their trainees become due.
    func post(_ entries: [LedgerEntry], at now: UTCTime) async throws
    /// The statements stored by the last settlements of those of these trainees who are not due.
    func statements(of trainees: [Person.ID]) async throws -> [StoredStatement]

    // MARK: Passwords

    /// Password changes that were not applied yet, in the order in which they arrived.
    func passwordChanges(limit: Int) async throws -> [ReportedPasswordChange]
    func markApplied(_ change: ReportedPasswordChange) async throws
}

extension LedgerStore {
    /// Takes a report of a school that may report about everyone in it.
    package func take(
        _ report: SignedDocument<Report>,
        rows: [JournalRow],
        at now: UTCTime
    ) async throws -> ReportOutcome {
        try await self.take(report, rows: rows, strangers: [], at: now)
    }
}
