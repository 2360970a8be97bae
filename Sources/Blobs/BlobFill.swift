package import CourseModel
import Glibc

/// A blob that is being filled, in whatever order its chunks come.
///
/// The file has its full size from the beginning: what has not been written yet reads as anything. Which chunks are
/// there and right is known only to who verified them.
package final class BlobFill: Sendable {
    package let path: String
    package let sizeBytes: ByteCount
    private let descriptor: Int32

    /// Opens the file or makes it, and takes the room on the disk that it needs.
    init(path: String, sizeBytes: ByteCount) throws(FileError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError("create", path) }
        self.path = path
        self.sizeBytes = sizeBytes
        self.descriptor = descriptor
        try self.reserve()
    }

    deinit {
        close(self.descriptor)
    }

    /// Writes a piece of the blob; it is durable only after `sync()`.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileError) {
        guard offset >= 0, offset + Int64(bytes.count) <= self.sizeBytes.bytes else {
            throw FileError("write", self.path, code: EINVAL)
        }
        try FileBytes.write(bytes, at: offset, to: self.descriptor, path: self.path)
    }

    /// Makes everything written so far durable.
    package func sync() throws(FileError) {
        try FileChange.sync(path: self.path).announce()
        guard fdatasync(self.descriptor) == 0 else { throw FileError("sync", self.path) }
    }

    package func read(_ range: Range<Int64>) throws(FileError) -> [UInt8] {
        try FileBytes.read(range, from: self.descriptor, path: self.path)
    }

    private func reserve() throws(FileError) {
        var status = stat()
        guard fstat(self.descriptor, &status) == 0 else { throw FileError("read", self.path) }
        let size = off_t(self.sizeBytes.bytes)
        if status.st_size == size { return }
        try FileChange.resize(path: self.path, sizeBytes: Int64(size)).announce()
        guard ftruncate(self.descriptor, size) == 0 else { throw FileError("resize", self.path) }
        guard size > 0 else { return }
        let code = posix_fallocate(self.descriptor, 0, size)
        guard code == 0 || code == EOPNOTSUPP || code == EINVAL else {
            // Leave no file behind that claims the size but not the room, and what it had before as it was.
            ftruncate(self.descriptor, status.st_size)
            throw FileError("make room for", self.path, code: code)
        }
        try FileChange.sync(path: self.path).announce()
        guard fsync(self.descriptor) == 0 else { throw FileError("sync", self.path) }
    }
}
