import Blobs

/// A file that a person named on the command line.
package enum InputFile {
    /// - Throws: `InputFileError` where there is none; `FileError`, also for a file larger than `sizeMax` bytes.
    package static func read(_ path: String, sizeMax: Int) throws -> [UInt8] {
        guard let bytes = try DurableFile.read(path, sizeMax: sizeMax) else { throw InputFileError(path: path) }
        return bytes
    }
}

/// There is no such file.
package struct InputFileError: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String

    package var description: String { "there is no file \(self.path)" }
}
