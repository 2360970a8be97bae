package import Glibc

/// Small files that are replaced as a whole: after a crash at any moment there is the old one or the new one.
package enum DurableFile {
    /// Writes to a temporary name, syncs, renames, and syncs the folder; returns when all of it is on the disk.
    package static func write(_ bytes: some Collection<UInt8>, to path: String, mode: mode_t = 0o600) throws(FileError)
    {
        let temporary = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max)).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileError("create", temporary) }
        do throws(FileError) {
            defer { close(descriptor) }
            try Self.writeAll(Array(bytes), to: descriptor, path: temporary)
            guard fsync(descriptor) == 0 else { throw FileError("sync", temporary) }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let error = FileError("replace", path)
            unlink(temporary)
            throw error
        }
        try Self.syncFolder(of: path)
    }

    /// - Returns: nil where there is no such file.
    /// - Throws: `FileError` with `EFBIG` for a file larger than `sizeMax` bytes.
    package static func read(_ path: String, sizeMax: Int) throws(FileError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw FileError("open", path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError("read", path) }
        guard status.st_size <= sizeMax else { throw FileError("read", path, code: EFBIG) }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes[filled...].withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress, $0.count, off_t(filled))
            }
            guard count > 0 else { throw FileError("read", path, code: count == 0 ? EIO : errno) }
            filled += count
        }
        return bytes
    }

    /// Makes a folder, and those above it, that only its owner can enter.
    package static func makeFolder(_ path: String, mode: mode_t = 0o700) throws(FileError) {
        if mkdir(path, mode) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw FileError("make folder", path)
        }
        try Self.makeFolder(String(path[..<slash]), mode: mode)
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw FileError("make folder", path) }
    }

    /// Makes the names in the folder of a file durable.
    package static func syncFolder(of path: String) throws(FileError) {
        try FileChange.syncFolder(path: path).announce()
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError("sync", folder) }
    }

    /// Makes everything durable that was written by now: one wait, where a thousand small files would be a thousand.
    ///
    /// That a disk could not write is not told (sync(2)): this is for what can be made again.
    package static func syncEverything() {
        sync()
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw FileError("write", path) }
            written += count
        }
    }
}
