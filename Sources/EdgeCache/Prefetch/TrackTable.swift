import CourseModel

/// The track files that chunks can be wanted of: those of the shelf, and for a while those that were on it before.
struct TrackTable: Sendable {
    /// Enough for a catalogue that is replaced as a whole while a room watches.
    private static let supersededMax = 1_024

    private var tracks: [Digest: Track] = [:]
    private var lessons: [Digest: Lesson.ID] = [:]
    private var current: Set<Digest> = []
    /// Oldest first.
    private var superseded: [Digest] = []

    /// Replaces the current ones.
    mutating func add(_ manifests: [Manifest]) {
        var current: Set<Digest> = []
        for manifest in manifests {
            for track in manifest.tracks {
                self.tracks[track.blob] = track
                self.lessons[track.blob] = manifest.lesson
                current.insert(track.blob)
            }
        }
        self.superseded.removeAll { current.contains($0) }
        self.superseded += self.current.subtracting(current)
        for blob in self.superseded.dropLast(Self.supersededMax) {
            self.tracks[blob] = nil
            self.lessons[blob] = nil
        }
        self.superseded = self.superseded.suffix(Self.supersededMax)
        self.current = current
    }

    subscript(blob: Digest) -> Track? { self.tracks[blob] }

    func lesson(of blob: Digest) -> Lesson.ID? { self.lessons[blob] }
}
