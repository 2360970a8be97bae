import CourseModel

/// What happens to a school's line, disk, clock and program.
enum Fault: Sendable {
    /// The line is down, and both ends notice.
    case cut(Duration)
    /// Nothing comes any more, and nobody says so.
    case silence(Duration)
    /// Somebody on the way changes so many of a thousand pieces.
    case altering(Duration, permille: Int)
    /// The origin is overloaded, and says when to come again.
    case refusing(Duration, retryAfter: Duration?)
    /// The origin does not have a track file.
    case absent(Duration, Digest)
    /// Each answer ends before all that was asked for has come.
    case shortAnswers(Duration)
    /// The line brings this many bytes a second from now on.
    case speed(Int)
    case fullDisk(Duration)
    /// A bit of a held chunk flips.
    case rot
    /// A file loses its end.
    case truncation
    /// The program is killed before so many changes from now, or at once.
    case kill(afterChanges: Int?)
    case powerCut(afterChanges: Int?)
    /// The index is gone at the next start, to which this comes.
    case indexLost
    /// The calendar is set.
    case clockJump(milliseconds: Int64)
    case scrub
    case pause(Duration)
    /// Somebody watches a lesson from a chunk of one of its tracks on.
    case viewer(ChunkAddress, chunks: Int)
}

/// A kind of event of which a run says how often it had an effect.
package enum FaultKind: String, Sendable, CaseIterable {
    case cut, stalled, unreachable, alteredPiece, refusedChunk, staleBeginning, refusal, absent, shortAnswer
    case fullDisk, rot, truncation, badChunkFound
    case kill, powerCut, indexLost, clockJump, pause, windowClosed
    case viewer, chunkWaitedFor, waitGivenUp, renditionChanged, resumedChunk, scrub
}
