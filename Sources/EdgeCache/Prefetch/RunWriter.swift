package import Blobs
package import CourseModel
package import Prefetching
import Synchronization

/// Takes a run's bytes off the line: writes each piece where it belongs, and keeps what is verified.
///
/// Called on the connection's thread, which may wait for the disk. Keeping takes syncs, so verified chunks are kept in
/// groups: about a tenth of the time goes into it on a fast line, while on a narrow one every chunk is kept by itself.
package final class RunWriter: Sendable {
    /// Why no more bytes are taken.
    package enum End: Hashable {
        case wrong(chunk: Int)
        /// What was found on the disk of a chunk is not its beginning.
        case stale(chunk: Int)
        case disk(FileError)
        /// The index does not take marks.
        case index(String)

        /// What the prefetcher is told.
        ///
        /// - Parameter blob: the track file that the run is of.
        package func failure(of blob: Digest) -> Prefetcher.Failure {
            switch self {
            case .wrong(let chunk): .wrongBytes(ChunkAddress(blob: blob, chunk: chunk))
            case .stale: .line(retryAfter: nil)
            case .disk, .index: .disk
            }
        }
    }

    private struct State {
        var assembly: RunAssembly
        /// Verified and written, but not kept yet.
        var verified: [Int] = []
        var verifiedBytes: Int64 = 0
        /// Until when chunks are gathered.
        var gatherUntil: Duration = .zero
        var end: End?
    }

    private static let groupBytesMax: Int64 = 4 << 20
    /// How many times as long as keeping took the next group is gathered.
    private static let gatherFactor = 9
    private static let gatherMax: Duration = .milliseconds(500)

    private let track: Track
    private let fill: BlobFill
    private let keeper: ChunkKeeper
    private let isAwaited: @Sendable (ChunkAddress) -> Bool
    private let onKept: @Sendable ([Int], _ isWhole: Bool) -> Void
    private let elapsed: @Sendable () -> Duration
    private let state: Mutex<State>

    /// - Parameters:
    ///   - isAwaited: whether somebody waits for a chunk, so that it is kept at once.
    ///   - onKept: told which chunks are held now, and whether the track file is whole.
    ///   - elapsed: time since any fixed beginning.
    package init(
        _ assembly: RunAssembly,
        track: Track,
        fill: BlobFill,
        keeper: ChunkKeeper,
        isAwaited: @escaping @Sendable (ChunkAddress) -> Bool,
        onKept: @escaping @Sendable ([Int], _ isWhole: Bool) -> Void,
        elapsed: @escaping @Sendable () -> Duration
    ) {
        self.track = track
        self.fill = fill
        self.keeper = keeper
        self.isAwaited = isAwaited
        self.onKept = onKept
        self.elapsed = elapsed
        self.state = Mutex(State(assembly: assembly))
    }

    /// The bytes of the track file that have not come.
    package var missing: Range<Int64> { self.state.withLock { $0.assembly.missing } }

    package var end: End? { self.state.withLock { $0.end } }

    /// - Returns: whether more is wanted.
    package func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        self.state.withLock { state in
            guard state.end == nil, !state.assembly.missing.isEmpty else { return false }
            for piece in state.assembly.take(bytes) {
                self.take(piece, of: bytes, &state)
            }
            if self.isDue(state) { self.keep(&state) }
            return state.end == nil
        }
    }

    /// To be called now and then while nothing comes: what is verified shall not wait for more.
    package func rest() {
        self.state.withLock { state in
            if self.isDue(state) { self.keep(&state) }
        }
    }

    /// Keeps what is verified and not kept yet.
    ///
    /// - Returns: how far the run has come.
    package func finish() -> RunAssembly {
        self.state.withLock { state in
            self.keep(&state)
            return state.assembly
        }
    }

    private func take(_ piece: RunAssembly.Piece, of bytes: UnsafeRawBufferPointer, _ state: inout State) {
        guard state.end == nil else { return }
        do {
            try self.keeper.write(
                UnsafeRawBufferPointer(rebasing: bytes[piece.bytes]),
                at: piece.offset,
                of: ChunkAddress(blob: self.track.blob, chunk: piece.chunk),
                in: self.fill
            )
        } catch {
            state.end = .disk(error)
            return
        }
        switch piece.outcome {
        case .unfinished: break
        case .verified:
            state.verified.append(piece.chunk)
            state.verifiedBytes += self.track.chunks[piece.chunk].sizeBytes.bytes
        case .wrong: state.end = .wrong(chunk: piece.chunk)
        case .stale: state.end = .stale(chunk: piece.chunk)
        }
    }

    private func isDue(_ state: State) -> Bool {
        !state.verified.isEmpty
            && (state.verifiedBytes >= Self.groupBytesMax || state.gatherUntil <= self.elapsed()
                || state.verified.contains { self.isAwaited(ChunkAddress(blob: self.track.blob, chunk: $0)) })
    }

    private func keep(_ state: inout State) {
        guard !state.verified.isEmpty else { return }
        let chunks = state.verified
        state.verified = []
        state.verifiedBytes = 0
        let start = self.elapsed()
        defer {
            let end = self.elapsed()
            state.gatherUntil = end + min((end - start) * Self.gatherFactor, Self.gatherMax)
        }
        do {
            let isWhole = try self.keeper.keep(chunks, of: self.track, in: self.fill)
            self.onKept(chunks, isWhole)
        } catch let error as FileError {
            state.end = .disk(error)
        } catch {
            state.end = .index("\(error)")
        }
    }
}
