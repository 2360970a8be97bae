import ArgumentParser
import CommandInterface
import CourseModel
import Origin

struct XAPICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "xapi",
        abstract: "Viewing and hours as statements of the Experience API.",
        subcommands: [Export.self]
    )

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes statements into a file, or sends them to a learning record store.",
            discussion: """
                One line of JSON a statement: the beginning of each viewing session, what was played in it (video profile, \
                played-segments), the hours that the ledger granted or adjusted, and a voiding for each that it took back. \
                People are named by pseudonyms under --home, the province's address. Reads the data folder only; the \
                server may run beside it. A second export has the same statements under the same identifiers, and those \
                that came since: a record store takes in only these.

                The record store's password is the first line of --password-file.

                Examples:
                  lectern-origin xapi export --home https://lectern.example.cn --output statements.jsonl --data DIR
                  lectern-origin xapi export --home https://lectern.example.cn --to https://store.example/xAPI \\
                    --user lectern --password-file /etc/lectern/store.password --data DIR
                """
        )

        /// What the command did.
        private struct Outcome: Encodable {
            let statements: Int64
            /// Nil where they went into a file.
            let store: RecordStoreClient.Outcome?
        }

        private static let passwordSizeMax = 4 << 10

        @Option(help: "The province's address, under which everything in the statements is named.")
        var home: String

        @Option(help: ArgumentHelp("The file to write; - for standard output.", valueName: "file"))
        var output: String?

        @Option(help: ArgumentHelp("The record store's address, without /statements.", valueName: "url"))
        var to: String?

        @Option(help: "Who writes to the record store.")
        var user: String?

        @Option(help: ArgumentHelp("Has the record store's password in its first line.", valueName: "file"))
        var passwordFile: String?

        @OptionGroup var data: DataOption

        @Flag(help: "Print what was done as JSON.")
        var json = false

        func validate() throws {
            guard (self.output == nil) != (self.to == nil) else {
                throw ValidationError("Give either --output FILE or --to URL.")
            }
            guard (self.to == nil) == (self.user == nil), (self.user == nil) == (self.passwordFile == nil) else {
                throw ValidationError("--to, --user and --password-file belong together.")
            }
            if let to, !to.hasPrefix("https://"), !to.hasPrefix("http://") {
                throw ValidationError("--to is an http or https address.")
            }
        }

        func run() async throws {
            let stores = try OriginStores(data: try self.data.path())
            guard let home = XAPIHome(url: self.home, key: stores.keys.pseudonyms) else {
                throw CommandFailure("--home \(self.home) is no address such as https://lectern.example.cn")
            }
            let credits = try Credits(stores: stores, now: SystemTime.now)
            let export = XAPIExport(ledger: credits.ledger, basis: try credits.sources.basis(), home: home)
            let outcome: Outcome
            if let store = try self.store {
                outcome = try await self.send(export, to: store)
            } else {
                outcome = Outcome(statements: try await self.write(export), store: nil)
            }
            if self.json {
                print(try JSONText.of(outcome))
            } else {
                StandardError.write(Self.text(outcome))
            }
            if let store = outcome.store, store.differing > 0 { throw ExitCode.failure }
        }

        private var store: RecordStoreClient? {
            get throws {
                guard let to, let user, let passwordFile else { return nil }
                let bytes = try InputFile.read(passwordFile, sizeMax: Self.passwordSizeMax)
                let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
                guard let password = lines.first else { throw CommandFailure("\(passwordFile) has no password in it") }
                return RecordStoreClient(url: to, user: user, password: String(password))
            }
        }

        private func send(_ export: XAPIExport, to store: RecordStoreClient) async throws -> Outcome {
            var total = RecordStoreClient.Outcome()
            let bar = LateProgressBar("exporting", unit: .items)
            let count = try await export.run {
                total += try await store.send($0)
            } progress: {
                bar.update(Int64($0), of: Int64($1))
            }
            bar.finish()
            return Outcome(statements: count, store: total)
        }

        private func write(_ export: XAPIExport) async throws -> Int64 {
            let output = self.output ?? "-"
            let file = try StatementFile(path: output == "-" ? nil : output)
            let bar = LateProgressBar("exporting", unit: .items)
            let count = try await export.run {
                try file.append($0)
            } progress: {
                bar.update(Int64($0), of: Int64($1))
            }
            bar.finish()
            try file.finish()
            return count
        }

        private static func text(_ outcome: Outcome) -> String {
            guard let store = outcome.store else { return "\(outcome.statements) statements\n" }
            let differing =
                store.differing == 0
                ? ""
                : "; \(store.differing) differ from what the store has under their identifiers, and were left alone"
            return "\(outcome.statements) statements: \(store.new) new, \(store.known) known\(differing)\n"
        }
    }
}
