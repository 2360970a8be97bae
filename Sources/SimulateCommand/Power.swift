import ArgumentParser
import CommandInterface
import Simulation

struct Power: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A quiet school that loses its power once: before each change of its disk in turn.",
        discussion: """
            Example:
              lectern-simulate power --first 7 --seeds 20
            """
    )

    @Option(help: "How many seeds.")
    var seeds: UInt64 = 1

    @Option(help: "The first seed.")
    var first: UInt64 = 1

    func run() async throws {
        var campaign = Campaign<FaultRun.Result>()
        for seed in self.first..<(self.first + self.seeds) {
            let changes = try await FaultRun(seed: seed, powerCutAt: nil).run(in: RunFolder.unused()).changes
            for change in 0..<changes {
                let result = try await FaultRun(seed: seed, powerCutAt: change).run(in: RunFolder.unused())
                campaign.add(result)
                for rule in result.broken { print("seed \(seed), power cut before change \(change): \(rule)") }
            }
        }
        try campaign.end()
    }
}
