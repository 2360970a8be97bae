package import Blobs
package import CourseModel
package import Logging
import ProgressAgent
import ServiceLifecycle
import Synchronization

/// Reads everything that is held, slowly, and compares it with its digests: disks lose bytes without saying so. What is
/// bad is no longer held, so that nobody is served it and only it is fetched again.
///
/// A scrub begins by itself when the last one is so many days old, and when somebody asks for one. A lesson that a player
/// could not play is read at once.
package final class Scrubber: Service {
    private enum Start {
        case due
        case asked
    }

    private struct State {
        var last: ScrubState?
        var badChunks: Int64 = 0
        /// When the lessons that players complained of were last read; nil: being read now.
        var checkedAt: [Lesson.ID: UTCTime?] = [:]
    }

    /// A page may complain of the same lesson again and again; one reading finds all that is bad.
    private static let checkAgainMs: Int64 = 30_000

    /// How often it is looked whether a scrub is due.
    private static let lookInterval: Duration = .seconds(600)

    private let shelf: Shelf
    private let blobs: BlobDirectory
    private let index: CacheIndexDatabase
    private let bytesPerSecond: Int64
    private let days: Int64
    private let onRot: @Sendable (ChunkAddress, _ reason: String) -> Void
    private let now: @Sendable () -> UTCTime
    private let logger: Logger
    private let state = Mutex(State())
    private let requests: AsyncStream<Void>
    private let requestSender: AsyncStream<Void>.Continuation

    /// - Parameters:
    ///   - bytesPerSecond: how fast a scrub reads that begins by itself; one that is asked for reads as fast as the disk
    ///     gives.
    ///   - days: after which a scrub begins by itself; 0 for never.
    ///   - onRot: called for each chunk that is bad.
    package init(
        shelf: Shelf,
        blobs: BlobDirectory,
        index: CacheIndexDatabase,
        bytesPerSecond: Int64,
        days: Int64,
        onRot: @escaping @Sendable (ChunkAddress, _ reason: String) -> Void,
        now: @escaping @Sendable () -> UTCTime,
        logger: Logger
    ) {
        self.shelf = shelf
        self.blobs = blobs
        self.index = index
        self.bytesPerSecond = bytesPerSecond
        self.days = days
        self.onRot = onRot
        self.now = now
        self.logger = logger
        (self.requests, self.requestSender) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The scrub under way, else the last one since the start.
    package var last: ScrubState? { self.state.withLock { $0.last } }

    /// Bad chunks found since the start.
    package var badChunks: Int64 { self.state.withLock { $0.badChunks } }

    /// Asks for a scrub now; one under way goes on, and another comes after it.
    package func begin() { self.requestSender.yield() }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            let (starts, sender) = AsyncStream.makeStream(of: Start.self, bufferingPolicy: .bufferingOldest(2))
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in self.requests { sender.yield(.asked) }
                }
                group.addTask {
                    while !Task.isCancelled {
                        if self.isDue { sender.yield(.due) }
                        try? await Task.sleep(for: Self.lookInterval)
                    }
                }
                for await start in starts where start == .asked || self.isDue {
                    await self.scrub(bytesPerSecond: start == .asked ? nil : self.bytesPerSecond)
                }
                group.cancelAll()
            }
        }
    }

    private var isDue: Bool {
        guard self.days > 0 else { return false }
        do {
            guard let last = try self.index.scrubbedAt else {
                // A new disk has just been written: its first scrub is due in so many days.
                try self.index.setScrubbed(at: self.now())
                return false
            }
            return (self.now() - last).milliseconds >= self.days * 86_400_000
        } catch {
            self.logger.warning("scrub not begun", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// Reads all that is held once.
    ///
    /// - Parameter bytesPerSecond: nil for as fast as the disk gives.
    package func scrub(bytesPerSecond: Int64?) async {
        let tracks = self.shelf.heldTracks
        let size = tracks.reduce(ByteCount.zero) { sum, track in
            let held = self.shelf.heldChunks(of: track)
            return track.chunks.enumerated().reduce(sum) {
                $0 + (held.contains($1.offset) ? $1.element.sizeBytes : .zero)
            }
        }
        self.state.withLock { $0.last = ScrubState(startedAtMs: self.now(), sizeBytes: size) }
        for track in tracks {
            await self.scrub(track, bytesPerSecond: bytesPerSecond)
            if Task.isCancelled { return }
        }
        let bad = self.state.withLock { state in
            state.last?.finishedAtMs = self.now()
            return state.last?.badChunks ?? 0
        }
        self.logger.info("scrubbed", metadata: ["bytes": "\(size.bytes)", "badChunks": "\(bad)"])
        do {
            try self.index.setScrubbed(at: self.now())
        } catch {
            self.logger.warning("scrub not noted", metadata: ["error": "\(error)"])
        }
    }

    /// Reads what is held of one lesson now, once for all who ask within half a minute.
    ///
    /// - Returns: how many chunks were bad; 0 also where it was read just before, or is being read.
    package func check(_ lesson: Lesson.ID) async -> Int64 {
        guard let release = self.shelf.release(of: lesson) else { return 0 }
        let now = self.now()
        let isNew = self.state.withLock { state in
            if let last = state.checkedAt[lesson] {
                guard let last, (now - last).milliseconds >= Self.checkAgainMs else { return false }
            }
            state.checkedAt[lesson] = .some(nil)
            return true
        }
        guard isNew else { return 0 }
        var bad: Int64 = 0
        for track in release.manifest.tracks {
            for (chunk, range) in track.chunkRanges.enumerated() {
                if self.isBad(chunk, at: range, of: track) { bad += 1 }
                await Task.yield()
            }
        }
        self.state.withLock { $0.checkedAt[lesson] = self.now() }
        return bad
    }

    private func scrub(_ track: Track, bytesPerSecond: Int64?) async {
        for (chunk, range) in track.chunkRanges.enumerated() {
            guard !Task.isCancelled, self.shelf.isHeld(ChunkAddress(blob: track.blob, chunk: chunk)) else { continue }
            let isBad = self.isBad(chunk, at: range, of: track)
            self.state.withLock { state in
                if isBad { state.last?.badChunks += 1 }
                state.last?.checkedBytes += ByteCount(bytes: range.upperBound - range.lowerBound)
            }
            if let bytesPerSecond {
                let milliseconds = (range.upperBound - range.lowerBound) * 1_000 / max(1, bytesPerSecond)
                try? await Task.sleep(for: .milliseconds(milliseconds))
            } else {
                await Task.yield()
            }
        }
    }

    /// Whether a chunk is held and bad; it is no longer held then.
    private func isBad(_ chunk: Int, at range: Range<Int64>, of track: Track) -> Bool {
        let address = ChunkAddress(blob: track.blob, chunk: chunk)
        guard self.shelf.isHeld(address),
            let reason = self.fault(of: range, digest: track.chunks[chunk].digest, in: track.blob)
        else { return false }
        self.state.withLock { $0.badChunks += 1 }
        self.onRot(address, "chunk \(chunk) of track \(track.track) \(reason)")
        return true
    }

    /// - Returns: what is wrong with a chunk on the disk; nil for nothing.
    private func fault(of range: Range<Int64>, digest: Digest, in blob: Digest) -> String? {
        do {
            // Opened anew for each chunk: a bad one before it may have made the file one that is being filled.
            guard let file = try self.blobs.file(blob) else { return "is gone from the disk" }
            guard range.upperBound <= file.sizeBytes.bytes else { return "is cut off on the disk" }
            return Digest(of: try file.read(range)) == digest ? nil : "went bad on the disk"
        } catch {
            return "cannot be read: \(error)"
        }
    }
}
