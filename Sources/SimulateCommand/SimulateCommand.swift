import ArgumentParser
import CommandInterface

@main
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lectern-simulate",
        abstract:
            "Lets made-up schools, counties and provinces live through made-up troubles; for who develops Lectern.",
        discussion: """
            Everything comes from seeds: the same seed, the same run. Method and results: docs/simulation.md.

            Examples:
              script/simulate faults --seeds 5000             one school: line, disk, clock and program fail
              script/simulate faults --first 4711 --seeds 1   one seed again
              script/simulate progress --seeds 2000           minutes on their way to the ledger
              script/simulate power --first 7                 one power cut, before every change of the disk in turn
              script/simulate county                          180 schools behind 100 Mbit/s
              script/simulate province                        25,000 schools in 140 counties
            """,
        subcommands: [Faults.self, Progress.self, Power.self, County.self, Province.self]
    )

    static func main() async {
        await self.runAndExit()
    }
}
