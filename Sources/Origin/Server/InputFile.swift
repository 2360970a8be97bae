import Blobs
import CourseModel
import Glibc

/// A file that a person named on the command line or in a table.
package enum InputFile {
    /// - Throws: `InputFileError` where there is none; `FileError`, also for a file larger than `sizeMax` bytes.
    package static func read(_ path: String, sizeMax: Int) throws -> [UInt8] {
        guard let bytes = try DurableFile.read(path, sizeMax: sizeMax) else { throw InputFileError(path: path) }
        return bytes
    }

    /// - Returns: why the file cannot be read, as far as can be told without reading it; nil where nothing is wrong.
    static func trouble(with path: String) -> String? {
        guard let status = Self.status(of: path), access(path, R_OK) == 0 else {
            let error = FileError("read", path)
            return error.code == ENOENT ? "\(InputFileError(path: path))" : "\(error)"
        }
        return status.st_mode & S_IFMT == S_IFREG ? nil : "\(path) is not a plain file"
    }

    /// - Returns: 0 where there is no such file.
    static func size(of path: String) -> ByteCount {
        ByteCount(bytes: Int64(Self.status(of: path)?.st_size ?? 0))
    }

    private static func status(of path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }
}

/// There is no such file.
package struct InputFileError: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String

    package var description: String { "there is no file \(self.path)" }
}
