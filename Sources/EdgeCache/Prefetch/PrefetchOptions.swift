package import CourseModel
package import Prefetching

/// How the prefetch behaves.
package struct PrefetchOptions: Sendable {
    /// What is left free on the disk for everything else, the journal before all.
    package var reserveBytes = ByteCount(bytes: 500_000_000)
    package var planner = PrefetchPlanner()
    package var pace = Prefetcher.Pace()

    package init() {}
}
