import ArgumentParser
import CommandInterface
import CourseModel
import HTTPServing
import Origin

struct FiguresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract: "Daily figures: how far every county, school and study group is.",
        discussion: """
            The server makes them at the time of day that figures.at names, writes them to the folder `figures` and, where \
            figures.webhook is set, sends them once. Without --date: as of now, and not kept.

            Examples:
              lectern-origin figures --data DIR
              lectern-origin figures --date 2027-07-15 --csv --output figures.csv --data DIR
              lectern-origin figures --date 2027-07-15 --county c001 --json --data DIR
              lectern-origin figures make --data DIR
              lectern-origin figures messages --data DIR
            """,
        subcommands: [Show.self, Make.self, Outbox.self],
        defaultSubcommand: Show.self
    )

    /// What figures are made with.
    static func maker(data: String) async throws -> (FigureMaker, OriginConfiguration, OriginStores) {
        let stores = try OriginStores(data: data)
        let configuration = try await OriginSettings.configuration(data: data)
        let credits = try Credits(stores: stores, now: SystemTime.now)
        let maker = FigureMaker(
            store: FigureStore(folder: stores.folder, province: stores.province),
            reader: FigureReader(
                completeness: CompletenessReader(
                    stores: stores,
                    credits: credits,
                    timeZone: configuration.timeZone,
                    now: SystemTime.now
                )
            ),
            messages: try Messages(folders: [OfficerController.resources]),
            timeZone: configuration.timeZone,
            sends: try FigureSettings(configuration).webhook != nil
        )
        return (maker, configuration, stores)
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints a day's figures, or those of now.")

        @Option(help: "The day, e.g. 2027-07-15; without it, as of now.")
        var date: String?

        @Option(help: "The revision; the last without it.")
        var revision: Int64?

        @Option(help: "One county only, with its study groups.", transform: IdentifierArgument.read)
        var county: County.ID?

        @Flag(help: "Print as JSON.")
        var json = false

        @Flag(help: "Print as a table for spreadsheets, study groups too.")
        var csv = false

        @Option(help: ArgumentHelp("The file that JSON or CSV is written to.", valueName: "file"))
        var output: String?

        @OptionGroup var data: DataOption

        func validate() throws {
            guard !(self.json && self.csv) else { throw ValidationError("Give --json or --csv, not both.") }
            guard self.revision == nil || self.date != nil else {
                throw ValidationError("Give --date with --revision.")
            }
            guard self.output == nil || self.json || self.csv else {
                throw ValidationError("Give --json or --csv with --output.")
            }
        }

        func run() async throws {
            let (maker, configuration, _) = try await FiguresCommand.maker(data: try self.data.path())
            let figures = try await self.figures(maker, configuration)
            if self.csv {
                try self.write(try self.table(maker, figures))
            } else if self.json {
                try self.write(Array((try JSONText.of(figures) + "\n").utf8))
            } else {
                print(Self.text(figures, LocalTime(timeZone: configuration.timeZone)), terminator: "")
            }
        }

        private func figures(_ maker: FigureMaker, _ configuration: OriginConfiguration) async throws -> DailyFigures {
            guard let date else {
                let today = LocalTime(timeZone: configuration.timeZone).date(SystemTime.now())
                let figures = try await maker.provisional(today)
                return self.county.map { figures.of($0) } ?? (self.csv ? figures : figures.summary)
            }
            if let figures = try maker.store.figures(of: date, revision: self.revision, county: self.county) {
                return figures
            }
            let known = try maker.store.dates(limit: 10).map { "\($0.date) (\($0.revision))" }
            throw CommandFailure(
                """
                there are no such figures of \(date); made were (with the last revision): \
                \(known.isEmpty ? "none" : known.joined(separator: ", "))
                """
            )
        }

        private func table(_ maker: FigureMaker, _ figures: DailyFigures) throws -> [UInt8] {
            if let date, self.county == nil, let bytes = try maker.store.table(of: date, revision: self.revision) {
                return bytes
            }
            return maker.table(of: figures)
        }

        private func write(_ bytes: [UInt8]) throws {
            guard let output else { return StandardOutput.write(bytes) }
            try OutputFile.write(bytes, to: output)
        }

        private static func text(_ figures: DailyFigures, _ time: LocalTime) -> String {
            let revision = figures.revision == 0 ? "not kept" : "revision \(figures.revision)"
            var text = "\(figures.date), \(revision), as of \(time.sortable(figures.asOfMs))\n"
            for programme in figures.programmes where !programme.counties.isEmpty {
                var table = TextTable([
                    .init("county"), .init("name"), .init("schools", .trailing), .init("silent", .trailing),
                    .init("registered", .trailing), .init("active", .trailing), .init("complete", .trailing),
                    .init("hours", .trailing),
                ])
                for county in programme.counties {
                    table.append([
                        county.county.rawValue, county.name.zh, "\(county.schoolCount)", "\(county.silentSchools)",
                        "\(county.counts.registered)", "\(county.counts.active)", "\(county.counts.complete)",
                        DecimalHours.text(of: county.counts.creditedHundredths),
                    ])
                }
                text += "\n\(programme.programme)  \(programme.title.zh)\n" + table.text
            }
            return text
        }
    }

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes today's figures now, as the next revision if they say something new.",
            discussion: """
                Example:
                  lectern-origin figures make --data DIR
                """
        )

        @OptionGroup var data: DataOption

        func run() async throws {
            let (maker, configuration, _) = try await FiguresCommand.maker(data: try self.data.path())
            let today = LocalTime(timeZone: configuration.timeZone).date(SystemTime.now())
            if let figures = try await maker.make(today) {
                print("\(figures.date): revision \(figures.revision)")
            } else {
                print("\(today): the last revision says the same")
            }
        }
    }

    struct Outbox: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "messages",
            abstract: "Prints what went to the webhook, what waits, and why.",
            discussion: """
                Example:
                  lectern-origin figures messages --data DIR
                """
        )

        @OptionGroup var data: DataOption

        func run() async throws {
            let stores = try OriginStores(data: try self.data.path())
            var table = TextTable([
                .init("key"), .init("state"), .init("attempts", .trailing), .init("trouble"),
            ])
            for message in try stores.province.figureMessages() {
                table.append([
                    message.idempotencyKey, message.state.rawValue, "\(message.attempts)", message.trouble ?? "",
                ])
            }
            print(table.text, terminator: "")
        }
    }
}
