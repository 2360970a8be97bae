package import CourseModel
import Glibc

/// A track file, document or other blob, open for reading; what was opened stays readable when it is renamed.
package final class BlobFile: Sendable {
    package let path: String
    /// The file's size; of a file being filled, the size it will have.
    package let sizeBytes: ByteCount
    let descriptor: Int32

    /// - Returns: nil where there is no such file.
    init?(path: String) throws(FileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw FileError("open", path)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let error = FileError("read", path)
            close(descriptor)
            throw error
        }
        self.path = path
        self.sizeBytes = ByteCount(bytes: Int64(status.st_size))
        self.descriptor = descriptor
    }

    deinit {
        close(self.descriptor)
    }

    /// Reads exactly the bytes of a range.
    ///
    /// - Throws: `FileError` with `EIO` where the file ends before.
    package func read(_ range: Range<Int64>) throws(FileError) -> [UInt8] {
        try FileBytes.read(range, from: self.descriptor, path: self.path)
    }

    /// Makes what was written to the file, by whomever, durable.
    package func sync() throws(FileError) {
        try FileChange.sync(path: self.path).announce()
        guard fdatasync(self.descriptor) == 0 else { throw FileError("sync", self.path) }
    }
}
