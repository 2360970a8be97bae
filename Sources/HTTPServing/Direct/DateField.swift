import Glibc
import Synchronization

/// The `Date` field of an answer (RFC 9110 §6.6.1), as a line; made once a second.
final class DateField: Sendable {
    private struct State {
        var second: Int = -1
        var line: [UInt8] = []
    }

    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private let state = Mutex(State())

    /// `Date: Sun, 06 Nov 1994 08:49:37 GMT` and the line's end.
    var line: [UInt8] {
        let now = time(nil)
        return self.state.withLock { state in
            if state.second != now { state = State(second: now, line: Self.line(at: now)) }
            return state.line
        }
    }

    /// - Parameter second: since 1970.
    static func line(at second: Int) -> [UInt8] {
        var moment = time_t(second)
        var parts = tm()
        gmtime_r(&moment, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(two(parts.tm_mday)) \(Self.months[Int(parts.tm_mon)]) \(parts.tm_year + 1900)"
        let clock = "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        return Array("Date: \(Self.days[Int(parts.tm_wday)]), \(date) \(clock) GMT\r\n".utf8)
    }
}
