import Glibc

/// A blob that is written from its first byte to its last; it has its name only once it is whole and on the disk.
///
/// What was written is removed where it is given up before.
package struct BlobWriter: ~Copyable {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private var end: Int64 = 0

    /// - Parameter path: of the whole blob; its folder is there.
    init(path: String) throws(FileError) {
        let temporary = "\(path).\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError("create", temporary) }
        self.path = path
        self.temporary = temporary
        self.descriptor = descriptor
    }

    deinit {
        close(self.descriptor)
        // After `finish` there is nothing of this name.
        unlink(self.temporary)
    }

    /// Appends some bytes.
    package mutating func write(_ bytes: [UInt8]) throws(FileError) {
        try FileBytes.write(bytes, at: self.end, to: self.descriptor, path: self.temporary)
        self.end += Int64(bytes.count)
    }

    /// Gives the blob its name; durable when it returns.
    package mutating func finish() throws(FileError) {
        guard fsync(self.descriptor) == 0 else { throw FileError("sync", self.temporary) }
        guard rename(self.temporary, self.path) == 0 else { throw FileError("replace", self.path) }
        try DurableFile.syncFolder(of: self.path)
    }
}
