package import Blobs
import Glibc

/// A lock on a file that one process holds at a time (flock); let go when this value ends, or its process does.
package struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Waits until no other process holds it.
    package init(path: String) throws(FileError) {
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

    deinit { close(self.descriptor) }
}
