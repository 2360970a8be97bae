import ArgumentParser
import CommandInterface
import CourseModel
import EdgeCache

extension Identifier: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

struct LessonURL: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lesson-url",
        abstract: "Prints an address under which a player finds a lesson, for a while.",
        discussion: """
            To try a lesson without signing in; what is watched there counts for nobody.

            Example:
              ffplay "$(lectern-edge lesson-url l01 --data /var/lib/lectern)"
            """
    )

    @Argument(help: "The lesson, e.g. l01.")
    var lesson: Lesson.ID

    @OptionGroup var data: DataOption

    @Flag(help: "Print the address and its expiry as JSON.")
    var json = false

    func run() async throws {
        let address = try await EdgeControl(data: self.data.path()).address(of: self.lesson)
        print(self.json ? try JSONText.of(address) : address.url)
    }
}
