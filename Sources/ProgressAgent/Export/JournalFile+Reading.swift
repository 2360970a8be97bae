import Blobs
package import CourseModel

extension JournalFile {
    /// Reads and verifies a file.
    ///
    /// - Parameter originKey: the key to trust; nil to trust the one that the file brings, and to say which it is.
    /// - Throws: `JournalFileError`, saying where the file is at fault; `FileError`.
    package init(reading path: String, originKey: VerifyingKey? = nil) throws {
        guard let bytes = try DurableFile.read(path, sizeMax: Self.sizeMax) else { throw JournalFileError.noFile(path) }
        try self.init(bytes: bytes, originKey: originKey)
    }
}
