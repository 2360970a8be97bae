package import CourseModel
import Synchronization

/// Slows down guessing of one login's password: five tries are free, then each failure doubles the wait, from half a
/// minute to a quarter of an hour.
///
/// Per login, never per address: a lab of fifty is one address. Forgets everything when the program ends.
package final class SignInThrottle: Sendable {
    private struct Failures {
        var count: Int64
        var lastMs: UTCTime
    }

    private static let freeTries: Int64 = 5
    private static let waitMinMs: Int64 = 30_000
    private static let waitMaxMs: Int64 = 900_000
    /// Failures older than this are forgotten.
    private static let memoryMs: Int64 = 3_600_000
    /// More than a school or a province's officers have; made-up logins beyond it push out the oldest.
    private static let loginsMax = 10_000

    private let now: @Sendable () -> UTCTime
    private let failures = Mutex<[String: Failures]>([:])

    package init(now: @escaping @Sendable () -> UTCTime) {
        self.now = now
    }

    package func mayTry(login: String) -> Bool {
        let now = self.now()
        return self.failures.withLock { failures in
            guard let failure = failures[Self.key(login)] else { return true }
            return (now - failure.lastMs).milliseconds >= Self.waitMs(after: failure.count)
        }
    }

    package func failed(login: String) {
        let now = self.now()
        self.failures.withLock { failures in
            if failures.count >= Self.loginsMax {
                failures = failures.filter { (now - $1.lastMs).milliseconds < Self.memoryMs }
            }
            if failures.count >= Self.loginsMax, let oldest = failures.min(by: { $0.value.lastMs < $1.value.lastMs }) {
                failures[oldest.key] = nil
            }
            var failure = failures[Self.key(login)] ?? Failures(count: 0, lastMs: now)
            if (now - failure.lastMs).milliseconds >= Self.memoryMs { failure.count = 0 }
            failure.count += 1
            failure.lastMs = now
            failures[Self.key(login)] = failure
        }
    }

    package func succeeded(login: String) {
        self.failures.withLock { $0[Self.key(login)] = nil }
    }

    private static func key(_ login: String) -> String { String(login.lowercased().prefix(200)) }

    private static func waitMs(after count: Int64) -> Int64 {
        guard count >= Self.freeTries else { return 0 }
        return min(Self.waitMaxMs, Self.waitMinMs << min(count - Self.freeTries, 10))
    }
}
