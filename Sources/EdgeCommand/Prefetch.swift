import ArgumentParser
import CommandInterface
import CourseModel
import EdgeCache

struct Prefetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Waits until the lessons are here, or pauses and resumes their prefetch.",
        discussion: """
            The running edge prefetches by itself; this command watches it and tells it what to do.

            Examples:
              lectern-edge prefetch --wait --data DIR                 until every listed lesson is here and verified
              lectern-edge prefetch --wait --lesson l01 --data DIR    until this one is
              lectern-edge prefetch --pause --data DIR                leave the line to others, until --resume
            """
    )

    @OptionGroup var data: DataOption

    @Flag(help: "Wait until everything is held; a progress bar shows how far it is.")
    var wait = false

    @Option(help: "Only this lesson.")
    var lesson: Lesson.ID?

    @Option(help: "Give up waiting after so many seconds, with exit code 1.")
    var timeout: Int?

    @Flag(help: "Stop prefetching; what a trainee waits for is still fetched.")
    var pause = false

    @Flag(help: "Go on prefetching.")
    var resume = false

    func validate() throws {
        guard [self.wait || self.lesson != nil, self.pause, self.resume].contains(true) else {
            throw ValidationError("Say what to do: --wait, --pause or --resume.")
        }
        guard !(self.pause && (self.resume || self.wait)) else {
            throw ValidationError("--pause goes with neither --resume nor --wait.")
        }
    }

    func run() async throws {
        let control = try await EdgeControl.whenRunning(data: self.data.path(), within: .seconds(self.wait ? 10 : 0))
        if self.pause || self.resume { try await control.setPaused(self.pause) }
        if self.wait || self.lesson != nil {
            let limit = self.timeout.map { Duration.seconds($0) }
            try await PrefetchWait(control: control, lesson: self.lesson, limit: limit).run()
        }
    }
}
