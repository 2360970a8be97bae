import CourseModel
package import Logging
package import ProgressAgent
import ServiceLifecycle

/// Tells the origin from time to time, and soon after something changed, what this school has verified, and when it
/// expects the rest.
package struct HoldingsReporter: Service {
    /// A lesson of many track files that come fast is not reported for each of them.
    private static let shortestGap: Duration = .seconds(2)
    /// What has not changed is told again after so many intervals.
    private static let quietIntervals = 15

    private let status: StatusReader
    private let shelf: Shelf
    private let index: CacheIndexDatabase
    private let client: OriginClient
    private let carrier: @Sendable () -> RelayCarrier?
    private let contact: OriginContact
    private let interval: Duration
    private let changes: AsyncStream<Void>
    private let logger: Logger

    /// - Parameters:
    ///   - carrier: who carries holdings while the origin cannot be reached; nil for nobody.
    ///   - changes: one element after each change worth telling; this is its only listener.
    package init(
        status: StatusReader,
        shelf: Shelf,
        index: CacheIndexDatabase,
        client: OriginClient,
        carrier: @escaping @Sendable () -> RelayCarrier?,
        contact: OriginContact,
        interval: Duration,
        changes: AsyncStream<Void>,
        logger: Logger
    ) {
        self.status = status
        self.shelf = shelf
        self.index = index
        self.client = client
        self.carrier = carrier
        self.contact = contact
        self.interval = interval
        self.changes = changes
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            let (signals, sender) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in self.changes { sender.yield() }
                }
                group.addTask {
                    while !Task.isCancelled {
                        sender.yield()
                        try? await Task.sleep(for: self.interval)
                    }
                }
                var news = HoldingsNews(quiet: self.interval * Self.quietIntervals)
                let start = ContinuousClock.now
                for await _ in signals {
                    await self.report(&news, since: start)
                    try? await Task.sleep(for: min(Self.shortestGap, self.interval))
                }
                group.cancelAll()
            }
        }
    }

    /// Reports what is news; a failure is only logged, since the next report says everything again.
    private func report(_ news: inout HoldingsNews, since start: ContinuousClock.Instant) async {
        do {
            guard let holdings = try await self.holdings() else { return }
            let now = start.duration(to: .now)
            guard news.isDue(holdings, at: now) else { return }
            try await self.send(try SignedDocument(signing: holdings, with: self.client.identity.key))
            news.tell(holdings, at: now)
        } catch {
            self.logger.debug("holdings not reported", metadata: ["error": "\(error)"])
        }
    }

    /// To the origin; while it cannot be reached, to whoever carries it there.
    private func send(_ document: SignedDocument<Holdings>) async throws {
        do {
            try await self.client.send(document)
            self.contact.reached()
        } catch {
            self.contact.missed("\(error)")
            guard RelayCarrier.helps(after: error), let carrier = self.carrier() else { throw error }
            try await carrier.carry(document)
        }
    }

    /// - Returns: nil before the first catalogue.
    func holdings() async throws -> Holdings? {
        let status = try await self.status.status()
        guard let catalogue = status.catalogue else { return nil }
        return Holdings(
            edge: status.edge,
            number: try self.index.nextHoldingsNumber(atLeast: status.asOfMs.milliseconds),
            atMs: status.asOfMs,
            catalogueVersion: catalogue.version,
            softwareVersion: status.softwareVersion,
            rateBytesPerSecond: status.link.rateBytesPerSecond,
            isPaused: status.link.isPaused,
            diskFreeBytes: status.diskFreeBytes,
            refusals: status.incidentsTotal,
            releases: status.releases.compactMap { release in
                self.shelf.release(of: release.lesson).map {
                    Holdings.Release(
                        lesson: release.lesson,
                        manifest: $0.digest,
                        heldBytes: release.heldBytes,
                        sizeBytes: release.sizeBytes,
                        readyAtMs: release.readyAtMs,
                        readyLateAtMs: release.readyLateAtMs,
                        rendition: release.rendition,
                        help: release.help ?? []
                    )
                }
            }
        )
    }
}
