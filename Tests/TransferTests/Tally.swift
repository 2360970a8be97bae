import Synchronization

/// Counts across threads.
final class Tally: Sendable {
    private let held = Mutex(0)

    var value: Int { self.held.withLock { $0 } }

    func add(_ count: Int = 1) {
        self.held.withLock { $0 += count }
    }
}

/// Collects bytes across threads.
final class Bytes: Sendable {
    private let held = Mutex<[UInt8]>([])

    var value: [UInt8] { self.held.withLock { $0 } }

    /// - Returns: how many there are now.
    @discardableResult
    func append(_ bytes: UnsafeRawBufferPointer) -> Int {
        self.held.withLock {
            $0.append(contentsOf: bytes)
            return $0.count
        }
    }
}
