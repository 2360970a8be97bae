import ArgumentParser
import CommandInterface
import Simulation

struct Progress: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Minutes on their way from the players to the ledger, while everything fails.",
        discussion: """
            Each seed is a county's days: lessons are watched and claimed, lines, disks, clocks and programs fail, disks are
            copied and restored, and in the end everything is delivered and counted. A seed that breaks a rule is printed with
            the rule, with what happened before, and with the command that repeats it; the exit code is 1 then.

            Examples:
              lectern-simulate progress --seeds 2000
              lectern-simulate progress --first 4711 --seeds 1 --trace
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
            "Break a rule on purpose, to see that it is found: \(ProgressSabotage.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var sabotage: ProgressSabotage?

    func run() async throws {
        var campaign = ProgressCampaign()
        for seed in self.first..<(self.first + self.seeds) {
            let result = try await ProgressRun(seed: seed, sabotage: self.sabotage).run(in: FaultCampaign.folder())
            campaign.add(result)
            if self.trace || !result.broken.isEmpty { Self.show(result) }
        }
        for line in campaign.lines { print(line) }
        if !campaign.failed.isEmpty { throw ExitCode.failure }
    }

    private static func show(_ result: ProgressRun.Result) {
        for line in result.trace { print("  \(line)") }
        for rule in result.broken { print("seed \(result.seed): \(rule)") }
        print("again: script/simulate progress --first \(result.seed) --seeds 1 --trace\n")
    }
}

extension ProgressSabotage: ExpressibleByArgument {}
