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

        package init(manifest: Digest, blob: Digest, missing: [Range<Int>]) {
            self.manifest = manifest
            self.blob = blob
            self.missing = missing
        }
    }

    /// Runs of chunks on a page; the lesson with which there are so many is the page's last. A megabyte, where each track
    /// file has one.
    package static let runsMax = 5_000

    /// With the first page only.
    package let documents: [Digest]
    /// In the order of the shelf, those that are not held whole.
    package let tracks: [WantedTrack]
    /// The last lesson of this page, where there are more after it.
    package let next: Lesson.ID?

    /// - Parameters:
    ///   - lessons: in the order of the shelf, with those of their tracks that are not held whole; looked at as far as they
    ///     fit on a page.
    ///   - runsMax: how many runs of chunks end a page.
    package init(
        documents: [Digest],
        lessons: some Sequence<(lesson: Lesson.ID, tracks: [WantedTrack])>,
        runsMax: Int = Self.runsMax
    ) {
        var (tracks, runs, last, next) = ([WantedTrack](), 0, Lesson.ID?.none, Lesson.ID?.none)
        for lesson in lessons where !lesson.tracks.isEmpty {
            guard runs < runsMax else {
                next = last
                break
            }
            tracks += lesson.tracks
            runs += lesson.tracks.reduce(0) { $0 + $1.missing.count }
            last = lesson.lesson
        }
        self.documents = documents
        self.tracks = tracks
        self.next = next
    }
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
