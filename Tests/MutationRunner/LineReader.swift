import Glibc

/// Lines of a pipe, with a limit on how long each may take.
struct LineReader {
    enum Event {
        case line(String)
        /// None came in time.
        case nothing
        case end
    }

    let descriptor: Int32
    private var buffer: [UInt8] = []

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    mutating func next(timeoutMilliseconds: Int32) -> Event {
        while true {
            if let end = self.buffer.firstIndex(of: 10) {
                defer { self.buffer.removeSubrange(...end) }
                return .line(String(decoding: self.buffer[..<end], as: UTF8.self))
            }
            var wanted = pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&wanted, 1, timeoutMilliseconds)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return .nothing }
            var piece = [UInt8](repeating: 0, count: 4096)
            let count = read(self.descriptor, &piece, piece.count)
            guard count > 0 else { return .end }
            self.buffer += piece[..<count]
        }
    }
}
