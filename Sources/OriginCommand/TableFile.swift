import ArgumentParser
import CommandInterface
import CourseModel
import HTTPServing
import Origin

/// Where a table goes, and how it is written.
struct TableOutput: ParsableArguments {
    @Option(help: "utf-8 (with a byte order mark) or gb18030.")
    var encoding: TableText.Encoding = .utf8

    @Option(help: ArgumentHelp("The file; standard output without it.", valueName: "file"))
    var output: String?

    func write(_ bytes: [UInt8]) throws {
        guard let output else { return StandardOutput.write(bytes) }
        try OutputFile.write(bytes, to: output)
    }
}

extension TableText.Encoding: ExpressibleByArgument {
    package init?(argument: String) {
        switch argument.lowercased() {
        case "utf-8", "utf8": self = .utf8
        case "gb18030", "gbk": self = .gb18030
        default: return nil
        }
    }

    package var defaultValueDescription: String { self == .utf8 ? "utf-8" : "gb18030" }
    package static var allValueStrings: [String] { ["utf-8", "gb18030"] }
}

/// A table that a command reads, and what it says where it is refused: every row with its sentence, Chinese and English.
struct TableInput: ParsableArguments {
    @Argument(help: ArgumentHelp("The CSV file, UTF-8 or GB18030.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Where what is refused is written, as a CSV file, row by row.", valueName: "file"))
    var report: String?

    private static let shownMax = 50

    private struct Problem: Encodable {
        let row: Int?
        let column: String?
        let code: String
        let reason: Title
    }

    private struct Refused: Encodable {
        let refused: [Problem]
    }

    /// Runs a step that may refuse rows; then it has changed nothing.
    func refusing<Result>(json: Bool, _ step: () throws -> Result) throws -> Result {
        do {
            return try step()
        } catch let error as RefusedTable {
            let messages = try Messages(folders: [OfficerController.resources])
            let problems = error.rows.map { row in
                Problem(
                    row: row.row,
                    column: row.column,
                    code: row.refusal.code,
                    reason: row.refusal.sentence(messages)
                )
            }
            if let report {
                try OutputFile.write(RefusalTable.bytes(of: error, messages), to: report)
            }
            if json {
                print(try JSONText.of(Refused(refused: problems)))
                throw ExitCode.failure
            }
            let lines = problems.prefix(Self.shownMax).map(Self.line)
            let rest = problems.count - lines.count
            throw CommandFailure(
                (["nothing was imported; in \(self.file):"] + lines + (rest > 0 ? ["  … and \(rest) more"] : []))
                    .joined(separator: "\n")
            )
        }
    }

    private static func line(_ problem: Problem) -> String {
        let place = (problem.row.map { "row \($0): " } ?? "") + (problem.column.map { "\($0): " } ?? "")
        let english = problem.reason.en.flatMap { $0 == problem.reason.zh ? nil : " \($0)" } ?? ""
        return "  \(place)\(problem.reason.zh)\(english)"
    }
}

/// The programme that a command is about.
struct ProgrammeOption: ParsableArguments {
    @Option(help: "The programme.", transform: IdentifierArgument.read)
    var programme: Programme.ID

    func find(in stores: OriginStores) throws -> Programme {
        let programmes = try stores.catalogue.programmes
        guard let programme = programmes.first(where: { $0.programme == self.programme }) else {
            let known = programmes.map(\.programme.rawValue).sorted().joined(separator: ", ")
            throw CommandFailure(
                "there is no programme '\(self.programme)'; imported are: \(known.isEmpty ? "none" : known)"
            )
        }
        return programme
    }
}
