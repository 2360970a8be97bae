import ArgumentParser
import CommandInterface
import CourseModel

@main
struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lectern-agent",
        abstract: "Records what is watched at a school and reports it, where another cache serves the lessons.",
        discussion: """
            The school's edge (lectern-edge) has an agent of its own; this program is for schools without one, and for
            taking a journal out of any data folder and verifying it.

            Examples:
              lectern-agent serve --data /var/lib/lectern --playlist-url /media/{lesson}/master.m3u8
              lectern-agent status --data /var/lib/lectern
              lectern-agent export journal.lectern --data /var/lib/lectern
              lectern-agent verify journal.lectern

            Settings are taken from the options, then from LECTERN_… variables, then from lectern.yaml in the data folder.
            """,
        version: SoftwareVersion.text,
        subcommands: [Serve.self, Status.self, Export.self, Verify.self]
    )

    static func main() async {
        await self.runAndExit()
    }
}
