/// Numbers as `stts` and `ctts` keep them: how often each comes one after the other.
struct RunLengths: Hashable, Sendable {
    struct Run: Hashable, Sendable {
        var count: UInt32
        let value: Int64
    }

    private(set) var runs: [Run] = []

    mutating func append(_ value: Int64) {
        if let last = self.runs.indices.last, self.runs[last].value == value {
            self.runs[last].count += 1
        } else {
            self.runs.append(Run(count: 1, value: value))
        }
    }
}
