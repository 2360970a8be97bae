import NIOCore
import Synchronization

/// How many connections one address may have at once.
///
/// A lab behind one address is normal, and so are several: the limit is only there so that one address cannot have all.
final class ConnectionLimit: Sendable {
    /// Of all connections that there may be.
    private static let share = (of: 4, parts: 3)

    let perAddressMax: Int
    private let counts = Mutex<[String: Int]>([:])

    /// - Parameter connectionsMax: that there may be in all.
    init(connectionsMax: Int) {
        self.perAddressMax = max(1, connectionsMax * Self.share.parts / Self.share.of)
    }

    /// Counts a connection until it is closed.
    ///
    /// - Returns: whether there is room for it.
    func enter(_ channel: any Channel) -> Bool {
        guard let address = channel.remoteAddress?.ipAddress else { return true }
        let isIn = self.counts.withLock { counts in
            guard counts[address, default: 0] < self.perAddressMax else { return false }
            counts[address, default: 0] += 1
            return true
        }
        guard isIn else { return false }
        channel.closeFuture.whenComplete { _ in
            self.counts.withLock { counts in
                guard let count = counts[address] else { return }
                counts[address] = count > 1 ? count - 1 : nil
            }
        }
        return true
    }
}
