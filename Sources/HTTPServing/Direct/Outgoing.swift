import Blobs
import Glibc
import NIOCore

/// An answer on its way into a socket that does not wait: what of it is left, and what of which file was handed over.
struct Outgoing {
    /// What has to happen before more can be handed over.
    enum Step {
        /// Nothing: all is handed over.
        case done
        /// The socket has to take these bytes first; they count as handed over once it has.
        case blocked(ByteBuffer)
        /// The next bytes have to come from the disk.
        case onDisk(BlobFile, Range<Int64>)
        /// The next pieces have to be waited for.
        case awaited(@Sendable () async -> [BodyPiece]?)
        /// The connection is gone, or a file is not what it was: nothing more can be said on this connection.
        case failed
    }

    /// Up to here, a file's bytes are copied behind the head and sent with it by one call; larger ones are sent from the
    /// file, which costs a call more and copies nothing.
    static let copiedMax = 24 << 10
    /// Handed to NIO where the socket takes no more, to hear when it does again.
    private static let blockBytes = 16 << 10
    /// What is asked of the disk at once.
    private static let readAheadBytes: Int64 = 1 << 20

    private var head: ArraySlice<UInt8>
    /// What follows the head; the first is the next.
    private var pieces: ArraySlice<BodyPiece>
    private let sent: (@Sendable (Int, Range<Int64>) -> Void)?
    /// The stretch of a file that is being handed over.
    private var stretch: (mark: Int, range: Range<Int64>)?
    /// Of the block that NIO has: part of a stretch once it is sent.
    private var pending: (mark: Int, range: Range<Int64>)?
    private(set) var sentBytes: Int64 = 0

    /// - Parameter trailer: the last fields of the head, and the line that ends it.
    init(_ answer: DirectAnswer, trailer: [UInt8]) {
        self.head = (answer.head + trailer)[...]
        self.pieces = answer.body[...]
        self.sent = answer.sent
    }

    /// Hands over as much as the socket takes.
    mutating func push(over socket: Int32) -> Step {
        if let step = self.pushHead(over: socket) { return step }
        while let piece = self.pieces.first {
            switch piece {
            case .bytes(let bytes):
                let count = Self.send(bytes[...], more: self.pieces.count > 1, over: socket)
                guard count >= 0 else { return .failed }
                self.sentBytes += Int64(count)
                if count < bytes.count {
                    self.pieces = [.bytes(Array(bytes.dropFirst(count)))] + self.pieces.dropFirst()
                    return self.block()
                }
                self.pieces.removeFirst()
            case .file(let file, let range, let mark):
                guard let step = self.pushFile(file, range, mark, over: socket) else { continue }
                return step
            case .composed(let make):
                self.pieces = make()[...] + self.pieces.dropFirst()
            case .awaited(let wait):
                self.pieces.removeFirst()
                return .awaited(wait)
            }
        }
        return .done
    }

    /// What was waited for has come.
    mutating func insert(_ pieces: [BodyPiece]) {
        self.pieces = pieces[...] + self.pieces
    }

    /// The socket has taken a block.
    mutating func blockSent() {
        guard let pending = self.pending else { return }
        self.pending = nil
        self.note(pending.mark, pending.range)
    }

    /// To be called once, at the end, however it came.
    mutating func end() {
        guard let stretch = self.stretch else { return }
        self.stretch = nil
        self.sent?(stretch.mark, stretch.range)
    }

    private mutating func note(_ mark: Int, _ range: Range<Int64>) {
        self.sentBytes += range.upperBound - range.lowerBound
        if let stretch = self.stretch, stretch.mark == mark, stretch.range.upperBound == range.lowerBound {
            self.stretch = (mark, stretch.range.lowerBound..<range.upperBound)
        } else {
            self.end()
            self.stretch = (mark, range)
        }
    }
}

// MARK: - Steps

