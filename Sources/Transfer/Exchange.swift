import Glibc

/// What has come of the answer to the request under way; used by the connection's thread alone.
final class Exchange {
    typealias Receive = @Sendable (UnsafeRawBufferPointer) -> Disposition
    typealias Accept = @Sendable (TransferResponse) -> Disposition

    /// The body of an answer that was not hoped for: enough for a problem document.
    private static let strayBodyMax = 16 << 10
    /// Of one answer, all its fields together.
    private static let headerBytesMax = 64 << 10

    let sizeMax: Int
    private let accept: Accept?
    private let receive: Receive?
    private let onTurn: (@Sendable () -> Void)?
    private let pace: TransferPace?
    private let isGivenUp: () -> Bool
    private var isAccepted = false
    private(set) var status = 0
    private(set) var headers: [String: String] = [:]
    private(set) var body: [UInt8] = []
    private var headerBytes = 0
    /// Why the rest of the answer is not wanted; nil while it is.
    private(set) var end: End?

    enum End {
        /// The receiver has what it needs, or nobody needs the rest.
        case enough
        case tooLarge
    }

    /// - Parameters:
    ///   - accept: is asked once, before the first piece, whether the body is wanted.
    ///   - receive: takes the body of a 200 or 206 in pieces; without it the body is collected.
    ///   - onTurn: called when nothing more is at hand for the moment, and at least every second.
    ///   - pace: holds the answer to a rate; nil where it may come as fast as it does.
    ///   - isGivenUp: whether nobody wants the answer any more, so that there is nothing to wait for.
    init(
        sizeMax: Int,
        accept: Accept?,
        receive: Receive?,
        onTurn: (@Sendable () -> Void)?,
        pace: TransferPace?,
        isGivenUp: @escaping () -> Bool
    ) {
        self.onTurn = onTurn
        self.pace = pace
        self.isGivenUp = isGivenUp
        self.sizeMax = sizeMax
        self.accept = accept
        self.receive = receive
    }

    /// Whether the body is collected, so that it may travel compressed; pieces that are handed on are the file's own.
    var isCollected: Bool { self.receive == nil }

    func turnEnded() { self.onTurn?() }

    /// The receive buffer that the answer's pace needs; nil where the connection's own does.
    var receiveBufferBytes: Int? { self.pace?.receiveBufferBytes }

    var response: TransferResponse {
        TransferResponse(status: self.status, headers: self.headers, body: self.body)
    }

    /// Takes one line of the header, as it stands.
    ///
    /// - Returns: whether to go on.
    func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        self.headerBytes += line.count
        guard self.headerBytes <= Self.headerBytesMax else {
            self.end = .tooLarge
            return false
        }
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            // An interim answer (100) may have come before.
            self.headers = [:]
            self.status = text.split(separator: " ").dropFirst().first.flatMap { Int($0.prefix(3)) } ?? 0
            return true
        }
        guard let colon = text.firstIndex(of: ":") else { return true }
        let name = text[..<colon].lowercased()
        let value = String(
            text[text.index(after: colon)...].drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
                .reversed()
        )
        self.headers[name] = self.headers[name].map { "\($0), \(value)" } ?? value
        return true
    }

    /// - Returns: whether to go on.
    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if let receive, self.status == 200 || self.status == 206 {
            guard self.isWanted, receive(bytes) == .go else {
                self.end = .enough
                return false
            }
            self.rest(after: bytes.count)
            return true
        }
        let isStray = self.receive != nil
        let sizeMax = isStray ? Self.strayBodyMax : self.sizeMax
        guard self.body.count + bytes.count <= sizeMax else {
            self.end = isStray ? .enough : .tooLarge
            return false
        }
        self.body.append(contentsOf: bytes)
        return true
    }

    /// Takes no more for as long as the pace asks, in short steps, so that a request that is given up ends soon.
    func rest(after count: Int) {
        guard let pace else { return }
        let end = ContinuousClock.now + pace.wait(count)
        while !self.isGivenUp() {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return }
            usleep(UInt32(min(left, TransferPace.stepMax) / .microseconds(1)))
        }
    }

    private var isWanted: Bool {
        if !self.isAccepted, let accept, accept(self.response) == .stop { return false }
        self.isAccepted = true
        return true
    }
}

/// Whether a receiver wants more.
package enum Disposition: Hashable, Sendable {
    case go
    /// Enough: the connection is closed, so that what is under way does not hold up the line.
    case stop
}
