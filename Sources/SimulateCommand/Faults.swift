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

    @OptionGroup
    var seeds: SeedOptions

    @Option(
        help:
            "Break a rule on purpose, to see that it is found: \(Sabotage.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var sabotage: Sabotage?

    func run() async throws {
        try await self.seeds.run(as: "faults") { seed in
            try await FaultRun(seed: seed, sabotage: self.sabotage).run(in: RunFolder.unused())
        }
    }
}

extension Sabotage: ExpressibleByArgument {}
