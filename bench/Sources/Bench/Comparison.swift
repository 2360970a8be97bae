import Foundation

/// One of those that are compared, and how it does the work once.
struct Contender {
    let name: String
    /// Called before each run, not measured: an empty folder, say.
    let prepare: () throws -> Void
    let command: Command
}

/// Medians of what each contender took for the same work.
///
/// Rounds are interleaved (A B C, A B C, …), so that a machine that becomes slower becomes so for all; the first round
/// warms caches and is not counted. A ratio is the median of the rounds' ratios.
struct Comparison: Encodable {
    struct Figures: Encodable {
        let name: String
        let command: String
        let wallSeconds: Double
        let cpuSeconds: Double
        let peakBytes: Int64
        /// Of the first contender to this one; smaller is better for the first.
        let wallRatio: Double
        let cpuRatio: Double
    }

    let work: String
    let rounds: Int
    let contenders: [Figures]

    init(work: String, rounds: Int, _ contenders: [Contender], log: String) throws {
        var runs: [[Usage]] = []
        for round in 0...rounds {
            var row: [Usage] = []
            for contender in contenders {
                try contender.prepare()
                row.append(try Usage.of(contender.command, log: log))
            }
            if round > 0 { runs.append(row) }
            FileHandle.standardError.write(Data("\(work): round \(round) of \(rounds)\n".utf8))
        }
        self.work = work
        self.rounds = rounds
        self.contenders = contenders.enumerated().map { index, contender in
            Figures(
                name: contender.name,
                command: contender.command.text,
                wallSeconds: Self.median(runs.map { $0[index].wallSeconds }),
                cpuSeconds: Self.median(runs.map { $0[index].cpuSeconds }),
                peakBytes: runs.map { $0[index].peakBytes }.max() ?? 0,
                wallRatio: Self.median(runs.map { $0[0].wallSeconds / $0[index].wallSeconds }),
                cpuRatio: Self.median(runs.map { $0[0].cpuSeconds / $0[index].cpuSeconds })
            )
        }
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard let last = sorted.last else { return 0 }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : min(sorted[middle], last)
    }
}
