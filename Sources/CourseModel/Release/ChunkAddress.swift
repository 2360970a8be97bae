/// Names one chunk of one track file.
package struct ChunkAddress: Hashable, Sendable {
    package let blob: Digest
    /// Index into the track's `chunks`.
    package let chunk: Int

    package init(blob: Digest, chunk: Int) {
        self.blob = blob
        self.chunk = chunk
    }
}
