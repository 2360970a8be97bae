/// A run of bytes of a track file that is fetched, verified and resumed as one.
///
/// Chunk 0 of a track file is its header (`ftyp`, `moov`, `sidx`); every other chunk is one segment
/// (`styp`, `moof`, `mdat`). Of captions, chunk 0 is the text of the whole lesson and every other chunk a segment of it; of
/// a storyboard, chunk 0 is the index and every other chunk a sheet; a poster has only chunk 0, the picture.
package struct Chunk: Hashable, Sendable, Codable {
    package let digest: Digest
    package let sizeBytes: ByteCount
    /// How long the segment plays, in ticks of its track's time scale; 0 for chunk 0.
    package let durationTicks: Int64

    package init(digest: Digest, sizeBytes: ByteCount, durationTicks: Int64) {
        self.digest = digest
        self.sizeBytes = sizeBytes
        self.durationTicks = durationTicks
    }
}
