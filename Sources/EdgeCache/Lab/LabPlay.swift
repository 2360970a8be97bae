import CourseModel
import HTTPServing
import Synchronization

/// What a connection plays: a token that was good, the release it names, and what paths of it begin with.
final class LabPlay: Sendable {
    /// `/play/TOKEN/`
    let prefix: String
    let token: PlaybackToken
    let release: ShelvedRelease

    init(prefix: String, token: PlaybackToken, release: ShelvedRelease) {
        self.prefix = prefix
        self.token = token
        self.release = release
    }
}

/// A part of a track file that is asked for by name, with all that an answer needs of it.
final class LabFile: Sendable {
    let track: Track
    /// Of the track file.
    let region: Range<Int64>
    let representation: Representation
    /// The head of the answer that most get.
    let head: [UInt8]
    /// Where the track's chunks lie.
    let chunkRanges: [Range<Int64>]

    /// - Returns: nil where the release has nothing of that name.
    init?(_ resource: ReleaseResource, of manifest: Manifest) {
        guard let track = resource.track.flatMap({ manifest.track($0) }), let chunk = resource.chunk(in: track),
            let region = resource.byteRange(in: track)
        else { return nil }
        let isWhole = resource == .trackFile(track.track)
        let isOpening = resource == .initSegment(track.track)
        let digest = isWhole ? track.blob : track.chunks[chunk].digest
        self.track = track
        self.region = region
        self.representation = Representation(
            sizeBytes: region.upperBound - region.lowerBound,
            // An init segment is the first part of chunk 0, and not the same bytes.
            entityTag: isOpening ? "\"\(digest)-init\"" : "\"\(digest)\"",
            contentType: resource.contentType,
            cacheControl: LabCaching.unchanging
        )
        let answer = self.representation.answer(.whole)
        self.head = DirectAnswer.head(answer.status, answer.fields, contentLength: answer.contentLength)
        self.chunkRanges = track.chunkRanges
    }

    /// The chunk that a byte of the track file lies in.
    func chunk(at offset: Int64) -> Int {
        var range = 0..<self.chunkRanges.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range =
                self.chunkRanges[middle].upperBound > offset
                ? range.lowerBound..<middle : (middle + 1)..<range.upperBound
        }
        return range.lowerBound
    }
}

enum LabCaching {
    /// The address holds a token of one viewing session, so what it names never changes.
    static let unchanging = "private, max-age=31536000, immutable"
    /// Which renditions are here may change.
    static let playlist = "private, max-age=10"
}

/// Things made of releases, kept while they are asked for; all are made anew where there come to be too many.
final class LabTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let countMax: Int
    private let values = Mutex<[Key: Value]>([:])

    init(countMax: Int) {
        self.countMax = countMax
    }

    /// - Returns: nil where there is no such thing; that is not kept.
    func value(_ key: Key, _ make: () -> Value?) -> Value? {
        if let known = self.values.withLock({ $0[key] }) { return known }
        guard let value = make() else { return nil }
        self.values.withLock { values in
            if values.count >= self.countMax { values = [:] }
            values[key] = value
        }
        return value
    }
}
