import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import PlumbModel
import Synchronization

/// Sends one request at a time per call over a pool of connections, with a deadline on the whole exchange.
///
/// It neither retries nor follows redirects: both are decisions of its callers.
final class HTTPTransport: Sendable {
    /// The most bytes a body may have of which nothing else is known.
    static let bodyLimit = 8 << 20

    private let client: HTTPClient
    /// Opens a connection for each call, for calls whose kept connection was stale.
    private let fresh: HTTPClient
    let deadlines = Deadlines()
    private let hasAnswered = Atomic(false)
    private let proxy: ProxyAddress?

    /// A transport with at most `connections` connections per host.
    ///
    /// `stall` is the longest time in which the server may send nothing.
    init(
        connections: Int, proxy: ProxyAddress? = nil, trustRoots: String? = nil, stall: Duration? = nil
    ) {
        self.proxy = proxy
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(5)
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

    /// Sends a request and waits for the whole answer, at most `timeout` and at most `limit` bytes of it.
    ///
    /// The client's own deadline ends with the head of the answer; ours covers the body too.
    func send(
        _ request: HTTPClientRequest, timeout: Duration, limit: Int = bodyLimit
    ) async throws(BackendError) -> HTTPReply {
        let exchange = await deadlines.run(within: timeout) { [self] in
            let response = try await execute(request, timeout)
            return try await whole(response, to: request, timeout, limit)
        }
        return try settle(exchange, request, timeout)
    }

    /// The whole of an answer whose head has come.
    func whole(
        _ response: HTTPClientResponse, to request: HTTPClientRequest, _ timeout: Duration, _ limit: Int
    ) async throws -> HTTPReply {
        do {
            let body = try await response.body.collect(upTo: limit)
            return HTTPReply(status: Int(response.status.code), headers: response.headers, body: Array(body.readableBytesView))
        } catch {
            throw broken(error, request, timeout, limit)
        }
    }

    /// What a failure behind the head of an answer means; the end of the call stays what it is.
    func broken(_ error: any Error, _ request: HTTPClientRequest, _ timeout: Duration, _ limit: Int) -> any Error {
        if Task.isCancelled || error is BackendError || error is CancellationError { return error }
        let failure = TransportFailure(url: request.url, timeout: timeout, acquaintance: .known)
        return error is NIOTooManyBytesError ? failure.tooLarge(limit: limit) : failure.explain(inBody: error)
    }

    /// Sends a request and waits for the head of the answer.
    ///
    /// Servers close kept connections when they like. A call that meets such a one, and of whose answer no byte came, is sent once more
    /// over a connection of its own; one that fails on a new connection is not.
    func execute(_ request: HTTPClientRequest, _ timeout: Duration) async throws -> HTTPClientResponse {
        do {
            let response = try await client.execute(request, timeout: TimeAmount(timeout))
            hasAnswered.store(true, ordering: .relaxed)
            return response
        } catch  where StaleConnection.isCause(of: error) {
            try Task.checkCancellation()
            var again = request
            again.headers.replaceOrAdd(name: "connection", value: "close")
            return try await fresh.execute(again, timeout: TimeAmount(timeout))
        } catch let error as HTTPClientError where error == .connectTimeout {
            guard await isSilent(request.url) else { throw error }
            throw HTTPClientError.tlsHandshakeTimeout
        }
    }

    /// Whether a server that shall speak TLS, and that never did, takes connections all the same.
    ///
    /// The client does not tell whether its time was spent on the connection or on the handshake behind it.
    private func isSilent(_ url: String) async -> Bool {
        guard proxy == nil, !hasAnswered.load(ordering: .relaxed), !Task.isCancelled,
            let address = try? EndpointAddress(baseURL: url, backend: ""), address.scheme == "https"
        else { return false }
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(.seconds(2))
        guard let channel = try? await bootstrap.connect(host: address.host, port: address.port).get() else { return false }
        try? await channel.close()
        return true
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
            let acquaintance = hasAnswered.load(ordering: .relaxed) ? TransportFailure.Acquaintance.known : .stranger
            let failure = TransportFailure(url: request.url, timeout: timeout, acquaintance: acquaintance)
            throw exchange.outcome == .late ? failure.tooLate : failure.explain(error)
        }
    }
}
