import ArgumentParser
import CommandInterface
import CourseModel
import CreditLedger
import Origin

struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "The credited hours, and the rows that they come from.",
        subcommands: [Verify.self, Receipt.self]
    )

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Computes everyone's hours anew and compares them with the ledger.",
            discussion: """
                Reads the data folder only; the server may run beside it. Trainees whose last reports are not worked out \
                yet are counted as due, and are no difference. Exits with 1 where ledger and reports differ.

                Example:
                  lectern-origin ledger verify --data /var/lib/lectern
                """
        )

        @OptionGroup var data: DataOption

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            let credits = try Credits(stores: OriginStores(data: try self.data.path()), now: SystemTime.now)
            let bar = LateProgressBar("verifying", unit: .items)
            let result = try await credits.verification.run { bar.update(Int64($0), of: Int64($1)) }
            bar.finish()
            if self.json {
                print(try JSONText.of(result))
            } else {
                print(Self.text(result), terminator: "")
            }
            if !result.differences.isEmpty { throw ExitCode.failure }
        }

        private static func text(_ result: LedgerVerify.Result) -> String {
            var table = TextTable([.init("trainee"), .init("programme"), .init("section"), .init("difference")])
            for difference in result.differences {
                table.append([
                    difference.trainee.rawValue, difference.programme?.rawValue ?? "", difference.item ?? "",
                    difference.reason,
                ])
            }
            let counts = """
                \(result.trainees) trainees, \(result.entries) entries, \(result.due) trainees due, \
                \(result.differences.count) differences

                """
            return (result.differences.isEmpty ? "" : table.text) + counts
        }
    }

    struct Receipt: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says whether the origin has the journal row that a receipt code names.",
            discussion: """
                Codes stand on statements. The digest in them takes in every row before: where the row is held, so is all that \
                the school reported up to it. Exits with 1 where it is not.

                Example:
                  lectern-origin ledger receipt e-s001/1/1234/3f2a90bc --data /var/lib/lectern
                """
        )

        private struct Content: Encodable {
            let code: ReceiptCode
            let isHeld: Bool
        }

        @Argument(help: "The code.")
        var code: String

        @OptionGroup var data: DataOption

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() async throws {
            guard let code = ReceiptCode(self.code) else {
                throw CommandFailure("'\(self.code)' is no receipt code; they are like e-s001/1/1234/3f2a90bc")
            }
            let credits = try Credits(stores: OriginStores(data: try self.data.path()), now: SystemTime.now)
            let isHeld = try await credits.ledger.holds(code)
            if self.json {
                print(try JSONText.of(Content(code: code, isHeld: isHeld)))
            } else {
                print(isHeld ? "\(code) is held, and all rows before it" : "no such row is held")
            }
            if !isHeld { throw ExitCode.failure }
        }
    }
}
