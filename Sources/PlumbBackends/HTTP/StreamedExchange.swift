import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import PlumbModel
import Synchronization

extension HTTPTransport {
    /// What a request for a stream brought.
    enum StreamReply: Sendable {
        /// An answer in one piece: an error, or a server that does not stream.
        case whole(HTTPReply)
        /// A stream that was read to its end, with the head of the reply.
        case stream(HTTPReply, StreamedAnswer)
    }

    /// How long a server may take to end a stream behind the end of its answer; an ended one leaves its connection free for more.
    private static let patience = Duration.milliseconds(500)

    /// Sends a request and reads the streamed answer as it comes, at most `timeout` and at most `limit` bytes in all.
    ///
    /// An answer that is over counts, whatever comes behind it.
    func stream(
        _ request: HTTPClientRequest, timeout: Duration, limit: Int = bodyLimit, reading answer: StreamedAnswer
    ) async throws(BackendError) -> StreamReply {
        let start = ContinuousClock.now
        let early = EarlyAnswer()
        let exchange = await deadlines.run(within: timeout) { [self] () async throws -> StreamReply in
            let response = try await execute(request, timeout)
            let head = HTTPReply(status: Int(response.status.code), headers: response.headers, body: [])
            guard head.status == 200, head.header("content-type")?.lowercased().contains("event-stream") == true else {
                return .whole(try await whole(response, to: request, timeout, limit))
            }
            var answer = answer
            var count = 0
            var last: Deadlines.Ticket?
            defer { if let last { _ = deadlines.finish(last) } }
            do {
                for try await chunk in response.body {
                    count += chunk.readableBytes
                    guard count <= limit else { throw TransportFailure(url: request.url, timeout: timeout).tooLarge(limit: limit) }
                    guard last == nil, try answer.take(chunk.readableBytesView, after: ContinuousClock.now - start) == .full
                    else { continue }
                    early.set(.stream(head, answer))
                    last = deadlines.watch(Self.patience) { early.giveUp() }
                }
            } catch {
                throw broken(error, request, timeout, limit)
            }
            try answer.finish(after: ContinuousClock.now - start)
            return .stream(head, answer)
        } started: { task in
            early.onGivingUp { task.cancel() }
        }
        if let reply = early.reply { return reply }
        return try settle(exchange, request, timeout)
    }
}

/// An answer that is over before its stream is.
private final class EarlyAnswer: Sendable {
    private let state = Mutex<(reply: HTTPTransport.StreamReply?, cancel: (@Sendable () -> Void)?)>((nil, nil))

    var reply: HTTPTransport.StreamReply? { state.withLock { $0.reply } }

    func set(_ reply: HTTPTransport.StreamReply) { state.withLock { $0.reply = reply } }

    func onGivingUp(_ cancel: @escaping @Sendable () -> Void) { state.withLock { $0.cancel = cancel } }

    func giveUp() { state.withLock { $0.cancel }?() }
}
