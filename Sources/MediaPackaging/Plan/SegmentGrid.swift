/// Where segments of the lesson start, in ticks of one track.
///
/// Only places that are offered can be starts: IDR pictures of the video. Times after the last one kept are taken as soon
/// as a segment is long enough; the rest at the end is kept long enough too.
package struct SegmentGrid: Hashable {
    /// A segment lasts at least this long.
    let segmentTicks: Int64
    /// A last segment shorter than this is joined to the one before.
    let tailTicks: Int64
    /// Ascending; the first sample of the track is the first start.
    package private(set) var starts: [Int64] = []

    /// - Parameter timescale: ticks per second.
    package init(segmentSeconds: Int, timescale: Int64) {
        self.segmentTicks = Int64(segmentSeconds) * timescale
        self.tailTicks = timescale
    }

    /// - Returns: whether a segment starts here.
    package mutating func offer(_ ticks: Int64) -> Bool {
        if let last = self.starts.last, ticks - last < self.segmentTicks { return false }
        self.starts.append(ticks)
        return true
    }

    /// A start that is given: one of another track's.
    package mutating func add(_ ticks: Int64) {
        self.starts.append(ticks)
    }

    /// The track ends here.
    package mutating func finish(at end: Int64) {
        while self.starts.count > 1, let last = self.starts.last, end - last < self.tailTicks {
            self.starts.removeLast()
        }
    }

    /// The grid for a track beside this one: the same starts as far as they fall into it, and regular ones after them.
    ///
    /// - Parameters:
    ///   - range: from its first sample to its end, in the ticks of this grid.
    ///   - ownEnd: where the track of this grid ends.
    package func beside(_ range: Range<Int64>, ownEnd: Int64) -> SegmentGrid {
        var grid = self
        let earliest = range.lowerBound + self.tailTicks
        var places = self.starts.dropFirst().filter { $0 >= earliest }
        var next = max(ownEnd, range.lowerBound + self.segmentTicks)
        while next < range.upperBound {
            places.append(next)
            next += self.segmentTicks
        }
        grid.starts = [range.lowerBound] + places.filter { $0 < range.upperBound }
        grid.finish(at: range.upperBound)
        return grid
    }
}
