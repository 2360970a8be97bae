package import CourseModel
import ServiceLifecycle
import Synchronization

/// Keeps a player's request waiting until the chunk it needs is held.
///
/// A browser's own HLS player gives a lesson up for good at the first 5xx, so an edge that can still get the bytes does
/// not answer before it has them: a fetch that fails is tried again until the time is over.
package final class ChunkWait: Sendable {
    /// Requests that wait at once: 40 seats and their read-ahead, many times over.
    package static let waitingMax = 1_024
    private static let pause: Duration = .milliseconds(500)

    private let shelf: Shelf
    private let limit: Duration
    private let want: @Sendable (ChunkAddress) async throws -> Void
    private let waiting = Mutex(0)

    /// - Parameters:
    ///   - limit: how long a request is kept waiting.
    ///   - want: fetches a chunk in the foreground, once for all who wait; returns when it is held.
    package init(shelf: Shelf, limit: Duration, want: @escaping @Sendable (ChunkAddress) async throws -> Void) {
        self.shelf = shelf
        self.limit = limit
        self.want = want
    }

    /// How many requests wait now.
    package var count: Int { self.waiting.withLock { $0 } }

    /// - Returns: whether the chunk is held now; false when the time is over, or too many wait already.
    package func isHeld(_ address: ChunkAddress) async -> Bool {
        if self.shelf.isHeld(address) { return true }
        guard self.enter() else { return false }
        defer { self.waiting.withLock { $0 -= 1 } }
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.fetch(address) }
                group.addTask { try? await Task.sleep(for: self.limit) }
                await group.next()
                group.cancelAll()
            }
        }
        return self.shelf.isHeld(address)
    }

    private func enter() -> Bool {
        self.waiting.withLock { waiting in
            guard waiting < Self.waitingMax else { return false }
            waiting += 1
            return true
        }
    }

    private func fetch(_ address: ChunkAddress) async {
        while !self.shelf.isHeld(address), !Task.isCancelled {
            do {
                try await self.want(address)
            } catch {
                try? await Task.sleep(for: Self.pause)
            }
        }
    }
}
