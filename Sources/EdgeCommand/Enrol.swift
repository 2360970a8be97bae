import ArgumentParser
import CommandInterface
import CourseModel
import EdgeCache

struct Enrol: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes this computer a school's edge, with a code from the province.",
        discussion: """
            The province makes the code with `lectern-origin edge invite --school ID`. It works once, until it expires.

            Example:
              lectern-edge enrol --origin https://lectern.example.edu.cn --code K7QP-3M2X-0T5V-9RWA-HJ4C-81ZD --data DIR
            """
    )

    @Option(help: "Where the origin is, e.g. https://lectern.example.edu.cn.")
    var origin: String

    @Option(help: "The one-time code: six groups of four letters and digits.")
    var code: String

    @OptionGroup var data: DataOption

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard self.origin.hasPrefix("http://") || self.origin.hasPrefix("https://") else {
            throw ValidationError("--origin is an address that begins with https:// (or http://).")
        }
    }

    func run() async throws {
        let data = try self.data.path()
        let identity = try await EdgeEnrolment.enrol(
            originURL: self.origin,
            code: self.code,
            settings: try await ConfigurationSources.reader(options: [:], dataDirectory: data),
            data: data
        )
        let result = EdgeEnrolment.Result(identity)
        if self.json {
            print(try JSONText.of(result))
        } else {
            print("enrolled as \(result.edge): \(result.schoolName.zh) (\(result.school)), \(result.countyName.zh)")
            print("next: lectern-edge serve --data \(data)")
        }
    }
}
