import ArgumentParser
import CommandInterface
import Simulation

struct Faults: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "One school on a line, a disk and a clock that fail.",
        discussion: """
            Each seed is a school's life from an empty disk until everything is held. A seed that breaks a rule is printed with
            the rule, with what happened before, and with the command that repeats it; the exit code is 1 then.

            Examples:
              lectern-simulate faults --seeds 5000
              lectern-simulate faults --first 4711 --seeds 1 --trace
            """
    )

    @Option(help: "How many seeds.")
    var seeds: UInt64 = 50

    @Option(help: "The first seed.")
    var first: UInt64 = 1

    @Flag(help: "Print what happened in each run.")
    var trace = false

    @Option(
        help:
            "Break a rule on purpose, to see that it is found: \(Sabotage.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var sabotage: Sabotage?

    func run() async throws {
        var campaign = FaultCampaign()
        for seed in self.first..<(self.first + self.seeds) {
            let result = try await FaultRun(seed: seed, sabotage: self.sabotage).run(in: FaultCampaign.folder())
            campaign.add(result)
            if self.trace || !result.broken.isEmpty { Self.show(result) }
        }
        for line in campaign.lines { print(line) }
        if !campaign.failed.isEmpty { throw ExitCode.failure }
    }

    private static func show(_ result: FaultRun.Result) {
        for line in result.trace { print("  \(line)") }
        for rule in result.broken { print("seed \(result.seed): \(rule)") }
        print("again: script/simulate faults --first \(result.seed) --seeds 1 --trace\n")
    }
}

extension Sabotage: ExpressibleByArgument {}
