package import Glibc

/// Reads and writes at places in a file, however many calls that takes.
package enum FileBytes {
    /// Makes a file; it is durable only after `DurableFile.syncEverything`.
    package static func create(_ path: String, _ bytes: [UInt8], mode: mode_t) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileError("create", path) }
        defer { close(descriptor) }
        try Self.write(bytes, at: 0, to: descriptor, path: path)
    }

    /// Makes a file of a range of another's bytes, which do not come into this process; it is durable only after
    /// `DurableFile.syncEverything`.
    ///
    /// - Throws: `FileError` with `EIO` where the other file ends before.
    package static func create(
        _ path: String,
        copying range: Range<Int64>,
        of source: Int32,
        path sourcePath: String,
        mode: mode_t
    ) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileError("create", path) }
        defer { close(descriptor) }
        var offset = off_t(range.lowerBound)
        while offset < off_t(range.upperBound) {
            let count = sendfile(descriptor, source, &offset, Int(off_t(range.upperBound) - offset))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileError("copy", sourcePath, code: count == 0 ? EIO : errno) }
        }
    }

    /// Reads exactly the bytes of a range.
    ///
    /// - Throws: `FileError` with `EIO` where the file ends before.
    package static func read(_ range: Range<Int64>, from descriptor: Int32, path: String) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        var filled = 0
        while filled < bytes.count {
            let count = bytes[filled...].withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress, $0.count, off_t(range.lowerBound) + off_t(filled))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileError("read", path, code: count == 0 ? EIO : errno) }
            filled += count
        }
        return bytes
    }

    static func write(
        _ bytes: UnsafeRawBufferPointer,
        at offset: Int64,
        to descriptor: Int32,
        path: String
    ) throws(FileError) {
        try FileChange.write(path: path, bytes, offset: offset).announce()
        var written = 0
        while written < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(written))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileError("write", path, code: count == 0 ? EIO : errno) }
            written += count
        }
    }

    static func write(
        _ bytes: [UInt8],
        at offset: Int64,
        to descriptor: Int32,
        path: String
    ) throws(FileError) {
        let result = bytes.withUnsafeBytes { buffer -> Result<Void, FileError> in
            Result { () throws(FileError) in
                try Self.write(buffer, at: offset, to: descriptor, path: path)
            }
        }
        try result.get()
    }
}
