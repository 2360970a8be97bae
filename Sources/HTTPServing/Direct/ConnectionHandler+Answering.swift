import Blobs
import Dispatch
import Hummingbird
import NIOCore

/// Answers that do not go through the router.
extension ConnectionHandler {
    /// Something that happens on another thread, and what then is to be done on the connection's.
    private typealias Bound = NIOLoopBound<(ConnectionHandler, ChannelHandlerContext)>

    func answer(_ head: RequestHead, by route: DirectRoute, _ context: ChannelHandlerContext) {
        self.current = (head, .now(), 0)
        if !head.isPersistent { self.isLast = true }
        switch route.answer(DirectRequest(head), &self.memory) {
        case .answer(let answer): self.send(answer, context)
        case .later(let work):
            self.wait(context, for: work) { handler, answer, context in handler.send(answer, context) }
        }
    }

    /// Says why nothing on this connection is understood from here on, and ends it.
    func refuse(_ status: HTTPResponse.Status, _ context: ChannelHandlerContext) {
        self.received.clear()
        self.isLast = true
        let head = RequestHead(method: .other, target: "", isPersistent: false, isVersion11: true)
        self.current = (head, .now(), 0)
        self.send(DirectAnswer(Problem(status, "bad-request", "the request cannot be understood")), context)
    }

    private func send(_ answer: DirectAnswer, _ context: ChannelHandlerContext) {
        let connection = self.isLast ? "Connection: close\r\n" : self.current.map(Self.keepAlive) ?? ""
        self.current?.status = answer.status
        self.outgoing = Outgoing(answer, trailer: self.shared.date.line + Array("\(connection)\r\n".utf8))
        self.turn = .sending
        self.push(context)
    }

    /// HTTP/1.0 closes unless both say otherwise (RFC 9112 §9.3).
    private static func keepAlive(_ current: (head: RequestHead, start: NIODeadline, status: Int)) -> String {
        current.head.isVersion11 ? "" : "Connection: keep-alive\r\n"
    }

    private func push(_ context: ChannelHandlerContext) {
        guard self.isOpen, context.channel.isActive, var outgoing = self.outgoing else { return }
        let step = outgoing.push(over: self.socket)
        self.outgoing = outgoing
        switch step {
        case .done: self.finish(context)
        case .failed: context.close(promise: nil)
        case .blocked(let bytes): self.sendWhenTaken(bytes, context)
        case .onDisk(let file, let range): self.bring(file, range, context)
        case .awaited(let work):
            self.wait(context, for: work) { handler, pieces, context in
                guard let pieces else { return context.close(promise: nil) }
                handler.turn = .sending
                handler.outgoing?.insert(pieces)
                handler.push(context)
            }
        }
    }

    private func sendWhenTaken(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        let bound = Bound((self, context), eventLoop: context.eventLoop)
        let taken = context.eventLoop.makePromise(of: Void.self)
        taken.futureResult.whenSuccess {
            let (handler, context) = bound.value
            handler.outgoing?.blockSent()
            handler.push(context)
        }
        context.writeAndFlush(self.wrapOutboundOut(.byteBuffer(bytes)), promise: taken)
    }

    private func bring(_ file: BlobFile, _ range: Range<Int64>, _ context: ChannelHandlerContext) {
        let (bound, loop) = (Bound((self, context), eventLoop: context.eventLoop), context.eventLoop)
        DispatchQueue.global().async {
            file.bringIntoMemory(range)
            loop.execute {
                let (handler, context) = bound.value
                guard case .sending = handler.turn else { return }
                handler.push(context)
            }
        }
    }

    /// Waits without a thread; given up when the client leaves. Not structured: it begins on the event loop, and ends
    /// with the connection.
    private func wait<Value: Sendable>(
        _ context: ChannelHandlerContext,
        for work: @escaping @Sendable () async -> Value,
        then go: @escaping @Sendable (ConnectionHandler, Value, ChannelHandlerContext) -> Void
    ) {
        let (bound, loop) = (Bound((self, context), eventLoop: context.eventLoop), context.eventLoop)
        self.turn = .waiting(
            Task {
                let value = await work()
                loop.execute {
                    let (handler, context) = bound.value
                    guard handler.isOpen, case .waiting = handler.turn else { return }
                    go(handler, value, context)
                }
            }
        )
    }

    private func finish(_ context: ChannelHandlerContext) {
        self.finishNote()
        self.turn = .head
        if self.isLast || self.isInputClosed && self.received.readableBytes == 0 { self.shutDown(context) }
        self.proceed(context)
    }

    /// Counts the answer that is over, and tells what of files was handed over.
    func finishNote() {
        self.outgoing?.end()
        self.outgoing = nil
        guard let current = self.current else { return }
        self.current = nil
        self.shared.count(
            current.head,
            status: current.status,
            milliseconds: (NIODeadline.now() - current.start).nanoseconds / 1_000_000
        )
    }

    /// Says that nothing more comes, and lets the client close: a connection that is closed with bytes unread is reset,
    /// and what was sent last is lost.
    func shutDown(_ context: ChannelHandlerContext) {
        self.turn = .end
        if self.isInputClosed {
            context.close(promise: nil)
        } else {
            context.close(mode: .output, promise: nil)
        }
    }
}
