package import CourseModel
package import Prefetching

/// How the prefetch behaves.
package struct PrefetchOptions: Sendable {
    /// What is left free on the disk for everything else, the journal before all.
    package var reserveBytes = ByteCount(bytes: 500_000_000)
    /// Which rendition of each lesson is fetched.
    package var rendition = RenditionPreference.auto
    /// What the line is taken to be as long as nothing was measured.
    package var line = Bitrate(bitsPerSecond: 2_000_000)
    /// Receive buffer of the bulk connection; 0 leaves it to the system.
    package var receiveBufferBytes = 0
    /// When the line may be used; none for always. Local time of the school.
    package var windows: [LinkWindow] = []
    /// The same as the setting has them.
    package var windowsText = ""
    /// The most that may be fetched, on the wire.
    package var cap: Bitrate?
    package var planner = PrefetchPlanner()
    package var pace = Prefetcher.Pace()

    package init() {}
}
