package import CourseModel

/// Plans what the school's link carries, and in which order.
///
/// The lesson that is needed first goes first (earliest deadline first). Within a lesson the sound goes before the
/// pictures and small pictures before large ones, so that something can be played as early as possible. Ranges are
/// long: one request brings many chunks, and a chunk's border costs the line nothing.
package struct PrefetchPlanner: Sendable {
    /// More than this in one range would keep a lesson that has become urgent waiting for over a minute at 2 Mbit/s.
    package static let runBytesStandard = ByteCount(bytes: 16 << 20)
    /// Four gigabytes' worth: hours on a narrow line. Then one plans again.
    package static let runsStandard = 256

    private let runBytesMax: ByteCount
    private let runsMax: Int

    /// - Parameters:
    ///   - runBytesMax: the longest range that is asked for; a longer chunk is a run of its own.
    ///   - runsMax: how many runs are planned.
    package init(runBytesMax: ByteCount = Self.runBytesStandard, runsMax: Int = Self.runsStandard) {
        self.runBytesMax = runBytesMax
        self.runsMax = runsMax
    }

    /// - Parameters:
    ///   - manifests: of the releases that the school should have.
    ///   - held: indices of the chunks of a track file that are verified.
    /// - Returns: the chunks that are missing, each once, in the order in which they are to be fetched.
    package func plan(
        manifests: [Manifest],
        needs: LessonNeeds,
        held: (Digest) -> Set<Int>
    ) -> [PlannedRun] {
        var runs: [PlannedRun] = []
        var planned: Set<Digest> = []
        for manifest in manifests.sorted(by: { needs.isBefore($0.lesson, $1.lesson) }) {
            let need = needs[manifest.lesson]
            for track in Self.tracksInOrder(of: manifest) where planned.insert(track.blob).inserted {
                for chunks in self.missing(of: track, held: held(track.blob)) {
                    guard runs.count < self.runsMax else { return runs }
                    runs.append(
                        PlannedRun(
                            lesson: manifest.lesson,
                            blob: track.blob,
                            chunks: chunks,
                            reason: need.reason,
                            neededAtMs: need.neededAtMs
                        )
                    )
                }
            }
        }
        return runs
    }

    /// Sound first, then pictures from the lowest rate to the highest.
    private static func tracksInOrder(of manifest: Manifest) -> [Track] {
        manifest.tracks.sorted { one, other in
            let (isFirst, isSecond) = (one.video == nil, other.video == nil)
            if isFirst != isSecond { return isFirst }
            return (one.averageBitsPerSecond, one.track) < (other.averageBitsPerSecond, other.track)
        }
    }

    private func missing(of track: Track, held: Set<Int>) -> [Range<Int>] {
        guard held.count < track.chunks.count else { return [] }
        var runs: [Range<Int>] = []
        var size = ByteCount.zero
        for (index, chunk) in track.chunks.enumerated() where !held.contains(index) {
            size += chunk.sizeBytes
            if let last = runs.last, last.upperBound == index, size <= self.runBytesMax {
                runs[runs.count - 1] = last.lowerBound..<(index + 1)
            } else {
                runs.append(index..<(index + 1))
                size = chunk.sizeBytes
            }
        }
        return runs
    }
}
