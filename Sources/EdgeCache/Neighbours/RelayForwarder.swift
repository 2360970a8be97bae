import CourseModel
import Logging
import ProgressAgent
import ServiceLifecycle
import Transfer

/// Brings the origin what this edge carries for its children, as soon as its own line is up, and keeps the origin's
/// receipts for them.
final class RelayForwarder: Service {
    private let store: RelayStore
    private let client: OriginClient
    private let interval: Duration
    private let logger: Logger
    private let signals: AsyncStream<Void>
    private let sender: AsyncStream<Void>.Continuation

    /// - Parameter interval: how often is looked after what an earlier run left, and how soon a failure is tried again at
    ///   first.
    init(store: RelayStore, client: OriginClient, interval: Duration, logger: Logger) {
        self.store = store
        self.client = client
        self.interval = interval
        self.logger = logger
        (self.signals, self.sender) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// To be called when something is there to be brought.
    func wakeUp() {
        self.sender.yield()
    }

    func run() async throws {
        self.wakeUp()
        await cancelWhenGracefulShutdown {
            var backoff = Backoff(first: self.interval, max: max(self.interval, .seconds(300)))
            for await _ in self.signals {
                do {
                    for item in try self.store.waiting() { try await self.bring(item) }
                    backoff.succeeded()
                } catch {
                    self.logger.debug("not carried on", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: backoff.failed(spread: .random(in: 0...1)))
                    self.wakeUp()
                }
            }
        }
    }

    /// - Throws: where it is to be tried again.
    private func bring(_ item: RelayStore.Item) async throws {
        guard let sealed = try self.store.read(item) else { return }
        let answer =
            try await item.isReport
            ? self.client.relay(sealed, as: Report.self) : self.client.relay(sealed, as: Holdings.self)
        switch answer.status {
        case 200, 204, 409:
            try self.keepReceipt(in: answer.body, for: item)
        case 400, 413:
            // It would be refused again, and hold up what comes after it. The child hears nothing, and hands it over anew.
            self.logger.warning(
                "the origin refused what was carried for a child",
                metadata: ["child": "\(item.child)", "reason": "\(OriginProblem(answer))"]
            )
        default:
            throw OriginProblem(answer)
        }
        try self.store.remove(item, sealed)
        self.logger.debug("carried on", metadata: ["child": "\(item.child)", "name": "\(item.name)"])
    }

    private func keepReceipt(in body: [UInt8], for item: RelayStore.Item) throws {
        guard item.isReport else { return }
        let receipt = try SignedDocument<Receipt>(verifying: body, with: self.client.identity.originKey)
        // A document of another edge that this child handed over is none of its business.
        guard receipt.payload.edge == item.child else { return }
        try self.store.keepReceipt(body, of: item.child)
    }
}
