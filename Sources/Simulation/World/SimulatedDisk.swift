import Blobs
import Foundation
import Glibc
import Prefetching
import Synchronization

/// A disk that can be full, and that can lose its power before any change is made to it.
///
/// The files are real ones, and a running program sees them as such. Beside them the disk knows what of them is durable:
/// what a power cut leaves is that, and of everything after it what chance leaves: all, nothing, some, or a part of a
/// write, in sectors. Names change in the order in which they were changed and each as a whole, as the journals of ext4
/// and XFS have it. What SQLite has committed is durable; a cut may come before a commit.
final class SimulatedDisk: Sendable {
    enum Stop: Hashable, Sendable {
        /// The program is killed: what it has written stays.
        case kill
        case powerCut
    }

    private struct State {
        var names = DurableNames()
        var files: [Int: DurableBytes] = [:]
        var random: SplitMix64
        var changes = 0
        var stopAt: (change: Int, how: Stop)?
        var stopped: Stop?
        var isFull = false
        var refusals = 0
    }

    /// Of the folder `blobs` under this path.
    private let folder: String
    private let clock: SimulatedClock
    /// A rule that is broken on purpose: the program forgets to sync.
    private let forgetsSyncs: Bool
    private let state: Mutex<State>

    init(folder: String, clock: SimulatedClock, seed: UInt64, forgetsSyncs: Bool = false) {
        self.folder = folder
        self.clock = clock
        self.forgetsSyncs = forgetsSyncs
        self.state = Mutex(State(random: SplitMix64(state: seed)))
    }

    /// How it stopped; nil while it works.
    var stopped: Stop? { self.state.withLock { $0.stopped } }

    /// Changes and commits so far.
    var changes: Int { self.state.withLock { $0.changes } }

    /// How often something was refused because it is full.
    var refusals: Int { self.state.withLock { $0.refusals } }

    /// Stops before the so manyth change from now is made, instead of making it.
    func stop(_ how: Stop, after changes: Int) {
        self.state.withLock { $0.stopAt = ($0.changes + changes, how) }
    }

    func stopNow(_ how: Stop) {
        self.state.withLock { $0.stopped = how }
    }

    /// From now on it works.
    func spare() {
        self.state.withLock { ($0.stopAt, $0.isFull) = (nil, false) }
    }

    func fill(_ isFull: Bool) {
        self.state.withLock { $0.isFull = isFull }
    }
}

// MARK: - What is told before it happens

extension SimulatedDisk {
    /// For `FileChange.watch`.
    func watch(_ change: FileChange) throws(FileError) {
        let refusal = self.state.withLock { state -> FileError? in
            if self.isOver(&state) { return FileError("use", self.folder, code: EIO) }
            if case .resize(let path, _) = change, state.isFull {
                state.refusals += 1
                return FileError("make room for", path, code: ENOSPC)
            }
            self.note(change, &state)
            return nil
        }
        if let refusal { throw refusal }
    }

    /// To be called before the index commits.
    func watchCommit() throws(FileError) {
        let refusal = self.state.withLock { state -> FileError? in
            if self.isOver(&state) { return FileError("commit", "index.sqlite", code: EIO) }
            guard state.isFull else { return nil }
            state.refusals += 1
            return FileError("commit", "index.sqlite", code: ENOSPC)
        }
        if let refusal { throw refusal }
    }

    /// Counts a change, and stops before it if it is the one.
    private func isOver(_ state: inout State) -> Bool {
        if state.stopped != nil { return true }
        if let stop = state.stopAt, state.changes >= stop.change {
            state.stopAt = nil
            state.stopped = stop.how
            return true
        }
        state.changes += 1
        return false
    }

    private func note(_ change: FileChange, _ state: inout State) {
        switch change {
        case .resize(let path, let size):
            let file = state.names.file(at: path) ?? state.names.add(path)
            state.files[file, default: DurableBytes()].resize(to: Int(size))
        case .write(let path, let bytes, let offset):
            guard let file = state.names.file(at: path) else { return }
            state.files[file]?.write(Array(bytes), at: Int(offset))
        case .sync(let path):
            self.clock.advance(by: .microseconds(Int64.random(in: 100...20_000, using: &state.random)))
            guard !self.forgetsSyncs, let file = state.names.file(at: path) else { return }
            state.files[file]?.sync()
        case .rename(let path, let target): state.names.rename(path, to: target)
        case .remove(let path): state.names.remove(path)
        case .syncFolder: state.names.sync()
        }
    }
}

// MARK: - What happens to it

extension SimulatedDisk {
    /// Comes up again after it stopped; a power cut has left what it left.
    func start() throws {
        try self.state.withLock { state in
            if state.stopped == .powerCut { try self.losePower(&state) }
            if state.stopped != nil { (state.stopped, state.stopAt) = (nil, nil) }
        }
    }

    /// Spoils what a disk holds without its program knowing: the bit of a byte, or all that comes behind it.
    ///
    /// - Returns: false where there is no such file.
    func damage(_ path: String, at offset: Int, cuttingOff: Bool) throws -> Bool {
        try self.state.withLock { state in
            guard let file = state.names.file(at: path), var bytes = FileManager.default.contents(atPath: path),
                offset < bytes.count
            else { return false }
            if cuttingOff {
                bytes = bytes.prefix(offset)
                truncate(path, off_t(offset))
            } else {
                bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &state.random)
                try FileHandle(forWritingTo: URL(filePath: path)).write(bytes[offset], at: offset)
            }
            state.files[file]?.damage(
                at: offset,
                cuttingOff: cuttingOff,
                to: bytes.count > offset ? bytes[offset] : nil
            )
            return true
        }
    }

    /// Puts the folder into the state that a power cut leaves.
    private func losePower(_ state: inout State) throws {
        let names = state.names.losePower(&state.random)
        var files: [Int: DurableBytes] = [:]
        for file in Set(names.values).sorted() {
            var bytes = state.files[file] ?? DurableBytes()
            bytes.losePower(&state.random)
            files[file] = bytes
        }
        state.files = files
        let manager = FileManager.default
        if manager.fileExists(atPath: self.folder) { try manager.removeItem(atPath: self.folder) }
        for (path, file) in names.sorted(by: { $0.key < $1.key }) {
            try DurableFile.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
            try Data(files[file]?.bytes ?? []).write(to: URL(filePath: path))
        }
    }
}

extension FileHandle {
    fileprivate func write(_ byte: UInt8, at offset: Int) throws {
        try self.seek(toOffset: UInt64(offset))
        try self.write(contentsOf: [byte])
        try self.close()
    }
}
