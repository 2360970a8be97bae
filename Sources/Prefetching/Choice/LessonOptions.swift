package import CourseModel

/// The renditions among which a school chooses one for a lesson, with what each would still cost the line.
package struct LessonOptions: Hashable, Sendable {
    package struct Option: Hashable, Sendable {
        /// Nil where the release has no renditions, but only tracks that go with any.
        package let rendition: Rendition.ID?
        package let level: RenditionLevel
        /// With the companion tracks.
        package let sizeBytes: ByteCount
        /// What is not held of it.
        package let leftBytes: ByteCount
        /// Whether something is held that no other rendition has.
        package let isBegun: Bool

        package init(
            rendition: Rendition.ID?,
            level: RenditionLevel,
            sizeBytes: ByteCount,
            leftBytes: ByteCount,
            isBegun: Bool
        ) {
            self.rendition = rendition
            self.level = level
            self.sizeBytes = sizeBytes
            self.leftBytes = leftBytes
            self.isBegun = isBegun
        }

        package var isWhole: Bool { self.leftBytes == .zero }
    }

    package let lesson: Lesson.ID
    /// Best first; never empty.
    package let options: [Option]

    /// - Parameter held: indices of the chunks of a track file that are verified.
    package init(of manifest: Manifest, held: (Track) -> Set<Int>) {
        let left = Dictionary(
            manifest.tracks.map { ($0.track, Self.left(of: $0, held: held($0))) }
        ) { first, _ in first }
        let uses = Dictionary(manifest.renditions.flatMap(\.tracks).map { ($0, 1) }, uniquingKeysWith: +)
        let renditions: [Rendition?] = manifest.renditions.isEmpty ? [nil] : manifest.renditions
        self.lesson = manifest.lesson
        self.options = renditions.map { rendition in
            let own = (rendition?.tracks ?? []).compactMap { manifest.track($0) }
            let tracks = manifest.tracks(playing: rendition?.rendition)
            return Option(
                rendition: rendition?.rendition,
                level: RenditionLevel(
                    shorterSidePixels: own.compactMap(\.video).map { min($0.widthPixels, $0.heightPixels) }.max()
                ),
                sizeBytes: tracks.reduce(.zero) { $0 + $1.sizeBytes },
                leftBytes: tracks.reduce(.zero) { $0 + (left[$1.track] ?? .zero) },
                isBegun: own.contains { uses[$0.track] == 1 && left[$0.track] != $0.sizeBytes }
            )
        }
    }

    /// - Parameter options: best first; not empty.
    package init(lesson: Lesson.ID, options: [Option]) {
        precondition(!options.isEmpty, "a lesson has something to fetch")
        self.lesson = lesson
        self.options = options
    }

    /// Index of the best option that is no better than a level; of the least where all are better.
    func index(atMost level: RenditionLevel) -> Int {
        self.options.firstIndex { $0.level <= level } ?? self.options.count - 1
    }

    /// Index of the option with a picture that is here soonest; of the soonest of all where none has one.
    var soonest: Int {
        let pictures = self.options.indices.filter { self.options[$0].level > .audio }
        let left = { (index: Int) in (self.options[index].leftBytes, index) }
        return (pictures.isEmpty ? Array(self.options.indices) : pictures).min { left($0) < left($1) } ?? 0
    }

    private static func left(of track: Track, held: Set<Int>) -> ByteCount {
        guard !held.isEmpty else { return track.sizeBytes }
        guard held.count < track.chunks.count else { return .zero }
        return track.chunks.enumerated().reduce(.zero) {
            $0 + (held.contains($1.offset) ? .zero : $1.element.sizeBytes)
        }
    }
}
