import ArgumentParser
import CommandInterface
import CourseModel

@main
struct EdgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lectern-edge",
        abstract: "Has the courses at the school before they are needed, and serves them to the computer lab.",
        discussion: """
            Examples:
              lectern-edge enrol --origin https://lectern.example.edu.cn --code K7QP-3M2X-… --data /var/lib/lectern
              lectern-edge serve --data /var/lib/lectern
              lectern-edge status --data /var/lib/lectern
              lectern-edge plan --data /var/lib/lectern
              lectern-edge prefetch --wait --data /var/lib/lectern
              lectern-edge scrub --data /var/lib/lectern
              lectern-edge lesson-url l01 --data /var/lib/lectern
              lectern-edge disc import /media/usb --data /var/lib/lectern

            Settings are taken from the options, then from LECTERN_… variables, then from lectern.yaml in the data folder.
            """,
        version: SoftwareVersion.text,
        subcommands: [
            Enrol.self, Serve.self, Status.self, Plan.self, Prefetch.self, Scrub.self, LessonURL.self, Disc.self,
        ]
    )

    static func main() async {
        await self.runAndExit()
    }
}
