import ArgumentParser
import CommandInterface
import CourseModel

@main
struct OriginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lectern-origin",
        abstract: "Publishes courses to every school of a province, and credits what was watched.",
        discussion: """
            Examples:
              lectern-origin programme import seeds/programme-ab.yaml --data /var/lib/lectern
              lectern-origin roster import seeds/roster.csv --passwords-to passwords.csv --data /var/lib/lectern
              lectern-origin publish lesson.mp4 --lesson l01 --data /var/lib/lectern
              lectern-origin edge invite --school s001 --data /var/lib/lectern
              lectern-origin officer add --login wang --name 王小明 --province --password-file FILE --data /var/lib/lectern
              lectern-origin serve --data /var/lib/lectern --listen 127.0.0.1:8080

            Settings are taken from the options, then from LECTERN_… variables, then from lectern.yaml in the data folder.
            Exit codes: 0 done, 1 failed, 2 wrong use.
            """,
        version: SoftwareVersion.text,
        subcommands: [
            Serve.self, Publish.self, PackageVideo.self, ProgrammeCommand.self, RosterCommand.self, EdgeCommand.self,
            SelectionCommand.self, GroupCommand.self, OfficerCommand.self, JournalCommand.self, CreditCommand.self,
            LedgerCommand.self, FiguresCommand.self, XAPICommand.self,
        ]
    )

    static func main() async {
        await self.runAndExit()
    }
}
