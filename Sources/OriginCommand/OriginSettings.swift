import CommandInterface
import Origin

/// What every subcommand reads in the same way.
enum OriginSettings {
    /// - Parameter options: what was given on the command line, by configuration key.
    static func configuration(data: String, options: [String: String] = [:]) async throws -> OriginConfiguration {
        OriginConfiguration(reader: try await ConfigurationSources.reader(options: options, dataDirectory: data))
    }
}

/// Why a command did not do what it was asked for, and what to do about it.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
