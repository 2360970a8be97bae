import CourseModel
import Crypto
import Glibc

/// A file that is written under a temporary name and gets its own when all is well.
///
/// Removes what it has written unless `keep` was called.
final class OutputFile {
    /// Read at once: the processor's second cache has room for it.
    private static let pieceBytes = 1 << 18

    /// What one call takes (`IOV_MAX`).
    private static let piecesMax = 1024

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
            try self.write([UnsafeRawBufferPointer(buffer)], at: offset)
        }
    }

    /// Writes pieces one after the other, in as few calls as they need.
    func write(_ pieces: [UnsafeRawBufferPointer], at offset: Int64) throws(PackagingError) {
        var left = pieces.filter { !$0.isEmpty }[...]
        var offset = offset
        while !left.isEmpty {
            let batch = left.prefix(Self.piecesMax).map {
                iovec(iov_base: UnsafeMutableRawPointer(mutating: $0.baseAddress), iov_len: $0.count)
            }
            var count = pwritev(self.descriptor, batch, Int32(batch.count), off_t(offset))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure() }
            offset += Int64(count)
            while let piece = left.first, count >= piece.count {
                count -= piece.count
                left.removeFirst()
            }
            if let piece = left.first { left[left.startIndex] = UnsafeRawBufferPointer(rebasing: piece[count...]) }
        }
    }

    /// Reads the file back.
    ///
    /// - Throws: `unfitOutput` where it is shorter.
    func digest(sizeBytes: Int64) throws(PackagingError) -> CourseModel.Digest {
        var hash = SHA256()
        var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
        var offset: Int64 = 0
        while offset < sizeBytes {
            let wanted = Int(min(Int64(piece.count), sizeBytes - offset))
            let count = piece.withUnsafeMutableBytes { pread(self.descriptor, $0.baseAddress, wanted, off_t(offset)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw PackagingError(.unfitOutput, "\(offset) of \(sizeBytes) bytes") }
            piece.withUnsafeBytes { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            offset += Int64(count)
        }
        return CourseModel.Digest(hash.finalize())
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
