import CourseModel
import Hummingbird
import Synchronization
import TestServing

/// An origin on loopback that serves blobs by range over real HTTP, counts what it sends, and can misbehave.
final class RangeOrigin: Sendable {
    enum Fault: Sendable {
        /// Ends the connection after so many bytes of the body.
        case cut(after: Int)
        /// Alters the byte at this place of the blob, once it is sent.
        case alter(at: Int)
        case status(Int, retryAfter: String? = nil)
        /// Another's page, as a network's sign-in sends it for whatever was asked.
        case page
        /// Sends so many bytes of the body and then nothing more.
        case silence(after: Int)
        /// Alters the byte at this place, and sends no more than so many bytes before `go`.
        case hold(after: Int, alter: Int)
    }

    struct Asked: Hashable, Sendable {
        let blob: Digest
        let range: Range<Int>
    }

    private struct State {
        var blobs: [Digest: [UInt8]] = [:]
        var faults: [Fault] = []
        var asked: [Asked] = []
        var sent: [Digest: [Int]] = [:]
        var isHeldBack = true
    }

    private struct Broken: Error {}

    private let state = Mutex(State())

    init(_ lessons: [MadeUpLesson], faults: [Fault] = []) {
        self.state.withLock { state in
            for lesson in lessons { state.blobs[lesson.track.blob] = lesson.bytes }
            state.faults = faults
        }
    }

    /// The requests so far.
    var asked: [Asked] { self.state.withLock { $0.asked } }

    /// How often each byte of a blob has been sent.
    func timesSent(_ blob: Digest) -> [Int] { self.state.withLock { $0.sent[blob] ?? [] } }

    /// One fault for each of the next requests.
    func misbehave(_ faults: Fault...) {
        self.state.withLock { $0.faults += faults }
    }

    /// Lets go on what was held back.
    func go() {
        self.state.withLock { $0.isHeldBack = false }
    }

    func remove(_ blob: Digest) {
        self.state.withLock { $0.blobs[blob] = nil }
    }

    func run(_ body: @escaping @Sendable (_ url: String) async throws -> Void) async throws {
        let router = Router()
        router.get("/v1/blobs/:digest", use: self.serve)
        try await LoopbackServer.run(router, body)
    }

    @Sendable private func serve(request: Request, context: BasicRequestContext) async throws -> Response {
        guard let digest = Digest(hexadecimal: try context.parameters.require("digest")),
            request.headers[.authorization]?.hasPrefix("Lectern-Edge ") == true,
            let ends = request.headers[.range]?.dropFirst("bytes=".count).split(separator: "-").compactMap({ Int($0) }),
            ends.count == 2
        else { return Response(status: .badRequest) }
        let range = ends[0]..<(ends[1] + 1)
        let (blob, fault) = self.state.withLock { state in
            state.asked.append(Asked(blob: digest, range: range))
            return (state.blobs[digest], state.faults.isEmpty ? nil : state.faults.removeFirst())
        }
        if case .status(let status, let retryAfter) = fault {
            return Response(status: .init(code: status), headers: retryAfter.map { [.retryAfter: $0] } ?? [:])
        }
        if case .page = fault {
            return Response(
                status: .ok,
                headers: [.contentType: "text/html", .via: "1.1 gate.school"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "<html>sign in</html>"))
            )
        }
        guard var blob else { return Response(status: .notFound) }
        if case .alter(let place) = fault { blob[place] ^= 1 }
        if case .hold(_, let place) = fault { blob[place] ^= 1 }
        let bytes = blob
        return Response(
            status: .partialContent,
            headers: [.contentRange: "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(bytes.count)"],
            body: ResponseBody(contentLength: range.count) { writer in
                try await self.send(bytes, range, of: digest, fault, to: &writer)
                try await writer.finish(nil)
            }
        )
    }

    private func send(
        _ bytes: [UInt8],
        _ range: Range<Int>,
        of digest: Digest,
        _ fault: Fault?,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        var end = range.upperBound
        if case .cut(let count) = fault { end = min(end, range.lowerBound + count) }
        if case .silence(let count) = fault { end = min(end, range.lowerBound + count) }
        for start in stride(from: range.lowerBound, to: end, by: 4_096) {
            let piece = start..<min(start + 4_096, end)
            if case .hold(let count, _) = fault, piece.upperBound > range.lowerBound + count {
                while self.state.withLock({ $0.isHeldBack }) { try await Task.sleep(for: .milliseconds(1)) }
            }
            try await writer.write(ByteBuffer(bytes: bytes[piece]))
            self.state.withLock { state in
                for place in piece { state.sent[digest, default: Array(repeating: 0, count: bytes.count)][place] += 1 }
            }
        }
        switch fault {
        case .cut: throw Broken()
        case .silence: try await Task.sleep(for: .seconds(3_600))
        default: break
        }
    }
}
