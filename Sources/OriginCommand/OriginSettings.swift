import ArgumentParser
import Blobs
import CommandInterface
import Origin

/// What every subcommand reads in the same way.
enum OriginSettings {
    /// - Parameter options: what was given on the command line, by configuration key.
    static func configuration(data: String, options: [String: String] = [:]) async throws -> OriginConfiguration {
        OriginConfiguration(reader: try await ConfigurationSources.reader(options: options, dataDirectory: data))
    }
}

/// A file that a person named.
enum InputFile {
    static func read(_ path: String, sizeMax: Int) throws -> [UInt8] {
        guard let bytes = try DurableFile.read(path, sizeMax: sizeMax) else {
            throw CommandFailure("there is no file \(path)")
        }
        return bytes
    }
}

/// Why a command did not do what it was asked for, and what to do about it.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
