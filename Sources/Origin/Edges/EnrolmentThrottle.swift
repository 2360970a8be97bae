package import CourseModel
import Synchronization

/// Slows down whoever guesses invitation codes: a few refused ones from one address, then a pause.
///
/// A code has 80 random bits, so this guards the log rather than the codes. Only refusals count, and a right code is
/// taken at any time: a hundred schools behind one address enrol without noticing.
package final class EnrolmentThrottle: Sendable {
    package static let refusalsMax = 10
    package static let windowMs: Int64 = 600_000
    /// More than a county has; the oldest are forgotten first.
    private static let addressesMax = 10_000

    private struct Refusals {
        var count: Int
        let since: UTCTime
    }

    private let refusals = Mutex<[String: Refusals]>([:])

    package init() {}

    /// - Returns: how long an address has to wait; nil where it may try.
    package func waitMs(for address: String, at now: UTCTime) -> Int64? {
        self.refusals.withLock { refusals in
            guard let known = refusals[address], known.count >= Self.refusalsMax else { return nil }
            let wait = known.since.milliseconds + Self.windowMs - now.milliseconds
            return wait > 0 ? wait : nil
        }
    }

    package func refused(_ address: String, at now: UTCTime) {
        self.refusals.withLock { refusals in
            if let known = refusals[address], now.milliseconds - known.since.milliseconds < Self.windowMs {
                refusals[address] = Refusals(count: known.count + 1, since: known.since)
                return
            }
            if refusals.count >= Self.addressesMax {
                refusals = refusals.filter { now.milliseconds - $0.value.since.milliseconds < Self.windowMs }
            }
            if refusals.count >= Self.addressesMax, let oldest = refusals.min(by: { $0.value.since < $1.value.since }) {
                refusals[oldest.key] = nil
            }
            refusals[address] = Refusals(count: 1, since: now)
        }
    }
}
