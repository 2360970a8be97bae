package import CourseModel
package import Prefetching

/// What the prefetch is doing, for the status.
package struct PrefetchState: Hashable, Sendable {
    package struct Trouble: Hashable, Sendable {
        package let reason: RetryReason
        /// In words.
        package let text: String
    }

    package struct Forecast: Hashable, Sendable {
        /// Half of the times.
        package let readyAtMs: UTCTime
        /// Nine times out of ten; nil where that is further away than anybody believes.
        package let readyLateAtMs: UTCTime?
        /// What would make it come in time; none where it does.
        package let help: [Holdings.Help]

        /// Nil where it is here, or there is no telling.
        init?(_ entry: PrefetchOutlook.Entry) {
            guard let ready = entry.readyAtMs else { return nil }
            self.readyAtMs = ready
            self.readyLateAtMs = entry.readyLateAtMs
            self.help = entry.help
        }
    }

    package let link: EdgePlan.Link
    /// Over the last half minute.
    package let rateBytesPerSecond: ByteCount
    /// Since the start, by source.
    package let fetchedBytes: [Source.Kind: ByteCount]
    package let fetching: Lesson.ID?
    /// Why the last fetch failed; nil once one succeeded.
    package let trouble: Trouble?
    /// How often fetches failed since the start.
    package let retries: [RetryReason: Int64]
    /// Of each release that is not held, as far as there is any telling.
    package let forecasts: [Lesson.ID: Forecast]
}
