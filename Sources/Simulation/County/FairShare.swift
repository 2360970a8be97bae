/// How TCP connections of equal schools share a line: those that want less than an equal part get it, and the rest have equal
/// parts of what is left.
enum FairShare {
    /// - Parameters:
    ///   - capacity: bytes a second of the line.
    ///   - wanted: bytes a second that each could take.
    /// - Returns: what each gets.
    static func shares(of capacity: Int64, wanted: [Int64]) -> [Int64] {
        guard wanted.reduce(0, +) > capacity else { return wanted }
        var shares = wanted
        var left = capacity
        var sharers = wanted.count
        for index in wanted.indices.sorted(by: { (wanted[$0], $0) < (wanted[$1], $1) }) {
            shares[index] = min(wanted[index], left / Int64(sharers))
            left -= shares[index]
            sharers -= 1
        }
        return shares
    }
}
