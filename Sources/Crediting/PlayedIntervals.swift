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

    package mutating func insert(_ played: Range<MediaTime>) {
        self.stretches.insert(played.lowerBound.milliseconds..<played.upperBound.milliseconds)
    }

    /// What is covered when holes of at most `gapClose` between two stretches count as seen.
    ///
    /// What was not seen before the first stretch or after the last one is no hole.
    package func total(closingHolesUpTo gapClose: MediaTime) -> MediaTime {
        MediaTime(milliseconds: self.stretches.closingHoles(upTo: gapClose.milliseconds).total)
    }
}
