import CourseModel
import ProgressAgent
import Testing

@Suite struct ReportExchangeTests {
    private let digest = Digest(of: [1])

    private func step(
        _ outcome: Receipt.Outcome,
        through: Int64,
        epoch: Int64 = 1,
        digest: Digest? = nil,
        here: Digest? = nil
    ) throws -> ReportExchange.Step {
        let receipt = Receipt(
            edge: try Viewing.grant().edge,
            epoch: epoch,
            outcome: outcome,
            through: through,
            digest: digest ?? self.digest,
            receivedAtMs: .zero,
            nowMs: .zero
        )
        return ReportExchange.step(
            for: receipt,
            grant: try Viewing.grant(),
            lastSequence: 10,
            digestAtThrough: through <= 10 ? here ?? self.digest : nil
        )
    }

    @Test(
        "Append, replay and gap each say up to where the origin has everything",
        arguments: [Receipt.Outcome.append, .replay, .gap]
    )
    func acknowledged(outcome: Receipt.Outcome) throws {
        #expect(try self.step(outcome, through: 7) == .acknowledged(through: 7))
    }

    @Test("A receipt for another epoch, a fork, more rows than there are, or another chain stop the reports")
    func stopped() throws {
        let steps = [
            try self.step(.append, through: 7, epoch: 2), try self.step(.fork, through: 7),
            try self.step(.gap, through: 11), try self.step(.append, through: 7, digest: Digest(of: [2])),
        ]
        for step in steps {
            guard case .stop = step else {
                Issue.record("\(step)")
                continue
            }
        }
    }
}
