/// What happened in a run: the last of it in words, how often what happened, and a number that tells two runs apart.
struct RunTrace<Kind: Hashable & Sendable>: Sendable {
    private static var linesMax: Int { 200 }

    private(set) var lines: [String] = []
    private(set) var counts: [Kind: Int] = [:]
    /// FNV-1a over all lines.
    private(set) var hash: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func note(_ what: String, at now: Duration) {
        let line = "\(Self.seconds(now)) s  \(what)"
        for byte in line.utf8 { self.hash = (self.hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        self.lines.append(line)
        if self.lines.count > 2 * Self.linesMax { self.lines.removeFirst(Self.linesMax) }
    }

    mutating func count(_ kind: Kind) { self.counts[kind, default: 0] += 1 }

    private static func seconds(_ time: Duration) -> String {
        let milliseconds = Int64(time / .milliseconds(1))
        let parts = String(milliseconds % 1_000 + 1_000).dropFirst()
        return "\(milliseconds / 1_000).\(parts)"
    }
}
