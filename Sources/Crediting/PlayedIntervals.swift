package import CourseModel

/// The stretches of a lesson that a trainee has seen.
///
/// A stretch watched twice counts once: credit follows how much of the lesson was seen, not how long the player ran.
package struct PlayedIntervals: Hashable, Sendable {
    private var stretches = StretchSet()

    package init() {}

    /// Sorted; none is empty, no two overlap or touch.
    package var ranges: [Range<MediaTime>] {
        self.stretches.stretches.map { stretch in
            MediaTime(milliseconds: stretch.lowerBound)..<MediaTime(milliseconds: stretch.upperBound)
        }
    }

    package var isEmpty: Bool { self.stretches.stretches.isEmpty }

    package var total: MediaTime { MediaTime(milliseconds: self.stretches.total) }

    func contains(_ played: Range<MediaTime>) -> Bool {
        self.stretches.contains(played.lowerBound.milliseconds..<played.upperBound.milliseconds)
    }

    package mutating func insert(_ played: Range<MediaTime>) {
        self.stretches.insert(played.lowerBound.milliseconds..<played.upperBound.milliseconds)
    }

    /// The parts of a stretch that are not covered, in ascending order.
    package func gaps(in stretch: Range<MediaTime>) -> [Range<MediaTime>] {
        self.stretches.gaps(in: stretch.lowerBound.milliseconds..<stretch.upperBound.milliseconds).map { gap in
            MediaTime(milliseconds: gap.lowerBound)..<MediaTime(milliseconds: gap.upperBound)
        }
    }

    /// With so much more before and after each stretch.
    package func widened(by slack: MediaTime) -> PlayedIntervals {
        var wide = PlayedIntervals()
        for range in self.ranges {
            wide.insert(range.lowerBound - slack..<range.upperBound + slack)
        }
        return wide
    }

    package mutating func formUnion(_ other: PlayedIntervals) {
        for range in other.ranges { self.insert(range) }
    }

    /// What is covered when holes of at most `gapClose` between two stretches count as seen.
    ///
    /// What was not seen before the first stretch or after the last one is no hole.
    package func total(closingHolesUpTo gapClose: MediaTime) -> MediaTime {
        MediaTime(milliseconds: self.stretches.closingHoles(upTo: gapClose.milliseconds).total)
    }
}
