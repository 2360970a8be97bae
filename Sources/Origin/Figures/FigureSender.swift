package import CourseModel
import Logging
import ServiceLifecycle
package import Transfer

/// Sends what waits in the province's database to the webhook, one message after the other.
///
/// What became of an attempt is on the disk before the next is made. An attempt whose answer was lost is made again with
/// the same key and the same bytes: a receiver that acts on a key once gets each figure once.
package struct FigureSender: Sendable {
    private let province: ProvinceDatabase
    private let webhook: FigureWebhook
    private let connection: TransferConnection
    private let now: @Sendable () -> UTCTime

    package init(
        province: ProvinceDatabase,
        webhook: FigureWebhook,
        connection: TransferConnection = TransferConnection(),
        now: @escaping @Sendable () -> UTCTime
    ) {
        self.province = province
        self.webhook = webhook
        self.connection = connection
        self.now = now
    }

    /// Makes one attempt.
    ///
    /// - Returns: the message as it is after it; nil where nothing is due.
    /// - Throws: what the database threw, or `CancellationError`: then the attempt is not counted.
    package func sendOne() async throws -> FigureMessage? {
        guard let (message, body) = try self.province.dueFigureMessage(at: self.now()) else { return nil }
        let outcome: FigureMessage.Outcome
        do {
            let answer = try await self.connection.data(
                for: self.webhook.request(message, body: body, at: self.now()),
                sizeMax: FigureWebhook.answerSizeMax
            )
            outcome = .answered(status: answer.status, retryAfterSeconds: answer.retryAfter?.components.seconds)
        } catch let error as TransferError {
            outcome = .failed("\(error)")
        }
        let after = message.after(outcome, at: self.now())
        try self.province.keep(after)
        return after
    }
}

/// Keeps sending for as long as the server runs.
struct FigureSenderService: Service {
    private static let interval: Duration = .seconds(5)

    let sender: FigureSender
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                guard await self.work() else {
                    try? await Task.sleep(for: Self.interval)
                    continue
                }
            }
        }
    }

    /// - Returns: whether there may be more to do at once.
    private func work() async -> Bool {
        do {
            guard let message = try await self.sender.sendOne() else { return false }
            let metadata: Logger.Metadata = [
                "key": "\(message.idempotencyKey)", "attempts": "\(message.attempts)",
                "reason": "\(message.trouble ?? "")",
            ]
            switch message.state {
            case .sent: self.logger.info("daily figures sent", metadata: metadata)
            case .waiting: self.logger.warning("daily figures not sent, to be tried again", metadata: metadata)
            case .failed, .superseded: self.logger.error("daily figures not sent, and given up", metadata: metadata)
            }
            return true
        } catch {
            guard !(error is CancellationError) else { return false }
            self.logger.error("daily figures not sent", metadata: ["reason": "\(error)"])
            return false
        }
    }
}
