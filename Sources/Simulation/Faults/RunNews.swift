import CourseModel
import Synchronization

/// What comes out of product code that speaks on whatever thread it is on: kept until the simulation looks.
final class RunNews: Sendable {
    struct Kept {
        let track: Track
        let chunks: [Int]
    }

    private struct State {
        var kept: [Kept] = []
        var rotten: [ChunkAddress] = []
        var awaited: Set<ChunkAddress> = []
    }

    private let state = Mutex(State())

    func isAwaited(_ address: ChunkAddress) -> Bool { self.state.withLock { $0.awaited.contains(address) } }

    func setAwaited(_ addresses: Set<ChunkAddress>) { self.state.withLock { $0.awaited = addresses } }

    func kept(_ chunks: [Int], of track: Track) {
        self.state.withLock { $0.kept.append(Kept(track: track, chunks: chunks)) }
    }

    func rotten(_ address: ChunkAddress) { self.state.withLock { $0.rotten.append(address) } }

    func takeKept() -> [Kept] {
        self.state.withLock { state in
            defer { state.kept = [] }
            return state.kept
        }
    }

    func takeRotten() -> [ChunkAddress] {
        self.state.withLock { state in
            defer { state.rotten = [] }
            return state.rotten
        }
    }
}
