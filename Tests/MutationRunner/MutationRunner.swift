import ArgumentParser

/// Damages course videos in all ways and packages them: nothing may crash, hang, grow, or become a release that is wrong.
@main
struct MutationRunner: ParsableCommand {
    static let configuration = CommandConfiguration(subcommands: [Supervisor.self, Trial.self, Worker.self])
}
