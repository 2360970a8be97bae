import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes

/// A connection: Hummingbird's HTTP/1.1, behind our own handler.
struct DirectChannel: ServerChildChannel {
    let http: HTTP1Channel
    let shared: ConnectionShared
    let limit: ConnectionLimit

    init(_ shared: ConnectionShared, limit: ConnectionLimit, responder: @escaping HTTPChannelHandler.Responder) {
        self.shared = shared
        self.limit = limit
        self.http = HTTP1Channel(
            responder: responder,
            configuration: .init(
                additionalChannelHandlers: [AnswerEndHandler()],
                // Idle and slow connections are closed by our handler, which sees all that passes.
                idleTimeout: nil,
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: RequestHead.fieldBytesMax,
                    maxHeaderListSize: RequestHead.sizeBytesMax,
                    maxHeaderFieldCount: RequestHead.fieldsMax
                )
            )
        )
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        do {
            let handler = ConnectionHandler(self.shared, isRefused: !self.limit.enter(channel))
            try channel.pipeline.syncOperations.addHandler(handler)
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        return self.http.setup(channel: channel, logger: logger)
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await self.http.handle(value: value, logger: logger)
    }
}

/// Tells the handler nearest the socket when the router has answered.
private final class AnswerEndHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = self.unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        let written = promise ?? context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        written.futureResult.whenSuccess {
            bound.value.triggerUserOutboundEvent(RouterHasAnswered(), promise: nil)
        }
        context.write(data, promise: written)
    }
}
