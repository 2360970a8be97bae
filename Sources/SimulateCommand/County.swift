import ArgumentParser
import CommandInterface
import CourseModel
import Simulation

/// What a county's lines are like.
struct CountyOptions: ParsableArguments {
    @Option(help: "The seed.")
    var seed: UInt64 = 1

    @Option(help: "Hours from the publication to the first lesson.")
    var leadHours: Int64 = 72

    @Option(help: "What a county's schools share, Mbit/s.")
    var exitMbit: Int64 = 100

    @Option(help: "A school's line, Mbit/s.")
    var lineMbit: Int64 = 2

    func validate() throws {
        guard (0...10_000).contains(self.leadHours), (1...1_000_000).contains(self.exitMbit),
            (1...1_000_000).contains(self.lineMbit)
        else { throw ValidationError("Lines are 1 to 1000000 Mbit/s, and the lead at most 10000 hours.") }
    }

    var setting: CountySetting {
        var setting = CountySetting()
        setting.seed = self.seed
        setting.leadHours = self.leadHours
        setting.exit = Bitrate(bitsPerSecond: self.exitMbit * 1_000_000)
        setting.schoolLine = Bitrate(bitsPerSecond: self.lineMbit * 1_000_000)
        return setting
    }
}

struct County: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A county's schools behind one exit: when each has a programme, and what the origin sends.",
        discussion: """
            Prints the table of docs/simulation.md: around the clock and by night, without and with an edge at the county.

            Example:
              lectern-simulate county --schools 180 --lead-hours 72
            """
    )

    @Option(help: "How many schools.")
    var schools = 180

    @OptionGroup var options: CountyOptions

    func validate() throws {
        guard (1...2_000).contains(self.schools) else { throw ValidationError("A county has 1 to 2000 schools.") }
    }

    func run() async throws {
        let table = try ReadinessTable(counties: [self.schools], setting: self.options.setting)
        for line in table.markdown { print(line) }
    }
}

struct Province: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A province's counties, each as `county` has it.",
        discussion: """
            Example:
              lectern-simulate province --schools 25000 --counties 140
            """
    )

    @Option(help: "How many schools.")
    var schools = 25_000

    @Option(help: "How many counties.")
    var counties = 140

    @OptionGroup var options: CountyOptions

    func validate() throws {
        guard (1...1_000).contains(self.counties), (self.counties...200_000).contains(self.schools) else {
            throw ValidationError("A province has 1 to 1000 counties, and at least a school in each.")
        }
    }

    func run() async throws {
        let sizes = ReadinessTable.counties(self.counties, schools: self.schools, seed: self.options.seed)
        let progress = ProgressBar("counties", total: Int64(4 * self.counties), unit: .items)
        var done: Int64 = 0
        let table = try ReadinessTable(counties: sizes, setting: self.options.setting) { _, _ in
            done += 1
            progress.update(done)
        }
        progress.finish()
        for line in table.markdown { print(line) }
    }
}
