import ArgumentParser
import CommandInterface
import ProgressAgent

struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes the school's journal into one signed file.",
        discussion: """
            For a stick when the line is hopeless, and for whoever doubts a figure. Works on an edge's data folder too, and
            while the program runs.

            Examples:
              lectern-agent export journal.lectern --data /var/lib/lectern          what the origin has not acknowledged
              lectern-agent export journal.lectern --all --data /var/lib/lectern    everything since the enrolment
            """
    )

    @Argument(help: "The file to write.")
    var file: String

    @OptionGroup var data: DataOption

    @Flag(help: "Also rows that the origin has acknowledged.")
    var all = false

    func run() async throws {
        let rows = try await JournalExport(data: self.data.path()).write(to: self.file, all: self.all)
        if let rows {
            print("rows \(rows.lowerBound) to \(rows.upperBound) are in \(self.file)")
        } else {
            print("nothing to write: the origin has every row (--all writes them nevertheless)")
        }
    }
}
