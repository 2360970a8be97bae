package import CourseModel

/// Where in their lessons people are, as far as requests for chunks tell, and what will be wanted there next.
///
/// A player asks for a chunk when it needs it. What comes after it is brought before everything that is only planned: a
/// minute ahead, begun again when half of that is left, so that the bulk connection is not turned round for every chunk.
package struct WatchedPlaces: Sendable {
    private struct Place {
        let blob: Digest
        var chunk: Int
        var at: Duration
    }

    /// About a minute.
    package static let chunksAhead = 10
    /// With so many there is no hurry.
    package static let chunksEnough = 5
    /// A player that has not asked for so long is closed, or has all it wants.
    package static let forgottenAfter: Duration = .seconds(120)
    /// A player skips a chunk where it changes renditions, or looks again at one.
    private static let step = -1...2
    /// The picture and the sound of two labs of sixty, each at a place of its own.
    private static let placesMax = 240

    /// The one that was noted last is the last.
    private var places: [Place] = []

    package init() {}

    /// Somebody asked for a chunk.
    package mutating func note(_ address: ChunkAddress, at now: Duration) {
        self.places.removeAll { now - $0.at > Self.forgottenAfter }
        let known = self.places.firstIndex { $0.blob == address.blob && Self.step.contains(address.chunk - $0.chunk) }
        if let known { self.places.remove(at: known) }
        self.places.append(Place(blob: address.blob, chunk: address.chunk, at: now))
        self.places = self.places.suffix(Self.placesMax)
    }

    /// What is to be fetched next: of each place what is missing ahead, unless enough of it is there; small stretches first,
    /// so that the sound does not wait for the picture.
    ///
    /// - Parameters:
    ///   - track: the track file of a blob, and the lesson that it belongs to; nil for
    ///     one that is wanted no more.
    ///   - held: whether a chunk is verified.
    package func runs(
        track: (Digest) -> (track: Track, lesson: Lesson.ID)?,
        needs: LessonNeeds,
        held: (ChunkAddress) -> Bool
    ) -> [PlannedRun] {
        var runs: [(run: PlannedRun, size: ByteCount)] = []
        for place in self.places {
            guard let found = track(place.blob) else { continue }
            let (chunks, lesson) = (found.track.chunks, found.lesson)
            let next = place.chunk + 1
            let ahead = next..<max(next, min(next + Self.chunksAhead, chunks.count))
            func isMissing(_ chunk: Int) -> Bool { !held(ChunkAddress(blob: place.blob, chunk: chunk)) }
            guard let start = ahead.first(where: isMissing), start < next + Self.chunksEnough else { continue }
            let end = ahead[start...].first { !isMissing($0) } ?? ahead.upperBound
            let run = PlannedRun(
                lesson: lesson,
                blob: place.blob,
                chunks: start..<end,
                reason: needs[lesson].reason,
                neededAtMs: needs[lesson].neededAtMs
            )
            runs.append((run, chunks[start..<end].reduce(.zero) { $0 + $1.sizeBytes }))
        }
        return runs.sorted { $0.size < $1.size }.map(\.run)
    }
}
