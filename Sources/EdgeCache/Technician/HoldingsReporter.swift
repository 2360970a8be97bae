import CourseModel
package import Logging
package import ProgressAgent
import ServiceLifecycle

/// Tells the origin from time to time what this school has verified, and when it expects the rest.
package struct HoldingsReporter: Service {
    private let status: StatusReader
    private let shelf: Shelf
    private let index: CacheIndexDatabase
    private let client: OriginClient
    private let contact: OriginContact
    private let interval: Duration
    private let logger: Logger

    package init(
        status: StatusReader,
        shelf: Shelf,
        index: CacheIndexDatabase,
        client: OriginClient,
        contact: OriginContact,
        interval: Duration,
        logger: Logger
    ) {
        self.status = status
        self.shelf = shelf
        self.index = index
        self.client = client
        self.contact = contact
        self.interval = interval
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.report()
                try? await Task.sleep(for: self.interval)
            }
        }
    }

    /// Reports once; a failure is only logged, since the next report says everything again.
    package func report() async {
        do {
            guard let holdings = try await self.holdings() else { return }
            try await self.client.send(holdings)
            self.contact.reached()
        } catch {
            self.contact.missed("\(error)")
            self.logger.debug("holdings not reported", metadata: ["error": "\(error)"])
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
                        readyAtMs: release.readyAtMs
                    )
                }
            }
        )
    }
}
