package import CourseModel
package import HTTPServing

/// When a day's figures are due: at one time of day, and, if wanted, again until the next day's.
package struct FigureTime: Hashable, Sendable {
    /// Minutes since midnight of the province's clock.
    package let minuteOfDay: Int64
    /// Nil: a day's figures are made once.
    package let reviseMinutes: Int64?

    package init(minuteOfDay: Int64, reviseMinutes: Int64?) {
        self.minuteOfDay = minuteOfDay
        self.reviseMinutes = reviseMinutes
    }

    /// - Parameter clock: `20:00`.
    package init?(clock: String, reviseMinutes: Int64?) {
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int64(parts[0]),
            let minute = Int64(parts[1]),
            (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        self.init(minuteOfDay: hour * 60 + minute, reviseMinutes: reviseMinutes)
    }

    /// What was made last.
    package struct Last: Hashable, Sendable {
        package let date: String
        /// When the figures of that date were looked at last, whether or not they said something new.
        package let lookedAtMs: UTCTime

        package init(date: String, lookedAtMs: UTCTime) {
            self.date = date
            self.lookedAtMs = lookedAtMs
        }
    }

    /// The date whose figures are to be made now; nil for none.
    ///
    /// A server that was down at the time makes them when it is up again, as of then; of several days that it missed, it
    /// makes the last.
    package func due(at now: UTCTime, _ time: LocalTime, last: Last?) -> String? {
        let (date, moment) = self.latest(at: now, time)
        guard let last else { return date }
        guard last.date <= date else { return nil }
        if last.lookedAtMs < moment { return date }
        guard let reviseMinutes else { return nil }
        return now.milliseconds - last.lookedAtMs.milliseconds >= reviseMinutes * 60_000 ? date : nil
    }

    /// The day whose time of day was last, and that moment; on days when clocks are changed it may be an hour off.
    private func latest(at now: UTCTime, _ time: LocalTime) -> (date: String, moment: UTCTime) {
        let days = time.days(2, until: now)
        let moments = days.map { UTCTime(milliseconds: $0.lowerBound.milliseconds + self.minuteOfDay * 60_000) }
        let index = moments.last.map { $0 <= now } == true ? days.count - 1 : 0
        return (time.date(days[index].lowerBound), moments[index])
    }
}
