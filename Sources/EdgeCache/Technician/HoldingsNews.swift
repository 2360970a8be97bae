package import CourseModel

/// Whether the origin need hear of what is held: when anything changed, and now and then to know that the school is there.
/// A report of hundreds of lessons every minute would cost a narrow line more than everything else that is idle.
package struct HoldingsNews: Sendable {
    /// What has not changed is told again after so long.
    private let quiet: Duration
    private var told: (holdings: Holdings, at: Duration)?

    package init(quiet: Duration) {
        self.quiet = quiet
    }

    /// - Parameter now: time since any fixed beginning.
    package func isDue(_ holdings: Holdings, at now: Duration) -> Bool {
        guard let told, now - told.at < self.quiet else { return true }
        return !Self.isSame(holdings, told.holdings)
    }

    package mutating func tell(_ holdings: Holdings, at now: Duration) {
        self.told = (holdings, now)
    }

    /// Times, forecasts, the rate and the room on the disk are not looked at: they are always others.
    private static func isSame(_ one: Holdings, _ other: Holdings) -> Bool {
        one.catalogueVersion == other.catalogueVersion && one.softwareVersion == other.softwareVersion
            && one.isPaused == other.isPaused && one.refusals == other.refusals
            && one.releases.count == other.releases.count
            && zip(one.releases, other.releases).allSatisfy { one, other in
                one.lesson == other.lesson && one.manifest == other.manifest && one.heldBytes == other.heldBytes
                    && one.sizeBytes == other.sizeBytes && one.rendition == other.rendition
                    && one.help == other.help
            }
    }
}
