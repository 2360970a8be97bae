import Blobs

/// A file that a person asked for on the command line; only its owner can read it, since it names people.
package enum OutputFile {
    /// Puts it in place of one that is there.
    package static func write(_ bytes: [UInt8], to path: String) throws {
        try DurableFile.write(bytes, to: path, mode: 0o600)
    }
}
