import CourseModel
import Glibc

/// The bytes of a source: which file it is, how long, and whether it stays the same while it is packaged.
final class SourceFile: Sendable {
    let path: String
    let sizeBytes: Int64
    private let descriptor: Int32
    private let status: stat

    init(path: String) throws(PackagingError) {
        // A pipe that nobody writes to would keep a caller waiting before it can be seen to be one.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw PackagingError(.unreadable, Self.cause()) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw PackagingError(.unreadable, "not a plain file")
        }
        self.path = path
        self.sizeBytes = Int64(status.st_size)
        self.descriptor = descriptor
        self.status = status
    }

    deinit {
        close(self.descriptor)
    }

    /// The name without its folders.
    var name: String {
        String(self.path[(self.path.lastIndex(of: "/").map(self.path.index(after:)) ?? self.path.startIndex)...])
    }

    /// - Returns: exactly `count` bytes.
    func read(at offset: Int64, count: Int) throws(PackagingError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBufferPointer { buffer throws(PackagingError) in
            try self.read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
        }
        return bytes
    }

    /// Fills the buffer.
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(PackagingError) {
        var left = buffer
        while let start = left.baseAddress, !left.isEmpty {
            let got = pread(self.descriptor, start, left.count, off_t(offset) + off_t(buffer.count - left.count))
            if got < 0, errno == EINTR { continue }
            guard got > 0 else {
                throw got == 0 ? PackagingError(.changedMeanwhile) : PackagingError(.unreadable, Self.cause())
            }
            left = UnsafeMutableRawBufferPointer(rebasing: left[got...])
        }
    }

    /// Throws `changedMeanwhile` unless the file is still the one that was opened, of the same size and time.
    func checkUnchanged() throws(PackagingError) {
        var now = stat()
        guard stat(self.path, &now) == 0, now.st_dev == self.status.st_dev, now.st_ino == self.status.st_ino,
            now.st_size == self.status.st_size, now.st_mtim.tv_sec == self.status.st_mtim.tv_sec,
            now.st_mtim.tv_nsec == self.status.st_mtim.tv_nsec
        else { throw PackagingError(.changedMeanwhile) }
    }

    private static func cause() -> String { String(cString: strerror(errno)) }
}
