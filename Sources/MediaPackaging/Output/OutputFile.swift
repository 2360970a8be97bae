import Glibc

/// A file that is written under a temporary name and gets its own when all is well.
///
/// Removes what it has written unless `keep` was called.
final class OutputFile {
    let path: String
    let temporaryPath: String
    private let descriptor: Int32
    private var isKept = false

    init(path: String) throws(PackagingError) {
        self.path = path
        self.temporaryPath = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max)).tmp"
        self.descriptor = open(self.temporaryPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard self.descriptor >= 0 else { throw Self.failure() }
    }

    deinit {
        guard self.descriptor >= 0 else { return }
        close(self.descriptor)
        if !self.isKept { unlink(self.temporaryPath) }
    }

    func write(_ bytes: [UInt8], at offset: Int64) throws(PackagingError) {
        try bytes.withUnsafeBufferPointer { buffer throws(PackagingError) in
            try self.write(UnsafeRawBufferPointer(buffer), at: offset)
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(PackagingError) {
        var left = bytes
        while let start = left.baseAddress, !left.isEmpty {
            let count = pwrite(self.descriptor, start, left.count, off_t(offset) + off_t(bytes.count - left.count))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure() }
            left = UnsafeRawBufferPointer(rebasing: left[count...])
        }
    }

    /// Gives all the files their names, or none of them.
    static func keep(_ files: [OutputFile]) throws(PackagingError) {
        for (index, file) in files.enumerated() {
            guard rename(file.temporaryPath, file.path) == 0 else {
                let failure = Self.failure()
                for kept in files[..<index] { unlink(kept.path) }
                throw failure
            }
            file.isKept = true
        }
    }

    private static func failure() -> PackagingError {
        PackagingError(.cannotWrite, String(cString: strerror(errno)))
    }
}