extension Outgoing {
    /// Sends the head, with a small body by the same call.
    ///
    /// - Returns: nil when the pieces are next.
    private mutating func pushHead(over socket: Int32) -> Step? {
        guard !self.head.isEmpty else { return nil }
        let head = self.head
        if self.pieces.count == 1, case .file(let file, let range, let mark)? = self.pieces.first,
            range.upperBound - range.lowerBound <= Int64(Self.copiedMax)
        {
            let moved = Self.send(head, and: range, of: file, over: socket)
            guard case .bytes(let count) = moved else {
                return moved == .onDisk ? .onDisk(file, range) : moved == .blocked ? self.block() : .failed
            }
            let ofFile = count - head.count
            self.head = head.dropFirst(min(count, head.count))
            if ofFile > 0 { self.advance(file, range, mark, by: ofFile) }
            return self.head.isEmpty && self.pieces.isEmpty ? nil : self.block()
        }
        let count = Self.send(head, more: !self.pieces.isEmpty, over: socket)
        guard count >= 0 else { return .failed }
        self.head = head.dropFirst(count)
        return self.head.isEmpty ? nil : self.block()
    }

    /// - Returns: nil when the next piece is next.
    private mutating func pushFile(
        _ file: BlobFile,
        _ range: Range<Int64>,
        _ mark: Int,
        over socket: Int32
    ) -> Step? {
        guard !range.isEmpty else {
            self.pieces.removeFirst()
            return nil
        }
        let ahead = range.lowerBound..<min(range.upperBound, range.lowerBound + Self.readAheadBytes)
        guard file.isInMemory(ahead) else { return .onDisk(file, ahead) }
        switch file.send(ahead, over: socket) {
        case .bytes(let count):
            self.advance(file, range, mark, by: count)
            return nil
        case .blocked: return self.block()
        case .onDisk, .failed: return .failed
        }
    }

    private mutating func advance(_ file: BlobFile, _ range: Range<Int64>, _ mark: Int, by count: Int) {
        let end = range.lowerBound + Int64(count)
        self.note(mark, range.lowerBound..<end)
        self.pieces.removeFirst()
        if end < range.upperBound { self.pieces = [.file(file, end..<range.upperBound, mark: mark)] + self.pieces }
    }

    /// The next few bytes, for NIO to send when the socket takes them.
    private mutating func block() -> Step {
        if !self.head.isEmpty {
            defer { self.head = [] }
            return .blocked(ByteBuffer(bytes: self.head))
        }
        switch self.pieces.first {
        case .bytes(let bytes):
            self.pieces.removeFirst()
            if bytes.count > Self.blockBytes {
                self.pieces = [.bytes(Array(bytes.dropFirst(Self.blockBytes)))] + self.pieces
            }
            return .blocked(ByteBuffer(bytes: bytes.prefix(Self.blockBytes)))
        case .file(let file, let range, let mark):
            let end = min(range.upperBound, range.lowerBound + Int64(Self.blockBytes))
            guard let bytes = try? file.read(range.lowerBound..<end) else { return .failed }
            self.pieces.removeFirst()
            if end < range.upperBound { self.pieces = [.file(file, end..<range.upperBound, mark: mark)] + self.pieces }
            self.pending = (mark, range.lowerBound..<end)
            return .blocked(ByteBuffer(bytes: bytes))
        case .composed, .awaited, nil: return .done
        }
    }

    /// - Returns: how many bytes went; 0 where the socket takes none now; negative where it never will.
    private static func send(_ bytes: ArraySlice<UInt8>, more: Bool, over socket: Int32) -> Int {
        bytes.withUnsafeBytes { Self.send($0, more: more, over: socket) }
    }

    private static func send(_ bytes: UnsafeRawBufferPointer, more: Bool, over socket: Int32) -> Int {
        guard !bytes.isEmpty else { return 0 }
        let flags = Int32(MSG_NOSIGNAL) | (more ? Int32(MSG_MORE) : 0)
        while true {
            let count = Glibc.send(socket, bytes.baseAddress, bytes.count, flags)
            if count < 0, errno == EINTR { continue }
            return count < 0 && errno == EAGAIN ? 0 : count
        }
    }

    /// Sends a head and a small range of a file by one call.
    private static func send(
        _ head: ArraySlice<UInt8>,
        and range: Range<Int64>,
        of file: BlobFile,
        over socket: Int32
    ) -> BlobFile.Moved {
        withUnsafeTemporaryAllocation(byteCount: head.count + range.count, alignment: 16) { buffer in
            head.withUnsafeBytes { buffer.copyMemory(from: $0) }
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[head.count...])
            let read = file.readFromMemory(at: range.lowerBound, into: rest)
            guard case .bytes = read else { return read }
            let count = Self.send(UnsafeRawBufferPointer(buffer), more: false, over: socket)
            return count > 0 ? .bytes(count) : count == 0 ? .blocked : .failed
        }
    }
}
