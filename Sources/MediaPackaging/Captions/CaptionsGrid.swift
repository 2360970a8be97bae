package import CourseModel

/// The segments that captions are cut into: those of the picture, or of the sound where there is no picture, so that a
/// player asks for both at the same places.
package struct CaptionsGrid: Hashable {
    /// Ticks per second.
    package let timescale: Int64
    /// Where segments start, and at last where the last one ends, in ticks; the first starts at 0.
    package let bounds: [Int64]

    /// - Parameters:
    ///   - track: of picture or sound, with at least one segment.
    ///   - durationMs: the lesson's; the last segment lasts until then where the track ends earlier.
    package init(beside track: Track, durationMs: MediaTime) {
        var bounds = [track.startTicks]
        for chunk in track.chunks.dropFirst() {
            bounds.append(bounds[bounds.count - 1] + chunk.durationTicks)
        }
        let end = (durationMs.milliseconds * track.timescale + 999) / 1000
        self.init(
            timescale: track.timescale,
            bounds: [0] + bounds.dropFirst().dropLast() + [max(bounds.last ?? 0, end)]
        )
    }

    package init(timescale: Int64, bounds: [Int64]) {
        self.timescale = timescale
        self.bounds = bounds
    }

    var durationsTicks: [Int64] { zip(self.bounds.dropFirst(), self.bounds).map { $0 - $1 } }

    /// The cues of one segment after the other: those that are shown at any time of it, in the order of `cues`.
    ///
    /// - Parameter cues: sorted by their start.
    package func segments(of cues: [Cue]) -> CaptionsSegments { CaptionsSegments(grid: self, cues: cues) }
}

/// See `CaptionsGrid.segments(of:)`; only the cues of one segment are held at a time.
package struct CaptionsSegments: Sequence, IteratorProtocol {
    private let timescale: Int64
    private var ends: ArraySlice<Int64>
    private var coming: ArraySlice<Cue>
    private var shown: [Cue] = []
    private var start: Int64

    init(grid: CaptionsGrid, cues: [Cue]) {
        self.timescale = grid.timescale
        self.start = grid.bounds.first ?? 0
        self.ends = grid.bounds.dropFirst()
        self.coming = cues[...]
    }

    package mutating func next() -> [Cue]? {
        guard let end = self.ends.popFirst() else { return nil }
        let (start, timescale) = (self.start, self.timescale)
        let begun = self.coming.prefix { $0.startMs * timescale < end * 1000 }
        self.coming = self.coming.dropFirst(begun.count)
        self.shown = self.shown.filter { $0.endMs * timescale > start * 1000 }
        self.shown += begun.filter { $0.endMs * timescale > start * 1000 }
        self.start = end
        return self.shown
    }
}
