package import CourseModel

/// Size of the bulk connection's receive buffer. What does not fit in it stays with the sender, so that it does not wait
/// in the queue before the line, where it would make everything else wait too.
///
/// It is what the line carries in two round trips, so that it is never idle and a line that turns out faster is found
/// out, and in the time for which bulk may wait in the queue. It follows in steps of a factor of two, since another size
/// needs another connection.
package struct ReceiveBuffer: Hashable, Sendable {
    /// What delays others while bulk runs; RFC 6817 allows 100 ms.
    private static let queue: Duration = .milliseconds(60)
    /// Until the first connection has been measured: a line through a province.
    private static let roundTripAssumed: Duration = .milliseconds(50)
    /// A few packets: with fewer the line is idle between them.
    static let bytesMin: Int64 = 8 << 10
    /// What Linux grants without having been told otherwise (`net.core.rmem_max`). A line that needs more has no queue
    /// worth the trouble, and the system's own buffer grows as it must.
    static let bytesMax: Int64 = 208 << 10

    /// 0 leaves the size to the system.
    package private(set) var bytes = 0

    package init() {}

    /// - Parameters:
    ///   - line: bytes a second that it brings.
    ///   - roundTrip: as measured when connecting; nil before the first time.
    /// - Returns: the size for the next request.
    package mutating func follow(line: ByteCount, roundTrip: Duration?) -> Int {
        let time = (roundTrip ?? Self.roundTripAssumed) * 2 + Self.queue
        let milliseconds = min(max(1, Int64(time / .milliseconds(1))), 10_000)
        let wanted = max(Self.bytesMin, line.bytes / 1_000 * milliseconds)
        let isNear = self.bytes > 0 && wanted < 2 * Int64(self.bytes) && 2 * wanted > Int64(self.bytes)
        if !isNear { self.bytes = wanted > Self.bytesMax ? 0 : Int(wanted) }
        return self.bytes
    }
}
