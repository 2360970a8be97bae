package import CourseModel

/// When prefetch may use the school's line and how much of it: link windows, and a hard cap over all of them.
///
/// Without windows it may use the line at any time. Where windows overlap, the one that gives more counts.
package struct LinkSchedule: Hashable, Sendable {
    /// What prefetch may take for a while.
    package struct Stretch: Hashable, Sendable {
        /// Bytes of lessons a second: 0 for nothing, nil for all that comes.
        package let limit: ByteCount?
        /// When that changes; nil for never.
        package let until: UTCTime?

        package init(limit: ByteCount?, until: UTCTime?) {
            self.limit = limit
            self.until = until
        }

        package var isOpen: Bool { self.limit != .zero }
    }

    private static let weekMinutes = 7 * 1440
    private static let weekMs = Int64(Self.weekMinutes) * 60_000

    package let windows: [LinkWindow]
    /// On the wire, for everything that is fetched, a trainee's chunk included.
    package let cap: Bitrate?
    /// What is to be added to UTC for the school's local time.
    private let utcOffsetMinutes: Int
    /// Minutes of the week at which some window begins or ends, ascending; the first is 0, Monday's midnight.
    private let borders: [Int]

    package init(windows: [LinkWindow] = [], cap: Bitrate? = nil, utcOffsetMinutes: Int = 0) {
        self.windows = windows
        self.cap = cap
        self.utcOffsetMinutes = utcOffsetMinutes
        let ends = windows.flatMap { window in
            window.days.flatMap { [$0 * 1440 + window.minutes.lowerBound, $0 * 1440 + window.minutes.upperBound] }
        }
        self.borders = Set(ends.map { $0 % Self.weekMinutes } + [0]).sorted()
    }

    /// What the cap leaves for lessons, in bytes a second; nil without a cap.
    package var capBytesPerSecond: ByteCount? { self.cap.map { LinkPayload.perSecond(of: $0) } }

    /// - Parameter line: bytes of lessons that the line brings a second, of which a window may give a share.
    package func stretch(at now: UTCTime, line: ByteCount) -> Stretch {
        let local = now.milliseconds + Int64(self.utcOffsetMinutes) * 60_000
        // 1970 began on a Thursday.
        let sinceMonday = local + 3 * 1440 * 60_000
        let inWeek = ((sinceMonday % Self.weekMs) + Self.weekMs) % Self.weekMs
        let minute = Int(inWeek / 60_000)
        let step = self.borders.lastIndex { $0 <= minute } ?? 0
        let limit = self.limit(at: self.borders[step], line: line)
        // The next border at which something changes, at most a week on.
        for ahead in 1...self.borders.count {
            let place = step + ahead
            let border = self.borders[place % self.borders.count] + place / self.borders.count * Self.weekMinutes
            guard self.limit(at: border % Self.weekMinutes, line: line) != limit else { continue }
            return Stretch(
                limit: limit,
                until: UTCTime(milliseconds: now.milliseconds + Int64(border) * 60_000 - inWeek)
            )
        }
        return Stretch(limit: limit, until: nil)
    }

    private func limit(at minute: Int, line: ByteCount) -> ByteCount? {
        let cap = self.capBytesPerSecond
        if self.windows.isEmpty { return cap }
        let open = self.windows.filter { window in
            window.days.contains { day in
                let since = (minute - day * 1440 - window.minutes.lowerBound + 2 * Self.weekMinutes) % Self.weekMinutes
                return since < window.minutes.count
            }
        }
        guard !open.isEmpty else { return .zero }
        let limits = open.map { window -> ByteCount? in
            switch window.share {
            case .all: nil
            case .permille(let share): ByteCount(bytes: max(1, line.bytes * share / 1_000))
            case .rate(let rate): LinkPayload.perSecond(of: rate)
            }
        }
        let most = limits.contains(nil) ? nil : limits.compactMap(\.self).max()
        return [most, cap].compactMap(\.self).min()
    }
}

/// What of a line is left for lessons.
package enum LinkPayload {
    /// A frame of Ethernet is 1514 bytes for 1448 of a file; a little is for the requests.
    private static let percent: Int64 = 95

    /// Bytes of lessons a second that a rate on the wire carries; at least 1.
    package static func perSecond(of rate: Bitrate) -> ByteCount {
        ByteCount(bytes: max(1, rate.bitsPerSecond / 100 * self.percent / 8))
    }
}
