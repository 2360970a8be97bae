package import Blobs
import Glibc

/// A lock on a file that one process holds at a time (flock); let go when this value ends, or its process does.
package struct FileLock: ~Copyable {
    private let path: String
    private let descriptor: Int32

    /// Waits until no other process holds it.
    package init(path: String) throws(FileError) {
        self.path = path
        self.descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard self.descriptor >= 0 else { throw FileError("open", path) }
        while flock(self.descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                let error = FileError("lock", path)
                close(self.descriptor)
                throw error
            }
        }
    }

    /// - Returns: nil where another process holds it.
    package init?(ifFree path: String) throws(FileError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError("open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error = FileError("lock", path)
            close(descriptor)
            guard error.code == EWOULDBLOCK else { throw error }
            return nil
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(self.descriptor) }

    /// Whether the file that is locked still has its name: who held it before may have removed it.
    var isCurrent: Bool {
        var (held, named) = (stat(), stat())
        return fstat(self.descriptor, &held) == 0 && stat(self.path, &named) == 0 && held.st_ino == named.st_ino
            && held.st_dev == named.st_dev
    }
}
