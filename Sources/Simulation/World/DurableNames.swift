import Prefetching

/// The names of files as a program sees them, and as a power cut would leave them.
struct DurableNames {
    private enum Change {
        case add(String, Int)
        case rename(String, to: String)
        case remove(String)
    }

    private var seen: [String: Int] = [:]
    /// A program writes on under the name by which it opened a file.
    private var former: [String: Int] = [:]
    private var durable: [String: Int] = [:]
    private var pending: [Change] = []
    private var last = 0

    func file(at path: String) -> Int? { self.seen[path] ?? self.former[path] }

    /// - Returns: the new file.
    mutating func add(_ path: String) -> Int {
        self.last += 1
        self.change(.add(path, self.last))
        return self.last
    }

    mutating func rename(_ path: String, to target: String) {
        guard let file = self.seen[path] else { return }
        self.former[path] = file
        self.change(.rename(path, to: target))
    }

    mutating func remove(_ path: String) {
        guard self.seen[path] != nil else { return }
        self.change(.remove(path))
    }

    mutating func sync() {
        self.durable = self.seen
        self.pending = []
    }

    /// Leaves some of the changes that were not synced: the first of them, up to any.
    ///
    /// - Returns: the files that are there now, by name.
    mutating func losePower(_ random: inout SplitMix64) -> [String: Int] {
        for change in self.pending.prefix(Int.random(in: 0...self.pending.count, using: &random)) {
            Self.apply(change, to: &self.durable)
        }
        (self.pending, self.former, self.seen) = ([], [:], self.durable)
        return self.durable
    }

    private mutating func change(_ change: Change) {
        Self.apply(change, to: &self.seen)
        self.pending.append(change)
    }

    private static func apply(_ change: Change, to names: inout [String: Int]) {
        switch change {
        case .add(let path, let file): names[path] = file
        case .rename(let path, let target): names[target] = names.removeValue(forKey: path)
        case .remove(let path): names[path] = nil
        }
    }
}
