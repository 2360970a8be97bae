import ArgumentParser
import CommandInterface
import CourseModel
import HTTPServing
import ProgressAgent

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says how far the origin has the school's journal.",
        discussion: """
            Reads the data folder, and asks the agent or edge that runs on it, if one does, when the origin last answered.

            Examples:
              lectern-agent status --data /var/lib/lectern
              lectern-agent status --json --data /var/lib/lectern | jq .journal.reportedThrough
            """
    )

    @OptionGroup var data: DataOption

    @Flag(help: "Print the status as JSON; its keys are stable.")
    var json = false

    func run() async throws {
        let status = try await AgentControl(data: self.data.path()).status()
        guard !self.json else { return print(try JSONText.of(status)) }
        let waiting = status.journal.lastSequence - status.journal.reportedThrough
        let rows =
            waiting > 0 ? "\(waiting) of \(status.journal.lastSequence) rows kept here only" : "all rows reported"
        let facts = [
            ("school", "\(status.schoolName.zh) (\(status.school)), edge \(status.edge)"),
            ("program", status.isRunning ? "running" : "not running"),
            ("origin", status.origin.url + (status.origin.trouble.map { "; \($0)" } ?? "")),
            ("journal", rows + (status.journal.trouble.map { "; \($0)" } ?? "")),
        ]
        for (name, text) in facts {
            print(DisplayWidth.padded(name, columns: 9) + text)
        }
    }
}
