package import CourseModel
package import ProgressAgent
import ServiceLifecycle
import Synchronization

/// Keeps the shelf stocked with what the newest catalogue lists, and tries again while documents are missing.
package final class ShelfStocker: Service {
    private static let retryInterval: Duration = .seconds(10)

    private let catalogue: DocumentFile<Catalogue>
    private let updates: AsyncStream<Void>
    private let keeper: ReleaseKeeper
    private let onStocked: @Sendable () async -> Void
    private let isWhole = Mutex(false)

    /// - Parameters:
    ///   - updates: one element after each newer catalogue.
    ///   - onStocked: called after the shelf has changed.
    package init(
        catalogue: DocumentFile<Catalogue>,
        updates: AsyncStream<Void>,
        keeper: ReleaseKeeper,
        onStocked: @escaping @Sendable () async -> Void
    ) {
        self.catalogue = catalogue
        self.updates = updates
        self.keeper = keeper
        self.onStocked = onStocked
    }

    /// Whether every document that the catalogue names is here.
    package var isStocked: Bool { self.isWhole.withLock { $0 } }

    /// Stocks from the disk alone: what is held is served before the origin has been asked anything.
    package func stockFromDisk() async {
        await self.stock(fetching: false)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            let (signals, sender) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in self.updates { sender.yield() }
                    sender.finish()
                }
                group.addTask {
                    while !Task.isCancelled {
                        if !self.isStocked { sender.yield() }
                        try? await Task.sleep(for: Self.retryInterval)
                    }
                }
                for await _ in signals { await self.stock(fetching: true) }
                group.cancelAll()
            }
        }
    }

    private func stock(fetching: Bool) async {
        guard let catalogue = self.catalogue.current else { return }
        // A disc may bring a newer one while documents of this one are waited for.
        let isCurrent: @Sendable () -> Bool = { self.catalogue.current?.version == catalogue.version }
        let isWhole = await self.keeper.stock(from: catalogue, fetching: fetching, while: isCurrent)
        self.isWhole.withLock { $0 = isWhole }
        await self.onStocked()
    }
}
