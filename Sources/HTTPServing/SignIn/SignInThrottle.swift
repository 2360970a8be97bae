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

    /// Whether a password of this login may be looked at now. If so, the try counts as a failure from here on, until
    /// `succeeded`: of many tries at once no more are looked at than of the same number one after the other.
    package func mayTry(login: String) -> Bool {
        let now = self.now()
        return self.failures.withLock { failures in
            var failure = failures[Self.key(login)] ?? Failures(count: 0, lastMs: now)
            // A clock that was set back must not keep anybody out for longer than the longest wait.
            let silence = (now - min(failure.lastMs, now)).milliseconds
            failure.lastMs = min(failure.lastMs, now)
            if silence >= Self.memoryMs { failure.count = 0 }
            defer { failures[Self.key(login)] = failure }
            guard silence >= Self.waitMs(after: failure.count) else { return false }
            Self.makeRoom(in: &failures, at: now)
            failure = Failures(count: failure.count + 1, lastMs: now)
            return true
        }
    }

    private static func makeRoom(in failures: inout [String: Failures], at now: UTCTime) {
        guard failures.count >= Self.loginsMax else { return }
        failures = failures.filter { (now - $1.lastMs).milliseconds < Self.memoryMs }
        guard failures.count >= Self.loginsMax, let oldest = failures.min(by: { $0.value.lastMs < $1.value.lastMs })
        else { return }
        failures[oldest.key] = nil
    }

    package func succeeded(login: String) {
        self.failures.withLock { $0[Self.key(login)] = nil }
    }

    /// One for all ways to type a login.
    private static func key(_ login: String) -> String { String(LoginText.folded(login).prefix(200)) }

    private static func waitMs(after count: Int64) -> Int64 {
        guard count >= Self.freeTries else { return 0 }
        return min(Self.waitMaxMs, Self.waitMinMs << min(count - Self.freeTries, 10))
    }
}
