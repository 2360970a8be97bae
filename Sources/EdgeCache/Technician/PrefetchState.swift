package import CourseModel

/// What the prefetch is doing, for the status.
package struct PrefetchState: Hashable, Sendable {
    package struct Trouble: Hashable, Sendable {
        package let reason: RetryReason
        /// In words.
        package let text: String
    }

    package let link: EdgePlan.Link
    /// Over the last half minute.
    package let rateBytesPerSecond: ByteCount
    package let fetching: Lesson.ID?
    /// Why the last fetch failed; nil once one succeeded.
    package let trouble: Trouble?
    /// How often fetches failed since the start.
    package let retries: [RetryReason: Int64]
    /// When each release that is not held will be, as far as there is any telling.
    package let readyAt: [Lesson.ID: UTCTime]
}
