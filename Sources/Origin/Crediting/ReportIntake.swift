package import CourseModel
package import CreditLedger

/// Takes schools' reports: verified, stored, and answered with a signed receipt.
///
/// A receipt is signed only after the rows are durable. What follows from them is worked out later, by `Recompute`.
package struct ReportIntake: Sendable {
    private let ledger: any LedgerStore
    private let signingKey: SigningKey
    private let school: @Sendable (Person.ID) throws -> School.ID?
    private let now: @Sendable () -> UTCTime

    /// - Parameter school: to which school a person belongs; a school reports about its own people only.
    package init(
        ledger: any LedgerStore,
        signingKey: SigningKey,
        school: @escaping @Sendable (Person.ID) throws -> School.ID?,
        now: @escaping @Sendable () -> UTCTime
    ) {
        self.ledger = ledger
        self.signingKey = signingKey
        self.school = school
        self.now = now
    }

    /// - Parameters:
    ///   - bytes: the signed report.
    ///   - edge: who sent it, already let in.
    /// - Throws: `ReportRefusal` for what no receipt is given for; nothing of it was taken.
    package func take(_ bytes: [UInt8], from edge: EdgeRecord) async throws -> SignedDocument<Receipt> {
        let report = try Self.verified(bytes, with: edge.key)
        let header = report.payload.header
        guard header.edge == edge.edge else { throw ReportRefusal.anotherEdge }
        guard header.epoch == edge.epoch else { throw ReportRefusal.anotherEpoch(granted: edge.epoch) }
        let rows: [JournalRow]
        do {
            rows = try report.payload.journalRows()
        } catch {
            throw ReportRefusal.rows(error)
        }
        let outcome = try await self.ledger.take(
            report,
            rows: rows,
            strangers: try self.strangers(in: rows, to: edge.school),
            at: self.now()
        )
        let receipt = Receipt(
            edge: edge.edge,
            epoch: edge.epoch,
            outcome: outcome.outcome,
            through: outcome.through,
            digest: outcome.digest,
            receivedAtMs: outcome.receivedAtMs,
            nowMs: self.now(),
            report: report.digest
        )
        return try SignedDocument(signing: receipt, with: self.signingKey)
    }

    private static func verified(_ bytes: [UInt8], with key: VerifyingKey) throws -> SignedDocument<Report> {
        do throws(DocumentError) {
            return try SignedDocument<Report>(verifying: bytes, with: key)
        } catch {
            throw ReportRefusal.document(error)
        }
    }

    private func strangers(in rows: [JournalRow], to school: School.ID) throws -> Set<Person.ID> {
        let people = rows.flatMap { row -> [Person.ID] in
            switch row.event {
            case .viewing(let viewing): [viewing.trainee]
            case .room(let event): event.people
            case .appeal(let appeal): [appeal.person]
            case .started, .anchor, .played, .password: []
            }
        }
        return try Set(people).filter { try self.school($0) != school }
    }
}

/// Why a report is refused without a receipt: sending it again as it is would not help.
package enum ReportRefusal: Error, Hashable, Sendable {
    case document(DocumentError)
    case anotherEdge
    case anotherEpoch(granted: Int64)
    case rows(ReportError)
}

extension ReportRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .document(let error): "\(error)"
        case .anotherEdge: "this is the report of another edge"
        case .anotherEpoch(let granted): "this edge may write epoch \(granted) and no other"
        case .rows(.tooManyRows(let count)): "\(count) rows are more than one report may have"
        case .rows(.wrongNumbering): "the rows do not have the numbers that the header says"
        case .rows(.unreadableRow(let sequence)): "row \(sequence) cannot be read by this version"
        case .rows(.brokenChain): "the chain over the rows is broken"
        }
    }
}
