import CourseModel
import Synchronization

/// Those who wait for chunks that are not held yet.
final class WantedChunks: Sendable {
    private struct State {
        var lastNumber = 0
        var waiters: [ChunkAddress: [Int: CheckedContinuation<Void, any Error>]] = [:]
        var count = 0
        /// Numbers of those who left before they were entered.
        var cancelled: Set<Int> = []
    }

    /// A lab of 60 seats asking for every segment of a long lesson.
    private static let waitersMax = 20_000

    private let state = Mutex(State())

    func isAwaited(_ address: ChunkAddress) -> Bool {
        self.state.withLock { $0.waiters[address] != nil }
    }

    /// Waits until the chunk is settled.
    ///
    /// - Parameters:
    ///   - isHeld: asked once the waiter is entered, so that no settling between is missed.
    ///   - begin: called then, if it is not held.
    ///   - abandon: called when the last who waits for the chunk leaves.
    func wait(
        for address: ChunkAddress,
        unless isHeld: () -> Bool,
        begin: () -> Void,
        abandon: @Sendable () -> Void
    ) async throws {
        let number = self.state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        defer { _ = self.state.withLock { $0.cancelled.remove(number) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if let refusal = self.enter(continuation, number, address) {
                    return continuation.resume(throwing: refusal)
                }
                if isHeld() { return self.settle(address) }
                begin()
            }
        } onCancel: {
            if self.leave(number, address) { abandon() }
        }
    }

    /// Lets everybody go who waits for a chunk.
    ///
    /// - Parameter error: nil where it is held now.
    func settle(_ address: ChunkAddress, throwing error: (any Error)? = nil) {
        let waiters = self.state.withLock { state in
            let waiters = state.waiters.removeValue(forKey: address) ?? [:]
            state.count -= waiters.count
            return waiters.values
        }
        for waiter in waiters {
            if let error { waiter.resume(throwing: error) } else { waiter.resume() }
        }
    }

    func settleAll(throwing error: any Error) {
        for address in self.state.withLock({ Array($0.waiters.keys) }) {
            self.settle(address, throwing: error)
        }
    }

    private func enter(
        _ continuation: CheckedContinuation<Void, any Error>,
        _ number: Int,
        _ address: ChunkAddress
    ) -> (any Error)? {
        self.state.withLock { state in
            if state.cancelled.contains(number) { return CancellationError() }
            if state.count >= Self.waitersMax { return PrefetchError.tooManyWaiters }
            state.waiters[address, default: [:]][number] = continuation
            state.count += 1
            return nil
        }
    }

    /// - Returns: whether nobody waits any more.
    private func leave(_ number: Int, _ address: ChunkAddress) -> Bool {
        let (waiter, isLast) = self.state.withLock { state in
            state.cancelled.insert(number)
            let waiter = state.waiters[address]?.removeValue(forKey: number)
            if state.waiters[address]?.isEmpty == true { state.waiters[address] = nil }
            if waiter != nil { state.count -= 1 }
            return (waiter, waiter != nil && state.waiters[address] == nil)
        }
        waiter?.resume(throwing: CancellationError())
        return isLast
    }
}
