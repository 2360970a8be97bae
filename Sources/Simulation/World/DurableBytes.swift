import Prefetching

/// A file's bytes as a power cut would leave them: those that were synced, and by chance some of what came after.
struct DurableBytes {
    private enum Change {
        case size(Int)
        case bytes([UInt8], offset: Int)
    }

    /// What a power cut leaves whole or not at all of a write.
    private static let sector = 512

    /// Durable.
    private(set) var bytes: [UInt8] = []
    private var pending: [Change] = []

    mutating func resize(to size: Int) { self.pending.append(.size(size)) }

    mutating func write(_ bytes: [UInt8], at offset: Int) { self.pending.append(.bytes(bytes, offset: offset)) }

    mutating func sync() {
        for change in self.pending { self.apply(change) }
        self.pending = []
    }

    /// The disk spoils what it holds, durable or not.
    mutating func damage(at offset: Int, cuttingOff: Bool, to byte: UInt8?) {
        self.sync()
        guard offset < self.bytes.count else { return }
        if cuttingOff {
            self.bytes.removeSubrange(offset...)
        } else if let byte {
            self.bytes[offset] = byte
        }
    }

    /// Leaves of what was not synced all, nothing, or some, in sectors.
    mutating func losePower(_ random: inout SplitMix64) {
        let pending = self.pending
        self.pending = []
        let sizes = pending.filter { if case .size = $0 { true } else { false } }
        let fate = Int.random(in: 0..<4, using: &random)
        if fate == 0 { return }
        if fate == 1 {
            for change in pending { self.apply(change) }
            return
        }
        // A file's size is kept in order with the writes that need it.
        if let last = sizes.last { self.apply(last) }
        for case .bytes(let bytes, let offset) in pending {
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, (offset + start) / Self.sector * Self.sector + Self.sector - offset)
                if Bool.random(using: &random) { self.apply(.bytes(Array(bytes[start..<end]), offset: offset + start)) }
                start = end
            }
        }
    }

    private mutating func apply(_ change: Change) {
        switch change {
        case .size(let size):
            if size < self.bytes.count { self.bytes.removeSubrange(size...) }
            self.bytes += Array(repeating: 0, count: size - self.bytes.count)
        case .bytes(let bytes, let offset):
            let end = offset + bytes.count
            if end > self.bytes.count { self.bytes += Array(repeating: 0, count: end - self.bytes.count) }
            self.bytes.replaceSubrange(offset..<end, with: bytes)
        }
    }
}
