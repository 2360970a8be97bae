import Hummingbird

/// Refuses a body that no handler takes, before a byte of it is read, and ends the reading of one that trickles.
///
/// What a handler decodes is limited to `WebContext.bodyMaxBytes`, also where the length is not declared.
struct BodyLimitMiddleware: RouterMiddleware {
    /// The largest document that is posted (an edge's holdings, 4 MiB) with room for its signature.
    static let declaredMaxBytes = 8 << 20

    var patience = BodyPatience()

    func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        if let text = request.headers[.contentLength] {
            guard let length = Int(text), length <= Self.declaredMaxBytes else { throw Problem.tooLarge }
        }
        var request = request
        request.body = RequestBody(asyncSequence: PatientBody(body: request.body, patience: self.patience))
        do {
            return try await next(request, context)
        } catch is BodyTooSlow {
            return Self.cutOff
        }
    }

    /// An answer after which the connection is closed: the rest of the body would be read to its end otherwise.
    private static var cutOff: Response {
        Response(
            status: .requestTimeout,
            headers: [.connection: "close"],
            body: ResponseBody { _ in throw BodyTooSlow() }
        )
    }
}

/// How slow a body may be: after `grace`, fewer bytes on average hold a connection for nothing.
struct BodyPatience: Sendable {
    var grace = Duration.seconds(30)
    /// The slowest line that a school may have is eight times faster.
    var bytesPerSecondMin: Int64 = 1_024
    var now: @Sendable () -> ContinuousClock.Instant = { .now }

    func isOver(bytes: Int, since start: ContinuousClock.Instant) -> Bool {
        let late = (self.now() - start - self.grace).components.seconds
        return late >= 0 && Int64(bytes) < (late + 1) * self.bytesPerSecondMin
    }
}

struct BodyTooSlow: Error {}

/// A body whose next piece must not come too late; one of which nothing more comes ends with the idle connection.
private struct PatientBody: AsyncSequence, Sendable {
    let body: RequestBody
    let patience: BodyPatience

    struct AsyncIterator: AsyncIteratorProtocol {
        var pieces: RequestBody.AsyncIterator
        let patience: BodyPatience
        let start: ContinuousClock.Instant
        var bytes = 0

        mutating func next() async throws -> ByteBuffer? {
            guard let piece = try await self.pieces.next() else { return nil }
            self.bytes += piece.readableBytes
            guard !self.patience.isOver(bytes: self.bytes, since: self.start) else { throw BodyTooSlow() }
            return piece
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(pieces: self.body.makeAsyncIterator(), patience: self.patience, start: self.patience.now())
    }
}
