package import CourseModel
import Synchronization

/// What this school should have, and what of it is held: the catalogue's releases with their manifests, the programmes,
/// and the verified chunks.
///
/// In memory; `CacheIndexDatabase` and the blobs are where it comes from at start.
package final class Shelf: Sendable {
    private struct State {
        var releases: [Lesson.ID: ShelvedRelease] = [:]
        /// Releases that are still being watched perhaps, newest last.
        var superseded: [ShelvedRelease] = []
        var programmes: [Programme] = []
        var held: [Digest: Set<Int>]
    }

    /// Enough for a catalogue that is replaced as a whole while a room watches.
    private static let supersededMax = 256

    private let state: Mutex<State>

    package init(held: [Digest: Set<Int>]) {
        self.state = Mutex(State(held: held))
    }

    /// Replaces what the catalogue lists.
    package func stock(releases: [ShelvedRelease], programmes: [Programme]) {
        let byLesson = Dictionary(releases.map { ($0.manifest.lesson, $0) }) { _, last in last }
        self.state.withLock { state in
            let gone = state.releases.values.filter { byLesson[$0.manifest.lesson]?.digest != $0.digest }
            state.superseded = (state.superseded + gone).suffix(Self.supersededMax)
            state.releases = byLesson
            state.programmes = programmes
        }
    }

    package var programmes: [Programme] { self.state.withLock { $0.programmes } }

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

    package func unmarkHeld(_ blob: Digest) {
        self.state.withLock { $0.held[blob] = nil }
    }

    /// Indices of a track file's held chunks.
    package func heldChunks(of track: Track) -> Set<Int> {
        self.state.withLock { $0.held[track.blob] ?? [] }
    }

    package func heldBytes(of manifest: Manifest) -> ByteCount {
        manifest.tracks.reduce(.zero) { sum, track in
            let held = self.heldChunks(of: track)
            if held.count == track.chunks.count { return sum + track.sizeBytes }
            return held.reduce(sum) { $0 + (track.chunks.indices.contains($1) ? track.chunks[$1].sizeBytes : .zero) }
        }
    }

    package func isComplete(_ manifest: Manifest) -> Bool {
        manifest.tracks.allSatisfy { self.heldChunks(of: $0).count == $0.chunks.count }
    }
}
