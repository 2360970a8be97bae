package import CourseModel

/// What one trainee has seen of one lesson, and whether and when that was enough (step 3 of crediting).
package struct Coverage: Hashable, Sendable {
    /// When a lesson counts as complete.
    package struct Threshold: Hashable, Sendable {
        /// Holes up to this long between two stretches count as seen here, and only here.
        package let gapCloseMs: MediaTime
        /// Share of the lesson's duration that must be covered.
        package let completionPermille: Int64

        package init(gapCloseMs: MediaTime, completionPermille: Int64) {
            self.gapCloseMs = gapCloseMs
            self.completionPermille = completionPermille
        }

        package func isReached(by played: PlayedIntervals, durationMs: MediaTime) -> Bool {
            guard durationMs > .zero, !played.isEmpty else { return false }
            let covered = Int128(played.total(closingHolesUpTo: self.gapCloseMs).milliseconds)
            return covered * 1000 >= Int128(durationMs.milliseconds) * Int128(self.completionPermille)
        }
    }

    /// Within the lesson's duration.
    package let played: PlayedIntervals
    package let durationMs: MediaTime
    /// The end of the wall time that paid for the last piece that was missing; nil while the lesson is not complete.
    package let completedAtMs: AgentTime?
    /// The end of the wall time that paid for the last piece that was new; nil where nothing counted.
    package let grewAtMs: AgentTime?

    package var coveredMs: MediaTime { self.played.total }
    package var isComplete: Bool { self.completedAtMs != nil }

    /// - Parameters:
    ///   - pieces: what counted of this trainee and lesson, in any order.
    ///   - durationMs: the lesson's; what lies beyond it is cut off.
    package init(of pieces: [IntervalAcceptance.Paid], durationMs: MediaTime, threshold: Threshold) {
        let lesson = MediaTime.zero..<max(durationMs, .zero)
        let clipped = pieces.compactMap { piece -> IntervalAcceptance.Paid? in
            let media = piece.mediaMs.clamped(to: lesson)
            return media.isEmpty ? nil : IntervalAcceptance.Paid(mediaMs: media, wallMs: piece.wallMs)
        }
        let inOrder = clipped.sorted { $0.wallMs.upperBound < $1.wallMs.upperBound }
        var played = PlayedIntervals()
        var grewAtMs: AgentTime?
        for piece in inOrder where !played.contains(piece.mediaMs) {
            played.insert(piece.mediaMs)
            grewAtMs = piece.wallMs.upperBound
        }
        self.played = played
        self.grewAtMs = grewAtMs
        self.durationMs = durationMs
        self.completedAtMs =
            threshold.isReached(by: self.played, durationMs: durationMs)
            ? Self.completion(of: inOrder, durationMs: durationMs, threshold: threshold)
            : nil
    }

    private static func union(_ pieces: ArraySlice<IntervalAcceptance.Paid>) -> PlayedIntervals {
        var played = PlayedIntervals()
        for piece in pieces { played.insert(piece.mediaMs) }
        return played
    }

    /// More pieces never cover less, so the first number of pieces that suffices is found by halving.
    ///
    /// - Parameter inOrder: by the ends of their wall time.
    private static func completion(
        of inOrder: [IntervalAcceptance.Paid],
        durationMs: MediaTime,
        threshold: Threshold
    ) -> AgentTime? {
        var tooFew = 0
        var enough = inOrder.count
        while enough - tooFew > 1 {
            let middle = tooFew + (enough - tooFew) / 2
            if threshold.isReached(by: self.union(inOrder[..<middle]), durationMs: durationMs) {
                enough = middle
            } else {
                tooFew = middle
            }
        }
        return inOrder[..<enough].last?.wallMs.upperBound
    }
}
