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
    /// The same, as far as its times are known for good: what came after a journal's last anchor is left out.
    func settledEvidence(of trainee: Person.ID) async throws -> Evidence
    /// Everyone who has evidence or entries, in ascending order.
    func trainees() async throws -> [Person.ID]

    // MARK: What is due

    /// Trainees whose evidence or rules changed since their last settlement, those who wait longest first.
    func dueTrainees(limit: Int) async throws -> [DueTrainee]
    func isDue(_ trainee: Person.ID) async throws -> Bool
    func markDue(_ trainees: [Person.ID]) async throws
    /// Marks everyone due if credit was last judged by something else than `basis`.
    ///
    /// - Parameter ruleSets: those of `basis`; which is in force since when is written down with it.
    func markAllDue(
        ifNotJudgedBy basis: Digest,
        ruleSets: [Programme.ID: RuleSet],
        at now: UTCTime
    ) async throws
    /// Stores what became of a trainee's evidence: entries, statements, and that it is no longer due.
    func settle(_ settlement: Settlement) async throws

    // MARK: Hours

    /// All entries of a trainee in the order in which they were posted.
    func entries(of trainee: Person.ID) async throws -> [LedgerEntry]
    /// Posts entries beside the settlements, such as adjustments; their trainees become due.
    func post(_ entries: [LedgerEntry], at now: UTCTime) async throws
    /// The statements stored by the last settlements of those of these trainees who are not due.
    func statements(of trainees: [Person.ID]) async throws -> [StoredStatement]

    /// Short codes of the last row about a trainee in each journal, sorted.
    func receipts(of trainee: Person.ID) async throws -> [ReceiptCode]
    /// Whether a row with this code is here.
    func holds(_ code: ReceiptCode) async throws -> Bool
    /// The rule sets of a programme in the order in which they came into force.
    func ruleSets(of programme: Programme.ID) async throws -> [AdoptedRuleSet]

    // MARK: What officers decide

    func propose(_ content: Proposal.Content, by proposer: Proposal.Actor, at now: UTCTime) async throws -> Proposal
    /// Decides a proposal, and posts the entry or marks due what follows from it, in one transaction.
    ///
    /// - Throws: `ProposalFault`; then nothing was changed.
    func decide(
        _ number: Int64,
        _ decision: ProposalDecision,
        by decider: Proposal.Actor,
        answer: String?,
        at now: UTCTime
    ) async throws -> Proposal
    /// - Throws: `ProposalFault.unknown`.
    func proposal(_ number: Int64) async throws -> Proposal
    /// In the order in which they were made.
    func proposals(of trainee: Person.ID) async throws -> [Proposal]
    func openProposals(limit: Int) async throws -> [Proposal]
    /// Takes an appeal that is filed at the origin; those of schools come as journal rows.
    func file(_ appeal: AppealFiled, by filedBy: String, at now: UTCTime) async throws -> Appeal
    /// - Throws: `AppealFault`; then nothing was changed.
    func answer(_ number: Int64, _ answer: Appeal.Answer) async throws -> Appeal
    /// - Throws: `AppealFault.unknown`.
    func appeal(_ number: Int64) async throws -> Appeal
    func appeals(of trainee: Person.ID) async throws -> [Appeal]
    func openAppeals(limit: Int) async throws -> [Appeal]

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
