package import CourseModel
import ServiceLifecycle
import Synchronization

/// Keeps a player's request waiting until the chunk it needs is held.
///
/// A browser's own HLS player gives a lesson up for good at the first 5xx, so an edge that can still get the bytes does
/// not answer before it has them: a fetch that fails is tried again until the time is over.
package final class ChunkWait: Sendable {
    /// One player in one track.
    private struct Place: Hashable {
        let session: ViewingSession.ID
        let blob: Digest
    }

    private struct Waiter {
        let chunk: Int
        let leave: @Sendable () -> Void
    }

    private struct Places {
        var lastNumber = 0
        var waiters: [Place: [Int: Waiter]] = [:]
    }

    /// A player may ask for the next chunks before it has the one before them.
    private static let near = 3
    /// Requests that wait at once: 40 seats and their read-ahead, many times over.
    package static let waitingMax = 1_024
    private static let pause: Duration = .milliseconds(500)

    private let shelf: Shelf
    private let limit: Duration
    private let want: @Sendable (ChunkAddress) async throws -> Void
    private let watch: @Sendable (ChunkAddress) -> Void
    private let waiting = Mutex(0)
    private let places = Mutex(Places())

    /// - Parameters:
    ///   - limit: how long a request is kept waiting.
    ///   - want: fetches a chunk in the foreground, once for all who wait; returns when it is held.
    ///   - watch: told of every chunk that was asked for and is held, so that the next ones can come early.
    package init(
        shelf: Shelf,
        limit: Duration,
        want: @escaping @Sendable (ChunkAddress) async throws -> Void,
        watch: @escaping @Sendable (ChunkAddress) -> Void = { _ in }
    ) {
        self.shelf = shelf
        self.limit = limit
        self.want = want
        self.watch = watch
    }

    /// How many requests wait now.
    package var count: Int { self.waiting.withLock { $0 } }

    /// Whether the chunk is held now; does not wait, and else does what `isHeld` does.
    package func isHeldNow(_ address: ChunkAddress, for session: ViewingSession.ID) -> Bool {
        self.leave(Place(session: session, blob: address.blob), unlessNear: address.chunk)
        guard self.shelf.isHeld(address) else { return false }
        self.watch(address)
        return true
    }

    /// - Parameter session: who asks. It leaves what it waits for elsewhere in the track: a player that moves on in its
    ///   lesson takes one chunk of a track at a time, and what it left must not keep the line from it.
    /// - Returns: whether the chunk is held now; false when the time is over, somebody moved on, or too many wait already.
    package func isHeld(_ address: ChunkAddress, for session: ViewingSession.ID) async -> Bool {
        guard await self.isHere(address, for: session) else { return false }
        self.watch(address)
        return true
    }

    private func isHere(_ address: ChunkAddress, for session: ViewingSession.ID) async -> Bool {
        let place = Place(session: session, blob: address.blob)
        self.leave(place, unlessNear: address.chunk)
        if self.shelf.isHeld(address) { return true }
        guard self.enter() else { return false }
        defer { self.waiting.withLock { $0 -= 1 } }
        let (departure, sender) = AsyncStream.makeStream(of: Void.self)
        let number = self.note(Waiter(chunk: address.chunk, leave: { sender.finish() }), at: place)
        defer { self.forget(number, at: place) }
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.fetch(address) }
                group.addTask { try? await Task.sleep(for: self.limit) }
                group.addTask { for await _ in departure {} }
                await group.next()
                group.cancelAll()
            }
        }
        return self.shelf.isHeld(address)
    }

    private func leave(_ place: Place, unlessNear chunk: Int) {
        let left: [Waiter] = self.places.withLock { places in
            guard !places.waiters.isEmpty, let waiters = places.waiters[place] else { return [] }
            return waiters.values.filter { abs($0.chunk - chunk) > Self.near }
        }
        for waiter in left { waiter.leave() }
    }

    private func note(_ waiter: Waiter, at place: Place) -> Int {
        self.places.withLock { places in
            places.lastNumber += 1
            places.waiters[place, default: [:]][places.lastNumber] = waiter
            return places.lastNumber
        }
    }

    private func forget(_ number: Int, at place: Place) {
        self.places.withLock { places in
            places.waiters[place]?[number] = nil
            if places.waiters[place]?.isEmpty == true { places.waiters[place] = nil }
        }
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
