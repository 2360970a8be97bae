import ArgumentParser
import Glibc

/// The data folder that every subcommand works on.
package struct DataOption: ParsableArguments {
    package static let variable = "LECTERN_DATA"

    @Option(name: .customLong("data"), help: "The data folder (also: LECTERN_DATA).")
    private var folder: String?

    package init() {}

    package func validate() throws {
        _ = try self.path()
    }

    /// Whatever the command makes from here on, only its owner can read.
    ///
    /// - Throws: `ValidationError` where neither the option nor the variable names a folder.
    package func path() throws -> String {
        umask(0o077)
        let variable = getenv(Self.variable).map { String(cString: $0) }
        if let path = self.folder ?? variable, !path.isEmpty { return path }
        throw ValidationError("Say which data folder to use: --data DIR, or the variable LECTERN_DATA.")
    }
}
