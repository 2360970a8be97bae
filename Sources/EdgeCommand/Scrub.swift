import ArgumentParser
import CommandInterface
import CourseModel
import EdgeCache
import HTTPServing

struct Scrub: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Has the running edge read all that it holds, and fetch again what went bad on the disk.",
        discussion: """
            As fast as the disk gives, while the lab goes on. A slow scrub begins by itself every week (scrub.days,
            scrub.bytesPerSecond).

            Example:
              lectern-edge scrub --data /var/lib/lectern
            """
    )

    private static let interval: Duration = .milliseconds(200)

    @OptionGroup var data: DataOption

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() async throws {
        let control = try EdgeControl(data: self.data.path())
        let before = try await control.status().scrub
        try await control.scrub()
        var bar: ProgressBar?
        while true {
            let state = try await control.status().scrub
            // One that was under way goes on first.
            if let state, state.startedAtMs != before?.startedAtMs {
                if bar == nil { bar = ProgressBar("scrub", total: state.sizeBytes.bytes) }
                bar?.update(state.checkedBytes.bytes)
                if state.finishedAtMs != nil {
                    bar?.finish()
                    return try self.print(state)
                }
            }
            try await Task.sleep(for: Self.interval)
        }
    }

    private func print(_ state: ScrubState) throws {
        if self.json { return Swift.print(try JSONText.of(state)) }
        let size = QuantityText.bytes(state.checkedBytes)
        Swift.print("read and compared: \(size), bad chunks \(state.badChunks)")
        if state.badChunks > 0 { Swift.print("they are fetched again; `lectern-edge status` says which they were") }
    }
}
