import Glibc
import Hummingbird
import NIOCore

/// Nearest the socket of each connection: finds where every request begins and ends, answers those for direct routes
/// itself, and passes all others on to the router's codec, byte for byte, one after the other.
///
/// Of each connection at most one request is being answered; the answers keep the order of the requests. While one is
/// under way, no more is read than `aheadBytesMax` and what one read brings.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// Whose turn it is.
    enum Turn {
        /// Ours: what comes next is a request's head.
        case head
        /// Ours: something has to come before there is an answer, or more of one.
        case waiting(Task<Void, Never>)
        /// Ours: an answer is on its way into the socket.
        case sending
        /// The router's: so many bytes of the request's body are to come.
        case router(bodyBytes: Int64, isAnswered: Bool)
        /// The router's, as long as the connection lasts: where the body ends is told within it.
        case routerForGood
        /// Nobody's: nothing more is said, the client is to close the connection.
        case end
    }

    /// Requests that a client sends before it has its answers.
    static let aheadBytesMax = 16 << 10

    let shared: ConnectionShared
    var turn = Turn.head
    var received = ConnectionHandler.nothing
    var memory = ConnectionMemory()
    var outgoing: Outgoing?
    /// Of the request that is being answered here.
    var current: (head: RequestHead, start: NIODeadline, status: Int)?
    var socket: Int32 = -1
    var isOpen = false
    var isInputClosed = false
    /// Nothing is taken after the answer that is under way.
    var isLast = false
    private let isRefused: Bool
    private var isProceeding = false
    private var isReadHeld = false
    private var hasPassed = false
    private var wait: ConnectionWait
    private var ticking: RepeatedTask?
    /// What the router's codec has handed to the socket's queue.
    private var queuedBytes: Int64 = 0
    private var takenBytes: Int64 = 0

    private static let nothing = ByteBuffer()

    /// - Parameter isRefused: whether the connection is closed at once, since its address has too many.
    init(_ shared: ConnectionShared, isRefused: Bool) {
        self.shared = shared
        self.isRefused = isRefused
        self.wait = ConnectionWait(since: .now())
    }

    // MARK: - Life

    func handlerAdded(context: ChannelHandlerContext) {
        let handle = try? context.channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(
            of: NIOBSDSocket.Handle.self
        ) { $0 }
        self.socket = handle ?? -1
        self.isOpen = true
        let (tick, bound) = (self.shared.patience.tick, NIOLoopBound((self, context), eventLoop: context.eventLoop))
        self.ticking = context.eventLoop.scheduleRepeatedTask(initialDelay: tick, delay: tick) { _ in
            let (handler, context) = bound.value
            handler.look(context)
        }
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        if self.isRefused { context.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.stop() }

    func channelInactive(context: ChannelHandlerContext) {
        self.stop()
        context.fireChannelInactive()
    }

    private func stop() {
        self.isOpen = false
        self.ticking?.cancel()
        self.ticking = nil
        if case .waiting(let task) = self.turn { task.cancel() }
        self.turn = .end
        self.finishNote()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .all { self.isOpen = false }
        if mode == .output { self.turn = .end }
        context.close(mode: mode, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch self.turn {
        case .router, .routerForGood: context.fireErrorCaught(error)
        default: context.close(promise: nil)
        }
    }

    // MARK: - Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = self.unwrapInboundIn(data)
        if self.received.readableBytes == 0 {
            self.received = bytes
        } else {
            self.received.writeBuffer(&bytes)
        }
        self.wait.wait(for: self.waited, hasMoved: true, at: .now())
        self.proceed(context)
        // A client that has closed its side is read to the end, whatever was held back.
        if self.received.readableBytes > 16 * Self.aheadBytesMax { context.close(promise: nil) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard self.hasPassed else { return }
        self.hasPassed = false
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        self.isReadHeld = !self.mayRead
        if !self.isReadHeld { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            self.isInputClosed = true
            switch self.turn {
            case .router(let bodyBytes, _) where bodyBytes == 0: break
            case .router, .routerForGood: context.fireUserInboundEventTriggered(event)
            case .sending: break
            case .head, .waiting, .end: context.close(promise: nil)
            }
        case is ChannelShouldQuiesceEvent:
            self.isLast = true
            switch self.turn {
            case .router, .routerForGood: context.fireUserInboundEventTriggered(event)
            case .waiting(let task): task.cancel()
            case .head, .end: context.close(promise: nil)
            case .sending: break
            }
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    /// What is received of a head that is not complete has a limit of its own.
    private var mayRead: Bool {
        if case .head = self.turn { true } else { self.received.readableBytes <= Self.aheadBytesMax }
    }

    /// Goes on with what was received, as far as it can.
    func proceed(_ context: ChannelHandlerContext) {
        guard !self.isProceeding else { return }
        self.isProceeding = true
        defer { self.isProceeding = false }
        while self.isOpen, self.takeTurn(context) {}
        if self.received.readableBytes == 0 { self.received = Self.nothing }
        self.wait.wait(for: self.waited, at: .now())
        if self.isOpen, self.isReadHeld, self.mayRead {
            self.isReadHeld = false
            context.read()
        }
    }

    /// - Returns: whether there may be more to do.
    private func takeTurn(_ context: ChannelHandlerContext) -> Bool {
        switch self.turn {
        case .head:
            guard self.received.readableBytes > 0 else {
                if self.isInputClosed { context.close(promise: nil) }
                return false
            }
            return self.readHead(context)
        case .router(let bodyBytes, let isAnswered):
            let passed = min(bodyBytes, Int64(self.received.readableBytes))
            if passed > 0 { self.pass(Int(passed), context) }
            self.turn = .router(bodyBytes: bodyBytes - passed, isAnswered: isAnswered)
            guard bodyBytes == passed, isAnswered else { return false }
            self.turn = .head
            if self.isLast { self.shutDown(context) }
            return true
        case .routerForGood:
            if self.received.readableBytes > 0 { self.pass(self.received.readableBytes, context) }
            return false
        case .end:
            self.received.clear()
            return false
        case .waiting, .sending: return false
        }
    }

    private func readHead(_ context: ChannelHandlerContext) -> Bool {
        switch self.received.withUnsafeReadableBytes({ RequestHead.read($0) }) {
        case .incomplete: return false
        case .refused(let status):
            self.refuse(status, context)
            return true
        case .head(let head):
            if head.method != .other, head.body == .length(0), let route = self.shared.route(of: head) {
                self.received.moveReaderIndex(forwardBy: head.sizeBytes)
                self.answer(head, by: route, context)
                return true
            }
            self.begin(head, context)
            return true
        }
    }

    /// Hands a request over to the router's codec.
    private func begin(_ head: RequestHead, _ context: ChannelHandlerContext) {
        // A codec that saw a request for another protocol reads nothing after it.
        if head.asksUpgrade { self.isLast = true }
        if head.expectsContinue, head.body != .length(0), head.isVersion11 {
            let line = ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")
            context.writeAndFlush(self.wrapOutboundOut(.byteBuffer(line)), promise: nil)
        }
        self.received.moveReaderIndex(forwardBy: head.blankBytes)
        switch head.body {
        case .length(let bodyBytes): self.turn = .router(bodyBytes: bodyBytes, isAnswered: false)
        case .chunked: self.turn = .routerForGood
        }
        self.pass(head.sizeBytes - head.blankBytes, context)
    }

    private func pass(_ count: Int, _ context: ChannelHandlerContext) {
        guard let bytes = self.received.readSlice(length: count) else { return }
        self.hasPassed = true
        context.fireChannelRead(self.wrapInboundOut(bytes))
    }

    // MARK: - The router's answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        self.queuedBytes += Int64(self.unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is RouterHasAnswered else { return context.triggerUserOutboundEvent(event, promise: promise) }
        promise?.succeed()
        guard case .router(let bodyBytes, _) = self.turn else { return }
        self.turn = .router(bodyBytes: bodyBytes, isAnswered: true)
        self.proceed(context)
        self.channelReadComplete(context: context)
    }

    // MARK: - Patience

    private var waited: ConnectionWait.What {
        switch self.turn {
        case .head: self.received.readableBytes > 0 ? .head : .bytes
        case .router(let bodyBytes, _): bodyBytes > 0 ? .bytes : .client
        case .routerForGood: .bytes
        case .waiting: .nothing
        case .sending: .client
        case .end: .end
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        var taken = (self.outgoing?.sentBytes ?? 0)
        var isIdle = false
        if case .router = self.turn {
            let option = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
            let buffered = Int64(option ?? 0)
            isIdle = buffered == 0
            taken = self.queuedBytes - buffered
        }
        defer { self.takenBytes = taken }
        // While the router thinks, nobody is slow but itself.
        if isIdle, self.wait.what == .client { self.wait.wait(for: .nothing, at: .now()) }
        if !isIdle { self.wait.wait(for: self.waited, at: .now()) }
        if self.wait.isOver(self.shared.patience, taken: max(0, taken - self.takenBytes), at: .now()) {
            context.close(promise: nil)
        }
    }
}

/// The router's codec has handed the last byte of an answer to the socket.
struct RouterHasAnswered {}
