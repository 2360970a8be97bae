import CPositionedReads
import Glibc

/// What a server needs that sends from the same files again and again, on a thread that must not wait for a disk.
extension BlobFile {
    /// What became of a piece that was to be read or sent.
    package enum Moved: Hashable, Sendable {
        /// So many bytes; less than were asked for where the socket takes no more now.
        case bytes(Int)
        /// Nothing: the bytes are on the disk, not in memory.
        case onDisk
        /// Nothing: the socket takes nothing now.
        case blocked
        /// The file ends before, it cannot be read, or the connection is gone.
        case failed
    }

    /// Whether the file still has a name and reaches as far as `end`. One without a name was removed, and what is held
    /// of its blob since then is in another file.
    package var state: (isNamed: Bool, sizeBytes: Int64) {
        var status = stat()
        guard fstat(self.descriptor, &status) == 0 else { return (false, 0) }
        return (status.st_nlink > 0, Int64(status.st_size))
    }

    /// Reads what is in memory already: all of the buffer's size, or `onDisk`, or `failed` where the file ends before.
    ///
    /// A file system that cannot tell is read from as usual.
    package func readFromMemory(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) -> Moved {
        var filled = 0
        while filled < buffer.count {
            var piece = iovec(iov_base: buffer.baseAddress?.advanced(by: filled), iov_len: buffer.count - filled)
            var count = preadv2(self.descriptor, &piece, 1, off_t(offset) + off_t(filled), Self.withoutWaiting)
            if count < 0, errno == EOPNOTSUPP {
                count = pread(self.descriptor, piece.iov_base, piece.iov_len, off_t(offset) + off_t(filled))
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return .onDisk }
            guard count > 0 else { return .failed }
            filled += count
        }
        return .bytes(filled)
    }

    /// Whether the last byte of a range is in memory: what is read ahead comes in order.
    package func isInMemory(_ range: Range<Int64>) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { byte in
            self.readFromMemory(at: range.upperBound - 1, into: byte) != .onDisk
        }
    }

    /// Brings a range into memory; waits for the disk.
    package func bringIntoMemory(_ range: Range<Int64>) {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
            var offset = range.lowerBound
            while offset < range.upperBound {
                let wanted = min(buffer.count, Int(range.upperBound - offset))
                let count = pread(self.descriptor, buffer.baseAddress, wanted, off_t(offset))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                offset += Int64(count)
            }
        }
    }

    /// Sends bytes of a range over a socket that does not wait (`sendfile(2)`), as many as it takes now.
    package func send(_ range: Range<Int64>, over socket: Int32) -> Moved {
        var offset = off_t(range.lowerBound)
        while true {
            let count = sendfile(socket, self.descriptor, &offset, Int(range.upperBound - range.lowerBound))
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return .blocked }
            return count > 0 ? .bytes(count) : .failed
        }
    }

    /// `RWF_NOWAIT` (preadv2(2)).
    private static let withoutWaiting: Int32 = 8
}
