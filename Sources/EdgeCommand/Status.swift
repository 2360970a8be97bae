import ArgumentParser
import CommandInterface
import EdgeCache

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what is held, how fast it comes, and whether it will be there in time.",
        discussion: """
            Example:
              lectern-edge status --data /var/lib/lectern
              lectern-edge status --json --data /var/lib/lectern | jq .verifiedPermille
            """
    )

    @OptionGroup var data: DataOption

    @Flag(help: "Print the status as JSON; its keys are stable.")
    var json = false

    func run() async throws {
        let status = try await EdgeControl(data: self.data.path()).status()
        print(self.json ? try JSONText.of(status) : StatusText(status).text, terminator: self.json ? "\n" : "")
    }
}
