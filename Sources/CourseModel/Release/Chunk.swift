/// A run of bytes of a track file that is fetched, verified and resumed as one.
///
/// Chunk 0 of a track file is its header (`ftyp`, `moov`, `sidx`); every other chunk is one segment
/// (`styp`, `moof`, `mdat`).
package struct Chunk: Hashable, Sendable, Codable {
    package let digest: Digest
    package let sizeBytes: ByteCount
    /// How long the segment plays, in ticks of its track's time scale; 0 for the header.
    package let durationTicks: Int64

    package init(digest: Digest, sizeBytes: ByteCount, durationTicks: Int64) {
        self.digest = digest
        self.sizeBytes = sizeBytes
        self.durationTicks = durationTicks
    }
}
