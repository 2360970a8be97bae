package import CourseModel
package import Prefetching

/// How the prefetch behaves.
package struct PrefetchOptions: Sendable {
    /// What is left free on the disk for everything else, the journal before all.
    package var reserveBytes = ByteCount(bytes: 500_000_000)
    /// Which rendition of each lesson is fetched.
    package var rendition = RenditionPreference.auto
    /// What the line is taken to bring a second as long as nothing was measured.
    package var assumedBytesPerSecond = ByteCount(bytes: 237_500)
    package var planner = PrefetchPlanner()
    package var pace = Prefetcher.Pace()

    package init() {}

    /// Takes a line to bring what it is sold as, less what headers and acknowledgements take.
    package mutating func assume(line: Bitrate) {
        self.assumedBytesPerSecond = ByteCount(bytes: line.bitsPerSecond / 8 * 95 / 100)
    }
}
