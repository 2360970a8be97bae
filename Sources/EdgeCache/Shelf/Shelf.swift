package import CourseModel
package import Prefetching
import Synchronization

/// What this school should have, and what of it is held: the catalogue's releases with their manifests, the rendition
/// that was chosen of each, the programmes, and the verified chunks.
///
/// In memory; `CacheIndexDatabase` and the blobs are where it comes from at start.
package final class Shelf: Sendable {
    private struct State {
        var releases: [Lesson.ID: ShelvedRelease] = [:]
        /// Releases that are still being watched perhaps, newest last.
        var superseded: [ShelvedRelease] = []
        var programmes: [Programme] = []
        var documents: Set<Digest>?
        var choices: [Lesson.ID: RenditionChoice] = [:]
        var held: [Digest: Set<Int>]
    }

    /// Enough for a catalogue that is replaced as a whole while a room watches.
    private static let supersededMax = 256

    private let state: Mutex<State>

    package init(held: [Digest: Set<Int>]) {
        self.state = Mutex(State(held: held))
    }

    /// Replaces what the catalogue lists.
    ///
    /// - Parameter documents: the blobs that it names itself; nil while some of them are missing.
    package func stock(releases: [ShelvedRelease], programmes: [Programme], documents: Set<Digest>? = nil) {
        let byLesson = Dictionary(releases.map { ($0.manifest.lesson, $0) }) { _, last in last }
        self.state.withLock { state in
            let gone = state.releases.values.filter { byLesson[$0.manifest.lesson]?.digest != $0.digest }
            state.superseded = (state.superseded + gone).suffix(Self.supersededMax)
            state.releases = byLesson
            state.programmes = programmes
            state.documents = documents
        }
    }

    /// Blobs that are no track files, and are kept; nil while not all that the catalogue lists is here.
    package var documents: Set<Digest>? { self.state.withLock { $0.documents } }

    package var programmes: [Programme] { self.state.withLock { $0.programmes } }

    /// When the access to a lesson ends: with the last programme that has it; nil where one of them says nothing.
    package func accessEnds(of lesson: Lesson.ID) -> UTCTime? {
        let ends = self.programmes.filter { $0.lessons.contains { $0.lesson == lesson } }.map(\.accessEndsAtMs)
        return ends.contains(nil) ? nil : ends.compactMap { $0 }.max()
    }

    package func programme(_ id: Programme.ID) -> Programme? {
        self.state.withLock { state in state.programmes.first { $0.programme == id } }
    }

    /// Sorted by lesson.
    package var releases: [ShelvedRelease] {
        self.state.withLock { $0.releases.values.sorted { $0.manifest.lesson < $1.manifest.lesson } }
    }

    package func release(of lesson: Lesson.ID) -> ShelvedRelease? {
        self.state.withLock { $0.releases[lesson] }
    }

    /// A certain release of a lesson: the current one, or one that was current since the edge started.
    package func release(_ manifest: Digest, of lesson: Lesson.ID) -> ShelvedRelease? {
        self.state.withLock { state in
            if let current = state.releases[lesson], current.digest == manifest { return current }
            return state.superseded.last { $0.digest == manifest && $0.manifest.lesson == lesson }
        }
    }
}

// MARK: - Holdings

extension Shelf {
    package func isHeld(_ address: ChunkAddress) -> Bool {
        self.state.withLock { $0.held[address.blob]?.contains(address.chunk) ?? false }
    }

    package func markHeld(_ address: ChunkAddress) {
        _ = self.state.withLock { $0.held[address.blob, default: []].insert(address.chunk) }
    }

    package func unmarkHeld(_ address: ChunkAddress) {
        _ = self.state.withLock { $0.held[address.blob]?.remove(address.chunk) }
    }

    /// Takes back all at once that some chunks of a blob are held.
    package func unmarkHeld(_ chunks: [Int], of blob: Digest) {
        self.state.withLock { $0.held[blob]?.subtract(chunks) }
    }

    /// The track files of all listed releases of which something is held, each once.
    package var heldTracks: [Track] {
        self.state.withLock { state in
            var seen: Set<Digest> = []
            return state.releases.values.sorted { $0.manifest.lesson < $1.manifest.lesson }
                .flatMap(\.manifest.tracks)
                .filter { state.held[$0.blob]?.isEmpty == false && seen.insert($0.blob).inserted }
        }
    }

    package func unmarkHeld(_ blob: Digest) {
        self.state.withLock { $0.held[blob] = nil }
    }

    /// Indices of a track file's held chunks.
    package func heldChunks(of track: Track) -> Set<Int> {
        self.state.withLock { $0.held[track.blob] ?? [] }
    }

    /// How much is held of the rendition that was chosen, and of what goes with it.
    package func heldBytes(of manifest: Manifest) -> ByteCount {
        self.tracks(of: manifest).reduce(.zero) { sum, track in
            let held = self.heldChunks(of: track)
            if held.count == track.chunks.count { return sum + track.sizeBytes }
            return held.reduce(sum) { $0 + (track.chunks.indices.contains($1) ? track.chunks[$1].sizeBytes : .zero) }
        }
    }

    /// How much there is of the rendition that was chosen, and of what goes with it.
    package func sizeBytes(of manifest: Manifest) -> ByteCount {
        self.tracks(of: manifest).reduce(.zero) { $0 + $1.sizeBytes }
    }

    package func isComplete(_ manifest: Manifest) -> Bool {
        self.isHeld(self.tracks(of: manifest))
    }

    /// Whether every chunk of these is held.
    package func isHeld(_ tracks: [Track]) -> Bool {
        tracks.allSatisfy { self.heldChunks(of: $0).count == $0.chunks.count }
    }
}

// MARK: - Renditions

extension Shelf {
    /// Replaces what was chosen.
    package func choose(_ choices: [Lesson.ID: RenditionChoice]) {
        self.state.withLock { $0.choices = choices }
    }

    package var choices: [Lesson.ID: RenditionChoice] { self.state.withLock { $0.choices } }

    /// Nil before the first choice.
    package func choice(of lesson: Lesson.ID) -> RenditionChoice? {
        self.state.withLock { $0.choices[lesson] }
    }

    /// What this school should hold of a release: the tracks of the rendition that was chosen, else of the best, and
    /// the companion tracks.
    package func tracks(of manifest: Manifest) -> [Track] {
        manifest.tracks(playing: self.choice(of: manifest.lesson)?.rendition)
    }

    /// The renditions that the lab may play, best first: the chosen one, and those that are here whole. A player that
    /// was told of another would fetch it over the line, before everything else.
    package func playable(of manifest: Manifest) -> [Rendition] {
        let chosen =
            self.choice(of: manifest.lesson)?.rendition.flatMap(manifest.rendition) ?? manifest.renditions.first
        return manifest.renditions.filter { rendition in
            rendition == chosen || self.isHeld(manifest.tracks.filter { rendition.tracks.contains($0.track) })
        }
    }
}
