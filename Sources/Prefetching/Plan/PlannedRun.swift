package import CourseModel

/// Consecutive chunks of one track file, to be fetched as one range.
package struct PlannedRun: Hashable, Sendable {
    package let lesson: Lesson.ID
    /// The track file.
    package let blob: Digest
    /// Indices into the track's chunks; never empty.
    package let chunks: Range<Int>
    package let reason: LessonNeeds.Reason
    package let neededAtMs: UTCTime?

    package init(
        lesson: Lesson.ID,
        blob: Digest,
        chunks: Range<Int>,
        reason: LessonNeeds.Reason,
        neededAtMs: UTCTime?
    ) {
        self.lesson = lesson
        self.blob = blob
        self.chunks = chunks
        self.reason = reason
        self.neededAtMs = neededAtMs
    }

    package func contains(_ address: ChunkAddress) -> Bool {
        self.blob == address.blob && self.chunks.contains(address.chunk)
    }

    /// The same run with other chunks; nil with none.
    func with(_ chunks: Range<Int>) -> PlannedRun? {
        chunks.isEmpty
            ? nil
            : PlannedRun(
                lesson: self.lesson,
                blob: self.blob,
                chunks: chunks,
                reason: self.reason,
                neededAtMs: self.neededAtMs
            )
    }

    /// What is left of the run without the chunks of another: nothing, one run or two.
    func subtracting(_ other: PlannedRun) -> [PlannedRun] {
        guard self.blob == other.blob, self.chunks.overlaps(other.chunks) else { return [self] }
        let before = self.chunks.lowerBound..<max(self.chunks.lowerBound, other.chunks.lowerBound)
        let after = min(self.chunks.upperBound, other.chunks.upperBound)..<self.chunks.upperBound
        return [before, after].compactMap { self.with($0) }
    }

    /// What is left of the run without one chunk.
    func subtracting(_ address: ChunkAddress) -> [PlannedRun] {
        guard self.contains(address), let one = self.with(address.chunk..<(address.chunk + 1)) else { return [self] }
        return self.subtracting(one)
    }
}
