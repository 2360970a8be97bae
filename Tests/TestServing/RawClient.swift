import Glibc

/// A connection on which a test says exactly what it likes, and hears exactly what comes.
package final class RawClient {
    package struct NoConnection: Error {}

    private static let patienceSeconds = 20

    private let descriptor: Int32
    private var heard: [UInt8] = []

    package init(port: Int) throws {
        self.descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard self.descriptor >= 0 else { throw NoConnection() }
        var time = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
        setsockopt(self.descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let outcome = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(self.descriptor, $0, size) }
        }
        guard outcome == 0 else { throw NoConnection() }
    }

    deinit { close(self.descriptor) }

    /// - Returns: false where the other end has closed.
    @discardableResult
    package func say(_ bytes: some Collection<UInt8>) -> Bool {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    package func say(_ text: String) -> Bool { self.say(text.utf8) }

    /// Says that nothing more comes.
    package func finishSaying() { shutdown(self.descriptor, Int32(SHUT_WR)) }

    /// Closes so that the other end sees a reset.
    package func hangUp() {
        var reset = linger(l_onoff: 1, l_linger: 0)
        setsockopt(self.descriptor, SOL_SOCKET, SO_LINGER, &reset, socklen_t(MemoryLayout<linger>.size))
        shutdown(self.descriptor, Int32(SHUT_RDWR))
    }

    /// Everything until the other end closes.
    package func hearAll() -> [UInt8] {
        while self.hearMore() {}
        defer { self.heard = [] }
        return self.heard
    }

    /// Exactly so many bytes; fewer where the other end closes before.
    package func hear(_ count: Int) -> [UInt8] {
        while self.heard.count < count, self.hearMore() {}
        defer { self.heard.removeFirst(min(count, self.heard.count)) }
        return Array(self.heard.prefix(count))
    }

    /// One answer: its head, and as many bytes of a body as the head says.
    package func hearAnswer(isToHead: Bool = false) -> (head: String, body: [UInt8]) {
        let mark = Array("\r\n\r\n".utf8)
        var end = self.heard.firstRange(of: mark)
        while end == nil, self.hearMore() { end = self.heard.firstRange(of: mark) }
        let head = String(decoding: self.hear(end?.upperBound ?? self.heard.count), as: UTF8.self)
        let field = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
        let length = field.flatMap { Int($0.dropFirst(15).filter { $0 != " " }) } ?? 0
        return (head, isToHead ? [] : self.hear(length))
    }

    private func hearMore() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(self.descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        self.heard += buffer[..<count]
        return true
    }
}
