import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import PlumbModel

extension HTTPTransport {
    /// Sends a request and hands over the lines of a successful answer as they come, at most for `timeout`.
    ///
    /// Returns the head of the answer; one that is no success comes back whole.
    func lines(
        _ request: HTTPClientRequest, timeout: Duration, take: @escaping @Sendable ([[UInt8]]) async -> Void
    ) async throws(BackendError) -> HTTPReply {
        let exchange = await deadlines.run(within: timeout) { [self] () async throws -> HTTPReply in
            let response = try await execute(request, timeout)
            let status = Int(response.status.code)
            guard (200..<300).contains(status) else {
                let body = try await response.body.collect(upTo: Self.bodyLimit)
                return HTTPReply(status: status, headers: response.headers, body: Array(body.readableBytesView))
            }
            var splitter = LineSplitter()
            for try await chunk in response.body {
                let lines = chunk.withUnsafeReadableBytes { splitter.add($0) }
                guard splitter.pending <= Self.bodyLimit else {
                    throw TransportFailure(url: request.url, timeout: timeout).tooLarge(limit: Self.bodyLimit)
                }
                if !lines.isEmpty { await take(lines) }
            }
            // The last line need not end like one.
            let last = [UInt8(ascii: "\n")].withUnsafeBytes { splitter.add($0) }
            if !last.isEmpty { await take(last) }
            return HTTPReply(status: status, headers: response.headers, body: [])
        }
        return try settle(exchange, request, timeout)
    }
}
