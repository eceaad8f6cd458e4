import NIOCore
import NIOHTTP1

/// A kept connection that the server had given up: it was used before, and died before the first byte of another answer.
struct StaleConnection: Error {
    /// Whether an exchange failed only because of the connection that it was given.
    static func isCause(of error: any Error) -> Bool {
        if error is StaleConnection { return true }
        // A kept connection that was found closed before anything was sent.
        if case ChannelError.ioOnClosedChannel? = error as? ChannelError { return true }
        return false
    }

    /// Puts a watch on a new connection.
    @Sendable static func watch(_ channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(Watch(), position: .before(try pipeline.handler(type: HTTPRequestEncoder.self)))
        }
    }

    /// Stands where the bytes of HTTP come by, and turns the end of a stale connection into ``StaleConnection``.
    private final class Watch: ChannelDuplexHandler {
        typealias InboundIn = ByteBuffer
        typealias InboundOut = ByteBuffer
        typealias OutboundIn = IOData
        typealias OutboundOut = IOData

        private enum State {
            /// Nothing came yet.
            case fresh
            /// Something came since the last request.
            case answered
            /// A request was sent on a connection that had answered before.
            case askedAgain
            /// The end was told already.
            case over
        }

        private var state = State.fresh

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            state = .answered
            context.fireChannelRead(data)
        }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            if case .answered = state { state = .askedAgain }
            context.write(data, promise: promise)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            if error is IOError { tell(context, instead: error) } else { context.fireErrorCaught(error) }
        }

        func channelInactive(context: ChannelHandlerContext) {
            if case .askedAgain = state { tell(context, instead: StaleConnection()) }
            context.fireChannelInactive()
        }

        private func tell(_ context: ChannelHandlerContext, instead error: any Error) {
            if case .askedAgain = state {
                state = .over
                context.fireErrorCaught(StaleConnection())
            } else {
                context.fireErrorCaught(error)
            }
        }
    }
}
