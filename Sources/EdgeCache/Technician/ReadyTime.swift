package import CourseModel

/// When all lessons will be here, and how that lies to when they are needed.
package struct ReadyTime: Hashable, Sendable {
    /// Nil where all are held, or where there is no telling of one.
    package let readyAtMs: UTCTime?
    /// The least time between when a missing lesson will be here and when it is needed; negative where it is late, and
    /// counted from now where there is no telling of one that is needed already. Nil where none is needed at any time.
    package let spareMs: UTCTime?

    package init(of releases: [EdgeStatus.Release], at now: UTCTime) {
        let missing = releases.filter { !$0.isHeld }
        let forecasts = missing.compactMap(\.readyAtMs)
        self.readyAtMs = forecasts.count == missing.count ? forecasts.max() : nil
        self.spareMs =
            missing.compactMap { release in
                release.neededAtMs.flatMap { needed in
                    (release.readyAtMs ?? (needed <= now ? now : nil)).map { needed - $0 }
                }
            }.min()
    }
}
