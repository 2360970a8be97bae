import Synchronization

/// Requests answered since the program started, by method, route and status, and how long they took.
///
/// Routes, not paths: their number is bounded by the program, whatever is asked for.
final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct Counts {
        var requests: [Key: Int64] = [:]
        var buckets = [Int64](repeating: 0, count: RequestMetrics.boundsMs.count)
        var count: Int64 = 0
        var sumMs: Int64 = 0
    }

    private static let boundsMs: [Int64] = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000]
    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]

    private let counts = Mutex(Counts())

    func count(method: String, route: String, status: Int, milliseconds: Int64) {
        let method = Self.methods.contains(method) ? method : "other"
        self.counts.withLock { counts in
            counts.requests[Key(method: method, route: route, status: status), default: 0] += 1
            for (index, bound) in Self.boundsMs.enumerated() where milliseconds <= bound {
                counts.buckets[index] += 1
            }
            counts.count += 1
            counts.sumMs += milliseconds
        }
    }

    func write(to text: inout MetricsText) {
        let (requests, buckets, count, sumMs) = self.counts.withLock { ($0.requests, $0.buckets, $0.count, $0.sumMs) }
        let sorted = requests.sorted { one, other in
            (one.key.route, one.key.method, one.key.status) < (other.key.route, other.key.method, other.key.status)
        }
        for (key, value) in sorted {
            text.counter(
                "lectern_http_requests_total",
                "Requests answered.",
                value,
                labels: [("method", key.method), ("route", key.route), ("status", "\(key.status)")]
            )
        }
        text.durations(
            "lectern_http_request_duration_seconds",
            "Time to the answer's first byte.",
            buckets: Array(zip(Self.boundsMs, buckets)),
            count: count,
            sumMs: sumMs
        )
    }
}
