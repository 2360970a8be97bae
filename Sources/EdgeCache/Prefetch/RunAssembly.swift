package import CourseModel
import Crypto

/// Takes the bytes of a run of chunks as they come off the line, and says of each chunk whether it is what its digest
/// names, the moment its last byte is there.
///
/// A run that was cut off goes on where it stopped: the hash of the unfinished chunk is kept, so its bytes are neither
/// fetched nor read again.
package struct RunAssembly {
    /// A stretch of one chunk that has just arrived.
    package struct Piece {
        /// Index into the track's chunks.
        package let chunk: Int
        /// Where the stretch lies in the track file.
        package let offset: Int64
        /// Which of the bytes that were taken.
        package let bytes: Range<Int>
        package let outcome: Outcome
    }

    package enum Outcome: Hashable {
        case unfinished
        /// The chunk is whole, and right.
        case verified
        /// The chunk is whole, and wrong.
        case wrong
        /// The chunk is whole, and wrong, but its beginning was not what came: it was found on the disk, or came from
        /// elsewhere.
        case stale
    }

    private let track: Track
    private let offsets: [Range<Int64>]
    private var end: Int
    private var chunk: Int
    private var received: Int64 = 0
    private var hash = SHA256()
    /// Whether the beginning of the current chunk was not what came: nobody can be told to have altered it.
    private var isFound = false

    /// - Parameter chunks: indices of consecutive chunks of the track.
    package init(track: Track, chunks: Range<Int>) {
        self.track = track
        self.offsets = track.chunkRanges
        self.chunk = chunks.lowerBound
        self.end = chunks.upperBound
    }

    /// One chunk whose beginning was found on the disk, where an earlier program was killed.
    ///
    /// - Parameter beginning: less than the whole chunk.
    package init(track: Track, chunk: Int, beginning: UnsafeRawBufferPointer) {
        self.init(track: track, chunks: chunk..<(chunk + 1))
        self.hash.update(bufferPointer: beginning)
        self.received = Int64(beginning.count)
        self.isFound = true
    }

    /// The bytes of the track file that are still missing; empty when the run is whole.
    package var missing: Range<Int64> {
        guard self.chunk < self.end else { return 0..<0 }
        return (self.offsets[self.chunk].lowerBound + self.received)..<self.offsets[self.end - 1].upperBound
    }

    /// The next chunk to be finished.
    package var current: Int { self.chunk }

    /// Whether some of the current chunk has come.
    package var isBegun: Bool { self.received > 0 && self.chunk < self.end }

    /// Goes on to another chunk than it was to: what has come of the current one is kept.
    ///
    /// - Parameter end: the first chunk that is not to be fetched; behind the current one.
    package mutating func extend(to end: Int) {
        self.end = end
    }

    /// Goes on with the bytes of another source.
    package mutating func goOnElsewhere() {
        self.isFound = self.isBegun
    }

    /// Takes what came next; more than the run has is left out.
    ///
    /// - Returns: what belongs where, in order; ends after a wrong chunk, which is then to be fetched anew.
    package mutating func take(_ bytes: UnsafeRawBufferPointer) -> [Piece] {
        var pieces: [Piece] = []
        var taken = 0
        while taken < bytes.count, self.chunk < self.end {
            let place = self.offsets[self.chunk]
            let left = place.upperBound - place.lowerBound - self.received
            let count = Int(min(left, Int64(bytes.count - taken)))
            self.hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[taken..<(taken + count)]))
            let outcome = Int64(count) < left ? .unfinished : self.outcome()
            pieces.append(
                Piece(
                    chunk: self.chunk,
                    offset: place.lowerBound + self.received,
                    bytes: taken..<(taken + count),
                    outcome: outcome
                )
            )
            taken += count
            self.received += Int64(count)
            if outcome == .unfinished { continue }
            self.hash = SHA256()
            self.received = 0
            self.isFound = false
            guard outcome == .verified else { break }
            self.chunk += 1
        }
        return pieces
    }

    private func outcome() -> Outcome {
        if CourseModel.Digest(self.hash.finalize()) == self.track.chunks[self.chunk].digest { return .verified }
        return self.isFound ? .stale : .wrong
    }
}
