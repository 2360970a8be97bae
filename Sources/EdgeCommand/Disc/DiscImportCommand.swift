import ArgumentParser
import CommandInterface
import CourseModel
import EdgeCache
import HTTPServing

struct DiscImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Takes from a disc what this school lacks; every part is verified.",
        discussion: """
            The edge must be running, and goes on serving meanwhile. What is damaged on the disc comes over the line. Can be
            run again after an interruption, and with the next disc. Exit code 1 where something on the disc was damaged.

            Examples:
              lectern-edge disc import /media/usb --data /var/lib/lectern
              lectern-edge disc import --json /mnt/dvd --data /var/lib/lectern | jq .takenBytes
            """
    )

    @Argument(help: "The folder of the disc, or that of several.")
    var folder: String

    @OptionGroup var data: DataOption

    @Flag(help: "Print the result as JSON: an array, one element a disc.")
    var json = false

    func run() async throws {
        let control = try await EdgeControl.whenRunning(data: self.data.path(), within: .seconds(5))
        let discs = try DiscFolder.discs(in: self.folder)
        guard !discs.isEmpty else { throw DiscImportError.noDisc(self.folder) }
        var results: [DiscImportResult] = []
        for disc in discs {
            var bar: ProgressBar?
            let result = try await DiscImport(disc: disc, control: control).run { done, all in
                let shown = bar ?? ProgressBar(disc.name, total: all.bytes)
                bar = shown
                shown.update(done.bytes)
            }
            bar?.finish()
            results.append(result)
            if !self.json { print(self.text(result)) }
        }
        if self.json {
            print(try JSONText.of(results))
        } else {
            let status = try await control.status()
            let whole = status.releases.filter(\.isHeld).count
            print("lessons here whole: \(whole) of \(status.releases.count)")
        }
        guard results.allSatisfy(\.isSound) else { throw ExitCode(CommandExit.failed.rawValue) }
    }

    private func text(_ result: DiscImportResult) -> String {
        var lines = ["\(result.folder): taken and verified \(QuantityText.bytes(result.takenBytes))"]
        if let refusal = result.catalogueRefusal { lines.append("  its catalogue was not taken: \(refusal)") }
        if !result.isSound {
            lines.append(
                """
                  damaged on the disc: chunks \(result.wrongChunks), unreadable chunks \(result.unreadableChunks), \
                documents \(result.refusedDocuments); they come over the line
                """
            )
        }
        return lines.joined(separator: "\n")
    }
}
