/// One kept-alive HTTP/1.1 connection to one server, with a thread of its own; requests on it wait for one another.
///
/// Redirects are not followed. A cancelled task gives its request up at once.
package final class TransferConnection: Sendable {
    private let loop: TransferLoop

    package init(options: TransferOptions = TransferOptions()) {
        self.loop = TransferLoop(options: options)
        self.loop.start()
    }

    deinit {
        self.loop.close()
    }

    /// How long a packet takes to the server (or the proxy) and back: the shortest time that one of the last connections
    /// took to come about. Nil before the first.
    package var roundTrip: Duration? { self.loop.roundTrip }

    /// A name for a request that is about to be made, by which somebody else can give it up.
    package func ticket() -> TransferTicket {
        TransferTicket(loop: self.loop, number: self.loop.nextNumber())
    }

    /// Sends a request and collects the answer's body.
    ///
    /// - Parameter sizeMax: the largest body that is taken, whatever the status.
    /// - Throws: `TransferError`, or `CancellationError`. A status of 400 or more is an answer, not an error.
    package func data(for request: TransferRequest, sizeMax: Int) async throws -> TransferResponse {
        try await self.send(request, ticket: nil, sizeMax: sizeMax, accept: nil, receive: nil, onTurn: nil, pace: nil)
    }

    /// Sends a request and hands on the body of a 200 or 206 as it arrives; the body of any other status is in the
    /// response, as far as it fits in 16 KiB.
    ///
    /// - Parameters:
    ///   - ticket: one of this connection's, for this request only.
    ///   - accept: asked once, with status and header, before the first piece; `.stop` leaves the body.
    ///   - receive: called on the connection's thread, which may block; with `.stop` the connection is closed and the
    ///     response returned.
    ///   - onTurn: called on the same thread when nothing more is at hand for the moment, and at least every second.
    ///   - pace: holds the answer to a rate.
    /// - Throws: `TransferError`, or `CancellationError`, after which none of them is called any more.
    package func stream(
        _ request: TransferRequest,
        ticket: TransferTicket? = nil,
        accept: (@Sendable (TransferResponse) -> Disposition)? = nil,
        receive: @escaping @Sendable (UnsafeRawBufferPointer) -> Disposition,
        onTurn: (@Sendable () -> Void)? = nil,
        pace: TransferPace? = nil
    ) async throws -> TransferResponse {
        try await self.send(
            request,
            ticket: ticket,
            sizeMax: 0,
            accept: accept,
            receive: receive,
            onTurn: onTurn,
            pace: pace
        )
    }

    private func send(
        _ request: TransferRequest,
        ticket: TransferTicket?,
        sizeMax: Int,
        accept: Exchange.Accept?,
        receive: Exchange.Receive?,
        onTurn: (@Sendable () -> Void)?,
        pace: TransferPace?
    ) async throws -> TransferResponse {
        let number = ticket?.number ?? self.loop.nextNumber()
        defer { self.loop.forget(number) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.loop.submit(
                    TransferLoop.Job(
                        number: number,
                        request: request,
                        sizeMax: sizeMax,
                        accept: accept,
                        receive: receive,
                        onTurn: onTurn,
                        pace: pace,
                        continuation: continuation
                    )
                )
            }
        } onCancel: {
            self.loop.cancel(number)
        }
    }
}

/// Names one request of a connection, from before it is made.
package struct TransferTicket: Sendable {
    let loop: TransferLoop
    let number: Int

    /// Makes the request end with `CancellationError`, now or, if it has not been made yet, as soon as it is made.
    package func giveUp() {
        self.loop.cancel(self.number)
    }
}
