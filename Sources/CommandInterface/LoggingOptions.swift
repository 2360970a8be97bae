package import ArgumentParser
package import Logging

/// The options by which every command says how it logs.
package struct LoggingOptions: ParsableArguments {
    @Option(help: "How log records are written: text, or json (one object a line).")
    package var logFormat: LogFormat = .text

    @Option(
        help: "The least important records that are written: trace, debug, info, notice, warning or error.",
        transform: Self.level
    )
    package var logLevel: Logger.Level = .info

    package init() {}

    /// Sets logging up for the whole process. To be called once.
    package func bootstrap() {
        self.logFormat.bootstrap(level: self.logLevel)
    }

    @Sendable private static func level(_ text: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: text) else { throw ValidationError("'\(text)' is no log level.") }
        return level
    }
}
