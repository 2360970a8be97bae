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

    @OptionGroup
    var seeds: SeedOptions

    @Option(
        help:
            "Break a rule on purpose, to see that it is found: \(ProgressSabotage.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var sabotage: ProgressSabotage?

    func run() async throws {
        try await self.seeds.run(as: "progress") { seed in
            try await ProgressRun(seed: seed, sabotage: self.sabotage).run(in: RunFolder.unused())
        }
    }
}

extension ProgressSabotage: ExpressibleByArgument {}
