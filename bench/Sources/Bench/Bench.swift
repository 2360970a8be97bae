import ArgumentParser

@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures Lectern beside its peers, in one run, and prints ratios.",
        subcommands: [Packaging.self]
    )
}
