package import CourseModel

/// What the running edge would take from a disc: its documents, and chunks of the track files of every rendition, not of
/// the chosen one alone, since a disc costs the line nothing.
package struct WantedStock: Hashable, Sendable, Codable {
    package struct WantedTrack: Hashable, Sendable, Codable {
        /// Names the release that has the track.
        package let manifest: Digest
        package let blob: Digest
        /// Indices of the chunks that are not held.
        package let missing: [Range<Int>]
    }

    package let documents: [Digest]
    /// In the order of the shelf, those that are not held whole.
    package let tracks: [WantedTrack]
}

/// What became of chunks that were brought, by index.
package struct TakenChunks: Hashable, Sendable, Codable {
    /// Held now, or held before.
    package let held: [Int]
    /// Not what their digests name.
    package let wrong: [Int]

    package init(held: [Int], wrong: [Int]) {
        self.held = held
        self.wrong = wrong
    }
}
