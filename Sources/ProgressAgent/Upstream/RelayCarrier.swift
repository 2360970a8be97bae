package import CourseModel
import Transfer

/// Another edge that carries what this one has to say while the origin cannot be reached: sealed, so that it cannot be
/// read on the way.
package struct RelayCarrier: Sendable {
    let client: OriginClient
    private let sealingKey: SealingKey

    /// - Parameters:
    ///   - client: speaks to that edge.
    ///   - sealingKey: the origin's.
    package init(client: OriginClient, sealingKey: SealingKey) {
        self.client = client
        self.sealingKey = sealingKey
    }

    /// Whether a failure means that the origin cannot be reached, so that another way may help.
    package static func helps(after error: any Error) -> Bool {
        error is TransferError || error is Interception
    }

    /// Hands a document over; durable there when this returns.
    ///
    /// - Throws: `OriginProblem`, with status 507 where no more is kept for this edge; `TransferError`.
    package func carry<Payload: DocumentPayload>(_ document: SignedDocument<Payload>) async throws {
        let answer = try await self.client.relay(try self.sealingKey.seal(document), as: Payload.self)
        guard answer.status == 204 else { throw OriginProblem(answer) }
    }

    /// What became of the reports that were handed over.
    func state() async throws -> RelayState {
        try await self.client.relayState()
    }

    /// The origin's last receipt, verified; nil where none has come, or it is none of the origin's.
    func receipt(in state: RelayState) -> Receipt? {
        state.receipt.flatMap { Base64URL.bytes(of: $0) }
            .flatMap { try? SignedDocument<Receipt>(verifying: $0, with: self.client.identity.originKey).payload }
    }
}
