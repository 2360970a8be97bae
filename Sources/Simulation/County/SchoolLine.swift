import CourseModel
import Prefetching

/// What a school's line brings, hour by hour: never quite what it is sold as, and sometimes nothing.
struct SchoolLine: Sendable {
    private static let outagePermille = 8
    private static let outageHoursMax = 8
    /// So many of a hundred schools are switched on late, up to a day.
    private static let latePercent = 5

    private let best: Int64
    private var random: SplitMix64
    private var outageLeft = 0
    /// The first hour in which the school is there.
    private let from: Int
    private(set) var bytesPerSecond: Int64 = 0

    init(_ line: Bitrate, seed: UInt64) {
        var random = SplitMix64(state: seed)
        self.best = LinkPayload.perSecond(of: line).bytes * Int64.random(in: 80...100, using: &random) / 100
        self.from =
            Int.random(in: 0..<100, using: &random) < Self.latePercent ? Int.random(in: 1...24, using: &random) : 0
        self.random = random
    }

    /// The next hour begins.
    mutating func begin(hour: Int) {
        if self.outageLeft > 0 { self.outageLeft -= 1 }
        if self.outageLeft == 0, Int.random(in: 0..<1_000, using: &self.random) < Self.outagePermille {
            self.outageLeft = Int.random(in: 1...Self.outageHoursMax, using: &self.random)
        }
        let permille = Int64.random(in: 800...1_000, using: &self.random)
        self.bytesPerSecond = hour < self.from || self.outageLeft > 0 ? 0 : self.best * permille / 1_000
    }
}
