import NIOCore

/// How long a connection may be slow or idle before it is closed: longer, it only holds a descriptor from others.
struct ConnectionPatience: Sendable {
    /// A player polls at least every 10 s.
    var idle = TimeAmount.seconds(75)
    /// From the first byte of a head to its last: more than any line of a lab needs.
    var head = TimeAmount.seconds(20)
    /// In each such time a client that is being answered has to take `windowBytesMin`.
    var window = TimeAmount.seconds(60)
    /// 1 KiB a second: the slowest line that a school may have is eight times faster.
    var windowBytesMin: Int64 = 60 << 10
    /// From our last byte to the client's.
    var end = TimeAmount.seconds(5)

    /// How often it is looked.
    var tick: TimeAmount { min(.seconds(5), .nanoseconds(self.head.nanoseconds / 2), self.end) }
}

/// What a connection is waiting for, and since when.
struct ConnectionWait: Sendable {
    enum What: Hashable, Sendable {
        /// The first byte of a request, or the next of a body.
        case bytes
        /// The rest of a head.
        case head
        /// The client, to take what it is sent.
        case client
        /// Something of our own.
        case nothing
        /// The client, to close the connection.
        case end
    }

    private(set) var what = What.bytes
    private(set) var since: NIODeadline
    private var bytes: Int64 = 0

    init(since: NIODeadline) {
        self.since = since
    }

    /// - Parameters:
    ///   - what: what is waited for from now on; the time goes on where that is the same.
    ///   - hasMoved: whether something came that was waited for.
    mutating func wait(for what: What, hasMoved: Bool = false, at now: NIODeadline) {
        guard what != self.what || hasMoved && what == .bytes else { return }
        self.what = what
        self.since = now
        self.bytes = 0
    }

    /// - Parameter taken: bytes that the client took since the last call.
    /// - Returns: whether it is time to close the connection.
    mutating func isOver(_ patience: ConnectionPatience, taken: Int64 = 0, at now: NIODeadline) -> Bool {
        let waited = now - self.since
        self.bytes += taken
        switch self.what {
        case .bytes: return waited >= patience.idle
        case .head: return waited >= patience.head
        case .end: return waited >= patience.end
        case .nothing: return false
        case .client:
            guard waited >= patience.window else { return false }
            let isTooSlow = self.bytes < patience.windowBytesMin
            self.since = now
            self.bytes = 0
            return isTooSlow
        }
    }
}
