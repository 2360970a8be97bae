package import CourseModel

/// Which files give way where there is no room for one that is needed more, and in which order: what nothing lists, then
/// what was begun of renditions that are not played, then past programmes, unpinned, least needed first.
///
/// What a phase needs that runs or is to come never gives way, nor what a technician pinned or wants first.
package struct EvictionOrder: Sendable {
    /// In the order in which they count.
    package enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        /// No release that the catalogue lists has it.
        case unlisted
        /// It belongs to a rendition that this school does not play.
        case otherRendition
        /// Its lesson is needed at no particular time, and not pinned.
        case notNeeded
    }

    package struct Candidate: Hashable, Sendable {
        package let blob: Digest
        /// nil where nothing lists it.
        package let lesson: Lesson.ID?
        /// The room that it takes on the disk.
        package let sizeBytes: ByteCount
        package let reason: Reason
    }

    /// First the one that gives way first.
    package let candidates: [Candidate]

    /// - Parameters:
    ///   - stored: the blobs on the disk, and the room that each takes.
    ///   - documents: blobs that are no track files, and are kept; nil while not all that is listed is known.
    ///   - chosen: the rendition of each lesson; the best of a lesson that is not in it.
    package init(
        stored: [Digest: ByteCount],
        documents: Set<Digest>?,
        manifests: [Manifest],
        needs: LessonNeeds,
        chosen: [Lesson.ID: RenditionChoice]
    ) {
        var kept = documents ?? []
        var listed: [Candidate] = []
        var known: Set<Digest> = []
        for manifest in manifests.sorted(by: { needs.isBefore($1.lesson, $0.lesson) }) {
            let played = Set(manifest.tracks(playing: chosen[manifest.lesson]?.rendition).map(\.blob))
            if needs[manifest.lesson].reason != .listed { kept.formUnion(played) }
            for track in manifest.tracks {
                known.insert(track.blob)
                guard let size = stored[track.blob] else { continue }
                let reason = played.contains(track.blob) ? Reason.notNeeded : .otherRendition
                listed.append(Candidate(blob: track.blob, lesson: manifest.lesson, sizeBytes: size, reason: reason))
            }
        }
        let unlisted = stored.filter { documents != nil && !known.contains($0.key) }
            .map { Candidate(blob: $0.key, lesson: nil, sizeBytes: $0.value, reason: .unlisted) }
            .sorted { ($1.sizeBytes, $0.blob.hexadecimal) < ($0.sizeBytes, $1.blob.hexadecimal) }
        var seen: Set<Digest> = []
        self.candidates = Reason.allCases.flatMap { reason in (unlisted + listed).filter { $0.reason == reason } }
            .filter { !kept.contains($0.blob) && seen.insert($0.blob).inserted }
    }

    /// Who gives way so that there is so much more room.
    ///
    /// - Parameters:
    ///   - isUrgent: whether the room is for what somebody needs or waits for; otherwise only what nobody plays gives way, or
    ///     lessons that nobody needs would push out each other for ever.
    ///   - spared: files in use.
    /// - Returns: nil where all that may give way is not enough; then nobody has to.
    package func giving(_ bytes: ByteCount, isUrgent: Bool, sparing spared: Set<Digest> = []) -> [Candidate]? {
        var (left, chosen) = (bytes, [Candidate]())
        for candidate in self.candidates where left > .zero {
            guard !spared.contains(candidate.blob), isUrgent || candidate.reason != .notNeeded else { continue }
            chosen.append(candidate)
            left = left - candidate.sizeBytes
        }
        return left > .zero ? nil : chosen
    }
}
