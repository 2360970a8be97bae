package import CourseModel
import Logging
import ProgressAgent
import Synchronization

/// Makes the index and the disk agree.
extension PrefetchService {
    /// Looks at every track file of the shelf that has not been looked at, then plans.
    func takeStock() async {
        for track in self.keeper.shelf.releases.flatMap(\.manifest.tracks) {
            if Task.isCancelled { return }
            do {
                try await self.inspectOnce(track)
            } catch {
                self.logger.warning(
                    "track file not inspected",
                    metadata: ["blob": "\(track.blob)", "error": "\(error)"]
                )
            }
        }
        self.planAgain()
        self.changeSender.yield()
    }

    /// Reads a track file again, because bytes of it were found wrong: what is right stays, the rest is fetched anew.
    package func recheck(_ blob: Digest) throws {
        guard let track = self.state.withLock({ $0.tracks[blob] }) else { return }
        try self.keeper.unmark(track)
        _ = self.state.withLock { $0.inspected.remove(blob) }
        self.shelfChanged()
    }

    /// Fetches one chunk again that was found bad on the disk; all others stay.
    package func fetchAgain(_ address: ChunkAddress, because reason: String) {
        let lesson = self.state.withLock { state in
            state.begun.forget(address)
            return state.tracks.lesson(of: address.blob)
        }
        self.incidents.record(.chunkRotten, about: lesson?.rawValue ?? address.blob.hexadecimal, reason)
        do {
            try self.keeper.unmark(address)
        } catch {
            self.logger.warning("bad chunk not unmarked", metadata: ["chunk": "\(reason)", "error": "\(error)"])
        }
        self.planAgain()
        self.changeSender.yield()
    }

    /// Looks at a track file, unless that was done or is being done; one that could not be looked at is looked at again
    /// before anything is fetched of it, since it may be there already.
    func inspectOnce(_ track: Track) async throws {
        guard self.state.withLock({ $0.inspected.insert(track.blob).inserted }) else { return }
        do {
            try await self.inspect(track)
        } catch {
            _ = self.state.withLock { $0.inspected.remove(track.blob) }
            throw error
        }
    }

    private func inspect(_ track: Track) async throws {
        let begunMax = BegunRuns.countMax - self.state.withLock { $0.begun.count }
        let finding = try await TrackInspection(keeper: self.keeper).inspect(track, begunMax: begunMax)
        self.state.withLock { state in
            for run in finding.begun { state.begun.put(run, of: track, from: nil) }
        }
        guard finding.foundAgain > 0 else { return }
        self.logger.info(
            "chunks found again on the disk",
            metadata: ["blob": "\(track.blob)", "chunks": "\(finding.foundAgain) of \(track.chunks.count)"]
        )
    }
}
