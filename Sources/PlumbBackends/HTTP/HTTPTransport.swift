import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import PlumbModel

/// Sends one request at a time per call over a pool of connections, with a deadline on the whole exchange.
///
/// It neither retries nor follows redirects: both are decisions of its callers.
final class HTTPTransport: Sendable {
    /// The most bytes a body may have.
    static let bodyLimit = 32 << 20

    /// The most bytes a stream may have.
    let streamLimit: Int
    private let client: HTTPClient
    /// Opens a connection for each call, for calls whose kept connection was stale.
    private let fresh: HTTPClient
    let deadlines = Deadlines()

    /// A transport with at most `connections` connections per host.
    ///
    /// `stall` is the longest time in which the server may send nothing.
    init(
        connections: Int, proxy: ProxyAddress? = nil, trustRoots: String? = nil, stall: Duration? = nil, streamLimit: Int = bodyLimit
    ) {
        self.streamLimit = streamLimit
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(10)
        configuration.timeout.read = stall.map(TimeAmount.init)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, connections)
        configuration.httpVersion = .http1Only
        configuration.proxy = proxy?.configuration
        if let trustRoots {
            var security = TLSConfiguration.makeClientConfiguration()
            security.trustRoots = .file(trustRoots)
            configuration.tlsConfiguration = security
        }
        // The same event loops, and so the same errors and the same trust roots, on every system.
        fresh = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
        configuration.http1_1ConnectionDebugInitializer = StaleConnection.watch
        client = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
    }

    deinit {
        // A client that was never shut down must be, even when its owner forgot.
        client.shutdown { _ in }
        fresh.shutdown { _ in }
        deadlines.stop()
    }

    /// Closes all connections; calls under way fail.
    func close() async {
        deadlines.stop()
        try? await client.shutdown()
        try? await fresh.shutdown()
    }

    /// Sends a request and waits for the whole answer, at most `timeout`.
    ///
    /// The client's own deadline ends with the head of the answer; ours covers the body too.
    func send(_ request: HTTPClientRequest, timeout: Duration) async throws(BackendError) -> HTTPReply {
        let exchange = await deadlines.run(within: timeout) { [self] in
            let response = try await execute(request, timeout)
            let body = try await response.body.collect(upTo: Self.bodyLimit)
            return HTTPReply(status: Int(response.status.code), headers: response.headers, body: Array(body.readableBytesView))
        }
        return try settle(exchange, request, timeout)
    }

    /// Sends a request and waits for the head of the answer.
    ///
    /// Servers close kept connections when they like. A call that meets such a one, and of whose answer no byte came, is sent once more
    /// over a connection of its own; one that fails on a new connection is not.
    func execute(_ request: HTTPClientRequest, _ timeout: Duration) async throws -> HTTPClientResponse {
        do {
            return try await client.execute(request, timeout: TimeAmount(timeout))
        } catch  where StaleConnection.isCause(of: error) {
            try Task.checkCancellation()
            var again = request
            again.headers.replaceOrAdd(name: "connection", value: "close")
            return try await fresh.execute(again, timeout: TimeAmount(timeout))
        }
    }

    /// What came of an exchange, or why nothing did.
    func settle<Success>(
        _ exchange: Deadlines.Bounded<Success>, _ request: HTTPClientRequest, _ timeout: Duration
    ) throws(BackendError) -> Success {
        switch exchange.result {
        case .success(let success): return success
        case .failure(let error as BackendError): throw error
        case .failure(let error):
            if Task.isCancelled { throw BackendError(.cancelled, "the call was cancelled") }
            let failure = TransportFailure(url: request.url, timeout: timeout)
            throw exchange.outcome == .late ? failure.tooLate : failure.explain(error)
        }
    }
}
