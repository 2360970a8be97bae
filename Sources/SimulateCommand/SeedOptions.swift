import ArgumentParser
import Simulation

/// Which seeds are run, and what is printed of them.
struct SeedOptions: ParsableArguments {
    @Option(help: "How many seeds.")
    var seeds: UInt64 = 50

    @Option(help: "The first seed.")
    var first: UInt64 = 1

    @Flag(help: "Print what happened in each run.")
    var trace = false

    /// Runs each seed and prints what came of all; of a seed that broke a rule also what happened, and how to repeat it.
    ///
    /// - Parameter command: the subcommand that repeats a seed.
    /// - Throws: `ExitCode.failure` where a rule broke.
    func run<Result: RunResult>(as command: String, _ run: (_ seed: UInt64) async throws -> Result) async throws {
        var campaign = Campaign<Result>()
        for seed in self.first..<(self.first + self.seeds) {
            let result = try await run(seed)
            campaign.add(result)
            if self.trace || !result.broken.isEmpty { Self.show(result, command) }
        }
        try campaign.end()
    }

    private static func show(_ result: some RunResult, _ command: String) {
        for line in result.trace { print("  \(line)") }
        for rule in result.broken { print("seed \(result.seed): \(rule)") }
        print("again: script/simulate \(command) --first \(result.seed) --seeds 1 --trace\n")
    }
}

extension Campaign {
    /// Prints what came of it.
    ///
    /// - Throws: `ExitCode.failure` where a rule broke.
    func end() throws {
        for line in self.lines { print(line) }
        if !self.failed.isEmpty { throw ExitCode.failure }
    }
}
