package import CourseModel
import GRDB

/// What two officers decide together.
extension SQLiteLedger {
    package func propose(
        _ content: Proposal.Content,
        by proposer: Proposal.Actor,
        at now: UTCTime
    ) async throws -> Proposal {
        try await self.pool.write { db in
            try db.execute(
                sql: """
                    INSERT INTO proposal (kind, trainee, programme, subject, hundredths, reason, appeal, proposer,
                        proposerLevel, proposedAtMs)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    content.kind.rawValue, content.trainee.rawValue, content.programme.rawValue, content.subject,
                    content.hundredths?.hundredths, content.reason, content.appeal, proposer.login, proposer.level,
                    now.milliseconds,
                ]
            )
            return try Self.proposal(db.lastInsertedRowID, db)
        }
    }

    package func decide(
        _ number: Int64,
        _ decision: ProposalDecision,
        by decider: Proposal.Actor,
        answer: String?,
        at now: UTCTime
    ) async throws -> Proposal {
        try await self.pool.write { db in
            let proposal = try Self.proposal(number, db)
            guard proposal.state == .open else { throw ProposalFault.decided(number, proposal.state) }
            var entry: Int64?
            let state: Proposal.State
            switch decision {
            case .withdraw:
                guard decider.login == proposal.proposer.login else { throw ProposalFault.foreignProposal }
                state = .withdrawn
            case .decline:
                try Self.check(decider, mayDecide: proposal)
                state = .declined
            case .cosign(let rules, let account):
                try Self.check(decider, mayDecide: proposal)
                state = .cosigned
                if proposal.content.kind == .adjustment {
                    entry = try Self.post(proposal, cosigner: decider, rules: rules, account: account, at: now, db)
                }
                try Self.markDue(proposal.content.trainee, db)
            }
            try db.execute(
                sql: """
                    UPDATE proposal SET state = ?, decider = ?, deciderLevel = ?, decidedAtMs = ?, answer = ?, entry = ?
                    WHERE number = ?
                    """,
                arguments: [
                    state.rawValue, decider.login, decider.level, now.milliseconds, answer, entry, number,
                ]
            )
            return try Self.proposal(number, db)
        }
    }

    package func proposal(_ number: Int64) async throws -> Proposal {
        try await self.pool.read { try Self.proposal(number, $0) }
    }

    package func proposals(of trainee: Person.ID) async throws -> [Proposal] {
        try await self.pool.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM proposal WHERE trainee = ? ORDER BY number",
                arguments: [trainee.rawValue]
            ).map(Self.proposal)
        }
    }

    package func openProposals(limit: Int) async throws -> [Proposal] {
        try await self.pool.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM proposal WHERE state = 'open' ORDER BY number LIMIT ?",
                arguments: [limit]
            ).map(Self.proposal)
        }
    }

    private static func check(_ decider: Proposal.Actor, mayDecide proposal: Proposal) throws {
        guard decider.login != proposal.proposer.login else { throw ProposalFault.ownProposal }
        guard decider.level != proposal.proposer.level else { throw ProposalFault.sameLevel(decider.level) }
    }

    /// Posts the entry that a cosigned adjustment becomes.
    private static func post(
        _ proposal: Proposal,
        cosigner: Proposal.Actor,
        rules: Digest,
        account: String?,
        at now: UTCTime,
        _ db: Database
    ) throws -> Int64 {
        let content = proposal.content
        let before = try Int64.fetchOne(
            db,
            sql: """
                SELECT MAX(generation) FROM entry
                WHERE trainee = ? AND programme = ? AND item = ? AND kind = 'adjustment'
                """,
            arguments: [content.trainee.rawValue, content.programme.rawValue, content.subject]
        )
        let entry = LedgerEntry(
            trainee: content.trainee,
            programme: content.programme,
            item: content.subject,
            generation: (before ?? 0) + 1,
            kind: .adjustment,
            hundredths: content.hundredths ?? .zero,
            rules: rules,
            input: Digest(of: try CanonicalJSON.encode(content)),
            reason: content.reason,
            actor: proposal.proposer.login,
            cosigner: cosigner.login,
            account: account
        )
        try Self.insert(entry, at: now, db)
        return db.lastInsertedRowID
    }

    private static func proposal(_ number: Int64, _ db: Database) throws -> Proposal {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM proposal WHERE number = ?", arguments: [number])
        else { throw ProposalFault.unknown(number) }
        return try Self.proposal(row)
    }

    private static func proposal(_ row: Row) throws -> Proposal {
        guard let kind = Proposal.Kind(rawValue: row["kind"]), let state = Proposal.State(rawValue: row["state"]) else {
            throw LedgerError.damaged("proposal \(row["number"] as Int64)")
        }
        let decider: Proposal.Actor? = (row["decider"] as String?).map {
            Proposal.Actor(login: $0, level: row["deciderLevel"] ?? "")
        }
        return Proposal(
            number: row["number"],
            content: Proposal.Content(
                kind: kind,
                trainee: try row.identifier("trainee"),
                programme: try row.identifier("programme"),
                subject: row["subject"],
                hundredths: (row["hundredths"] as Int64?).map(CreditHours.init(hundredths:)),
                reason: row["reason"],
                appeal: row["appeal"]
            ),
            proposer: Proposal.Actor(login: row["proposer"], level: row["proposerLevel"]),
            proposedAtMs: UTCTime(milliseconds: row["proposedAtMs"]),
            state: state,
            decider: decider,
            decidedAtMs: (row["decidedAtMs"] as Int64?).map(UTCTime.init(milliseconds:)),
            answer: row["answer"],
            entry: row["entry"]
        )
    }
}
