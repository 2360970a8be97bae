package import CourseModel

/// Plans what the school's link carries, and in which order.
///
/// The lesson that is needed first goes first (earliest deadline first). Of each lesson come the tracks of one rendition
/// and the companions: the poster and the captions first, then the sound, and small pictures before large ones, so that
/// something can be played as early as possible. Ranges are long: one request brings many chunks, and a chunk's border
/// costs the line nothing.
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
    ///   - chosen: the rendition of each lesson; the best of a lesson that is not in it.
    ///   - held: indices of the chunks of a track file that are verified.
    ///   - room: what may be filled on the disk; nil for all that is wanted. Lessons that are needed at no particular time
    ///     are left out where it does not hold them beside all others.
    ///   - hasRoom: whether a track file has its room already.
    /// - Returns: the chunks that are missing, each once, in the order in which they are to be fetched.
    package func plan(
        manifests: [Manifest],
        needs: LessonNeeds,
        chosen: [Lesson.ID: RenditionChoice],
        held: (Digest) -> Set<Int>,
        room: ByteCount? = nil,
        hasRoom: (Digest) -> Bool = { _ in false }
    ) -> [PlannedRun] {
        var runs: [PlannedRun] = []
        var room = room
        var planned: Set<Digest> = []
        for manifest in manifests.sorted(by: { needs.isBefore($0.lesson, $1.lesson) }) {
            let need = needs[manifest.lesson]
            let tracks = manifest.tracks(playing: chosen[manifest.lesson]?.rendition)
            for track in Self.inOrder(tracks) where planned.insert(track.blob).inserted {
                if let left = room, !hasRoom(track.blob) {
                    guard track.sizeBytes <= left || need.reason != .listed else { continue }
                    room = left - track.sizeBytes
                }
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

    /// The poster and the captions, which are small, then the sound, then pictures from the lowest rate to the highest;
    /// the storyboard when the first picture is there to be moved about in.
    private static func inOrder(_ tracks: [Track]) -> [Track] {
        let pictures = tracks.filter { $0.video != nil }
        let smallest = pictures.min { ($0.averageBitsPerSecond, $0.track) < ($1.averageBitsPerSecond, $1.track) }
        func rank(_ track: Track) -> Int {
            if track.isPoster { return 0 }
            if track.text != nil { return 1 }
            if track.audio != nil { return 2 }
            if track.track == smallest?.track { return 3 }
            return track.isStoryboard ? 4 : 5
        }
        return tracks.sorted { one, other in
            (rank(one), one.averageBitsPerSecond, one.track) < (rank(other), other.averageBitsPerSecond, other.track)
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
