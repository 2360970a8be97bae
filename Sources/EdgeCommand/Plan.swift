import ArgumentParser
import CommandInterface
import EdgeCache

struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what is fetched in which order, when it will be here, and why so.",
        discussion: """
            The order, the rendition of each lesson, when it will be here half of the times and nine times out of ten,
            and the reason for each choice; for each programme whether it comes in time, and what would help if not.

            Example:
              lectern-edge plan --data /var/lib/lectern
              lectern-edge plan --json --data /var/lib/lectern | jq '.programmes[].admission.verdict'
            """
    )

    @OptionGroup var data: DataOption

    @Flag(help: "Print the plan as JSON; its keys are stable.")
    var json = false

    func run() async throws {
        let plan = try await EdgeControl(data: self.data.path()).plan()
        print(self.json ? try JSONText.of(plan) : PlanText(plan).text, terminator: self.json ? "\n" : "")
    }
}
