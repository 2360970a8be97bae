package import CourseModel

/// How far a scrub is, or what the last one found.
package struct ScrubState: Hashable, Sendable, Codable {
    package let startedAtMs: UTCTime
    /// Nil while it runs.
    package var finishedAtMs: UTCTime?
    /// Read so far.
    package var checkedBytes: ByteCount = .zero
    /// Held when it began.
    package let sizeBytes: ByteCount
    /// Chunks that were not what their digests name any more, or could not be read.
    package var badChunks: Int64 = 0

    package init(startedAtMs: UTCTime, sizeBytes: ByteCount) {
        self.startedAtMs = startedAtMs
        self.sizeBytes = sizeBytes
    }
}
