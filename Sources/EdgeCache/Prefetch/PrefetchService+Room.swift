import Blobs
import CourseModel
import Logging
package import Prefetching
import ProgressAgent
import Synchronization

/// Room on the disk: what is needed less gives way to what is needed more, and a reserve is left free for the journal.
extension PrefetchService {
    /// Makes sure that there is room for a track file that is not begun.
    ///
    /// - Throws: `FetchFailure` where nothing that may give way is enough; then nothing has given way.
    func makeRoom(for track: Track) throws {
        let missing = track.sizeBytes - (try self.room)
        guard missing > .zero else { return }
        let isUrgent = self.isUrgent(track)
        guard let giving = try self.evictionOrder.giving(missing, isUrgent: isUrgent, sparing: self.blobsInUse) else {
            self.incidents.record(.diskFull, about: "blobs", "too little room for another track file")
            throw FetchFailure(
                decided: .disk,
                reason: """
                    the disk is full: \(track.sizeBytes.bytes) bytes are needed, \
                    \(self.options.reserveBytes.bytes) are to be left free, and nothing may give way
                    """
            )
        }
        for candidate in giving { try self.evict(candidate) }
        self.changeSender.yield()
    }

    /// What may be filled; less than nothing where the reserve is touched.
    var room: ByteCount {
        get throws(FileError) { try self.keeper.blobs.freeBytes - self.options.reserveBytes }
    }

    /// In which order files give way where there is too little room.
    package var evictionOrder: EvictionOrder {
        get throws {
            let shelf = self.keeper.shelf
            return EvictionOrder(
                stored: try self.keeper.blobs.stored,
                documents: shelf.documents,
                manifests: shelf.releases.map(\.manifest),
                needs: self.state.withLock { $0.needs },
                chosen: shelf.choices
            )
        }
    }

    private func evict(_ candidate: EvictionOrder.Candidate) throws {
        try self.keeper.evict(candidate.blob)
        self.state.withLock { $0.begun.forget(candidate.blob) }
        try self.keeper.index.addEviction(candidate, at: self.now())
        self.logger.notice(
            "file gave way",
            metadata: [
                "blob": "\(candidate.blob)", "lesson": "\(candidate.lesson?.rawValue ?? "–")",
                "bytes": "\(candidate.sizeBytes.bytes)", "reason": "\(candidate.reason.rawValue)",
            ]
        )
    }

    /// Whether somebody needs the track file at a certain time, or waits for it.
    private func isUrgent(_ track: Track) -> Bool {
        self.state.withLock { state in
            let reason = state.tracks.lesson(of: track.blob).map { state.needs[$0].reason }
            return reason ?? .listed != .listed || state.prefetcher.wantedBlobs.contains(track.blob)
        }
    }

    private var blobsInUse: Set<Digest> {
        self.state.withLock { state in
            state.prefetcher.wantedBlobs.union([state.prefetcher.current?.blob].compactMap { $0 })
        }
    }
}
