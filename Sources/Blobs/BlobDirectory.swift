package import CourseModel
import Glibc

/// A folder of blobs: files named by their digest, whole once they have that name, and never changed after.
///
/// `ab/abcd…` is a whole blob, `partial/abcd…` one that is being filled chunk by chunk. Nothing here looks inside: who
/// fills a blob verifies it.
package struct BlobDirectory: Sendable {
    private let path: String

    /// Makes the folder if there is none.
    package init(path: String) throws(FileError) {
        self.path = path
        try DurableFile.makeFolder("\(path)/partial")
        try DurableFile.syncFolder(of: "\(path)/partial")
    }

    /// A folder of blobs that is only read from: nothing is made in it.
    package init(reading path: String) {
        self.path = path
    }

    /// Keeps some bytes as a blob; durable when it returns.
    ///
    /// - Returns: the blob's name.
    package func write(_ bytes: some Collection<UInt8>) throws(FileError) -> Digest {
        let digest = Digest(of: bytes)
        if self.isWhole(digest) { return digest }
        try self.makeFolder(for: digest)
        try DurableFile.write(bytes, to: self.wholePath(digest), mode: 0o644)
        return digest
    }

    /// Reads a small blob whole.
    ///
    /// - Returns: nil where it is not held whole.
    /// - Throws: `FileError` with `EFBIG` for a blob larger than `sizeMax` bytes.
    package func read(_ digest: Digest, sizeMax: Int) throws(FileError) -> [UInt8]? {
        try DurableFile.read(self.wholePath(digest), sizeMax: sizeMax)
    }

    /// Whether the blob is held whole.
    package func isWhole(_ digest: Digest) -> Bool {
        access(self.wholePath(digest), F_OK) == 0
    }

    /// Takes a file over as a blob, moving it where both are on one disk; durable when it returns.
    ///
    /// - Parameter digest: of the file's bytes; the caller has made sure.
    package func adopt(fileAt path: String, as digest: Digest) throws(FileError) {
        try self.makeFolder(for: digest)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError("sync", path) }
        if rename(path, self.wholePath(digest)) != 0 {
            guard errno == EXDEV else { throw FileError("move", path) }
            try self.copy(descriptor, from: path, as: digest)
            unlink(path)
        }
        try DurableFile.syncFolder(of: self.wholePath(digest))
    }

    /// Opens a blob for reading, whole or still being filled.
    ///
    /// - Returns: nil where there is neither.
    package func file(_ digest: Digest) throws(FileError) -> BlobFile? {
        if let whole = try BlobFile(path: self.wholePath(digest)) { return whole }
        if let partial = try BlobFile(path: self.partialPath(digest)) { return partial }
        // It may have become whole between the two looks.
        return try BlobFile(path: self.wholePath(digest))
    }

    /// Opens a blob for filling, with room on the disk for all of it; a whole one is reopened.
    ///
    /// - Throws: `FileError`, `isDiskFull` where there is no such room.
    package func fill(_ digest: Digest, sizeBytes: ByteCount) throws(FileError) -> BlobFill {
        let path = self.partialPath(digest)
        // Of two files of one blob, one would come to replace the other, with what that has.
        if self.isWhole(digest) { try self.reopen(digest) }
        let isNew = access(path, F_OK) != 0
        do throws(FileError) {
            let fill = try BlobFill(path: path, sizeBytes: sizeBytes)
            if isNew { try DurableFile.syncFolder(of: path) }
            return fill
        } catch {
            if isNew { unlink(path) }
            throw error
        }
    }

    /// Begins a blob that is written from its first byte to its last.
    package func writer(_ digest: Digest) throws(FileError) -> BlobWriter {
        try self.makeFolder(for: digest)
        return try BlobWriter(path: self.wholePath(digest))
    }

    /// Says that a blob has been filled, verified and synced; durable when it returns. Fine to say twice.
    package func complete(_ digest: Digest) throws(FileError) {
        if access(self.partialPath(digest), F_OK) != 0, self.isWhole(digest) { return }
        try self.makeFolder(for: digest)
        try FileChange.rename(path: self.partialPath(digest), to: self.wholePath(digest)).announce()
        guard rename(self.partialPath(digest), self.wholePath(digest)) == 0 else {
            throw FileError("complete", self.partialPath(digest))
        }
        try DurableFile.syncFolder(of: self.wholePath(digest))
        try DurableFile.syncFolder(of: self.partialPath(digest))
    }

    /// Takes a whole blob back among those being filled: some of its bytes were found wrong. Fine to say twice.
    package func reopen(_ digest: Digest) throws(FileError) {
        try FileChange.rename(path: self.wholePath(digest), to: self.partialPath(digest)).announce()
        guard rename(self.wholePath(digest), self.partialPath(digest)) == 0 else {
            if errno == ENOENT, access(self.partialPath(digest), F_OK) == 0 { return }
            throw FileError("reopen", self.wholePath(digest))
        }
        try DurableFile.syncFolder(of: self.partialPath(digest))
        try DurableFile.syncFolder(of: self.wholePath(digest))
    }

    /// Removes a blob, whole or not; fine where there is none.
    package func remove(_ digest: Digest) throws(FileError) {
        for path in [self.wholePath(digest), self.partialPath(digest)] {
            try FileChange.remove(path: path).announce()
            guard unlink(path) == 0 || errno == ENOENT else { throw FileError("remove", path) }
        }
    }

    /// All blobs, whole and being filled, and the room that each takes on the disk.
    package var stored: [Digest: ByteCount] {
        get throws(FileError) {
            var stored: [Digest: ByteCount] = [:]
            for folder in try Self.names(in: self.path) where folder.count == 2 || folder == "partial" {
                for name in try Self.names(in: "\(self.path)/\(folder)") {
                    var status = stat()
                    guard let digest = Digest(hexadecimal: name), stat("\(self.path)/\(folder)/\(name)", &status) == 0
                    else { continue }
                    stored[digest, default: .zero] += ByteCount(bytes: Int64(status.st_blocks) * 512)
                }
            }
            return stored
        }
    }

    /// Room on the disk for whoever runs this program.
    package var freeBytes: ByteCount {
        get throws(FileError) {
            var status = statvfs()
            guard statvfs(self.path, &status) == 0 else { throw FileError("ask for the room at", self.path) }
            return ByteCount(bytes: Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize)))
        }
    }

    private static func names(in folder: String) throws(FileError) -> [String] {
        guard let stream = opendir(folder) else { throw FileError("list", folder) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            withUnsafeBytes(of: &entry.pointee.d_name) {
                names.append(String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self))
            }
        }
        return names
    }

    private func wholePath(_ digest: Digest) -> String {
        "\(self.path)/\(digest.hexadecimal.prefix(2))/\(digest.hexadecimal)"
    }

    private func partialPath(_ digest: Digest) -> String {
        "\(self.path)/partial/\(digest.hexadecimal)"
    }

    private func makeFolder(for digest: Digest) throws(FileError) {
        let folder = "\(self.path)/\(digest.hexadecimal.prefix(2))"
        if access(folder, F_OK) == 0 { return }
        try DurableFile.makeFolder(folder)
        try DurableFile.syncFolder(of: folder)
    }

    /// Copies a file of another disk.
    private func copy(_ source: Int32, from path: String, as digest: Digest) throws(FileError) {
        let pieceSize: Int64 = 1 << 20
        var status = stat()
        guard fstat(source, &status) == 0 else { throw FileError("read", path) }
        var writer = try BlobWriter(path: self.wholePath(digest))
        var offset: Int64 = 0
        while offset < status.st_size {
            let end = min(offset + pieceSize, Int64(status.st_size))
            try writer.write(try FileBytes.read(offset..<end, from: source, path: path))
            offset = end
        }
        try writer.finish()
    }
}
