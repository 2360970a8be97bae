/// What the resources of a release consist of.
extension ReleaseResource {
    /// The text of a resource that is written from the manifest.
    ///
    /// - Returns: nil for a resource that is bytes of a track file, and for one that the release does not have.
    package func document(of manifest: Manifest) -> String? {
        switch self {
        case .master: HLSPlaylist.master(of: manifest)
        case .dash: DASHManifest.text(of: manifest)
        case .media(let id):
            manifest.track(id).flatMap { $0.isMedia || $0.text != nil ? HLSPlaylist.media(of: $0) : nil }
        default: nil
        }
    }

    /// The chunk of its track whose bytes, or the first of them, the resource is.
    ///
    /// - Returns: nil for a resource that is written from the manifest, for another track, and for what the track does
    ///   not have.
    package func chunk(in track: Track) -> Int? {
        let index: Int? =
            switch self {
            case .trackFile(track.track), .initSegment(track.track):
                track.isMedia ? 0 : nil
            case .text(track.track) where track.text != nil || track.isStoryboard: 0
            case .picture(track.track) where track.isPoster: 0
            case .segment(track.track, let number) where track.isMedia: Self.chunk(ofSegment: number)
            case .captions(track.track, let number) where track.text != nil: Self.chunk(ofSegment: number)
            case .sheet(track.track, let number) where track.isStoryboard: Self.chunk(ofSegment: number)
            default: nil
            }
        return index.flatMap { track.chunks.indices.contains($0) ? $0 : nil }
    }

    /// Which bytes of its track file the resource is; nil where `chunk(in:)` is.
    package func byteRange(in track: Track) -> Range<Int64>? {
        guard let chunk = self.chunk(in: track) else { return nil }
        return switch self {
        case .initSegment: 0..<track.initSizeBytes.bytes
        case .trackFile: 0..<track.sizeBytes.bytes
        default: track.chunkRanges[chunk]
        }
    }

    private static func chunk(ofSegment number: Int) -> Int? { number < Int.max ? number + 1 : nil }

    /// Every resource of a release that is written from its manifest.
    package static func documents(of manifest: Manifest) -> [ReleaseResource] {
        ([.master, .dash] + manifest.tracks.map { .media($0.track) }).filter { $0.document(of: manifest) != nil }
    }

    /// Every resource of a release that is a part of this track's file, in the order of the file.
    package static func files(of track: Track) -> [ReleaseResource] {
        let id = track.track
        let parts = 0..<max(0, track.chunks.count - 1)
        if track.isPoster { return [.picture(id)] }
        if track.isStoryboard { return [.text(id)] + parts.map { .sheet(id, number: $0) } }
        if track.text != nil { return [.text(id)] + parts.map { .captions(id, number: $0) } }
        return track.isMedia ? [.initSegment(id)] + parts.map { .segment(id, number: $0) } : []
    }
}
