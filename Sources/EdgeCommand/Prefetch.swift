import ArgumentParser
import CommandInterface
import CourseModel
import EdgeCache

struct Prefetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Waits until the lessons are here, pauses their prefetch, or changes its order.",
        discussion: """
            The running edge prefetches by itself; this command watches it and tells it what to do.

            Examples:
              lectern-edge prefetch --wait --data DIR                 until every listed lesson is here and verified
              lectern-edge prefetch --wait --lesson l01 --data DIR    until this one is
              lectern-edge prefetch --pause --data DIR                leave the line to others, until --resume
              lectern-edge prefetch --first l07 --data DIR            this lesson before all others; --usual l07 undoes it
              lectern-edge prefetch --pin l07 --data DIR              keep this lesson; --unpin l07 lets it go
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

    @Option(help: "Fetch this lesson before all others.")
    var first: Lesson.ID?

    @Option(help: "Put this lesson back to its place in the order.")
    var usual: Lesson.ID?

    @Option(help: "Keep this lesson, and fetch it before others that are needed at no particular time.")
    var pin: Lesson.ID?

    @Option(help: "Let this lesson go when there is need.")
    var unpin: Lesson.ID?

    private var wishes: [(wish: LessonWish, lesson: Lesson.ID)] {
        let wishes: [(LessonWish, Lesson.ID?)] = [
            (.first, self.first), (.usual, self.usual), (.pin, self.pin), (.unpin, self.unpin),
        ]
        return wishes.compactMap { wish, lesson in lesson.map { (wish, $0) } }
    }

    func validate() throws {
        guard self.wait || self.lesson != nil || self.pause || self.resume || !self.wishes.isEmpty else {
            throw ValidationError("Say what to do: --wait, --pause, --resume, --first, --usual, --pin or --unpin.")
        }
        guard !(self.pause && (self.resume || self.wait)) else {
            throw ValidationError("--pause goes with neither --resume nor --wait.")
        }
    }

    func run() async throws {
        let control = try await EdgeControl.whenRunning(data: self.data.path(), within: .seconds(self.wait ? 10 : 0))
        if self.pause || self.resume { try await control.setPaused(self.pause) }
        for (wish, lesson) in self.wishes { try await control.grant(wish, lesson) }
        if self.wait || self.lesson != nil {
            let limit = self.timeout.map { Duration.seconds($0) }
            try await PrefetchWait(control: control, lesson: self.lesson, limit: limit).run()
        }
    }
}
