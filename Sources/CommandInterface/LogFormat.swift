import ArgumentParser
package import Logging

/// How log records are written: to standard error, one line a record.
package enum LogFormat: String, Hashable, Sendable, CaseIterable, ExpressibleByArgument {
    /// For people: time, level, source, message, then `key=value`.
    case text
    /// For machines: one JSON object a line, keys sorted.
    case json

    /// Makes this the format of every logger of the process. To be called once, before the first logger is made.
    package func bootstrap(level: Logger.Level) {
        LoggingSystem.bootstrap { label in
            LineLogHandler(label: label, level: level, format: self, write: StandardError.write)
        }
    }
}
