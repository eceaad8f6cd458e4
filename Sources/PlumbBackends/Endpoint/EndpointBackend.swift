public import PlumbModel
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A server that is asked over HTTP in one of several wire formats: a provider, a proxy, or a server of models on this machine.
///
/// The connections are opened by ``start()``, or by the first call when nobody started it, and closed by ``stop()``. Redirects are
/// never followed.
public final class EndpointBackend: Backend {
    /// The format's name, the base URL and the model.
    public let identity: BackendIdentity

    private struct Connection: Sendable {
        var endpoint: Endpoint
        var transport: HTTPTransport
    }

    private let name: String
    private let settings: BackendConfiguration.Endpoint
    private let address: EndpointAddress
    private let environment: [String: String]
    private let root: String
    private let timeout: Duration
    private let connections: Int
    private let connection = Mutex<Connection?>(nil)

    /// A backend for an endpoint.
    ///
    /// `environment` holds keys, proxies and `SSL_CERT_FILE`; `root` is where relative names of key files begin; `connections` is the
    /// most calls that are under way at once. Throws ``BackendError/Kind/unavailable`` when the base URL is no URL, or one that
    /// `reach` excludes. A missing key shows only in ``start()``: a run that finds all its answers in the cache needs none.
    public init(
        _ settings: BackendConfiguration.Endpoint, name: String, model: String?, timeout: Duration, connections: Int,
        environment: [String: String], root: String = "/", reach: BackendConfiguration.Reach = .anywhere
    ) throws(BackendError) {
        self.name = name
        self.settings = settings
        self.environment = environment
        self.root = root
        self.timeout = timeout
        self.connections = connections
        address = try EndpointAddress(baseURL: settings.baseURL, backend: name, format: WireFormats.type(of: settings.format))
        guard reach == .anywhere || Loopback.contains(address.host) else {
            throw BackendError(
                .unavailable, "backend '\(name)' asks \(address.host.onOneLine(limit: 80)), but 'local_only' allows this machine alone",
                help: "ask a server on localhost, or take 'local_only' away")
        }
        identity = BackendIdentity(kind: settings.format.rawValue, endpoint: address.base, model: model)
    }

    /// Reads the keys and opens the pool of connections; throws ``BackendError/Kind/authentication`` when a key is missing.
    public func start() async throws(BackendError) { _ = try connected() }

    /// Asks once.
    public func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion {
        try await connected().complete(request)
    }

    /// Closes all connections.
    public func stop() async {
        let open = connection.withLock { current in
            defer { current = nil }
            return current
        }
        await open?.transport.close()
    }

    /// The endpoint, ready to be asked.
    func connected() throws(BackendError) -> Endpoint {
        try connection.withLock { current throws(BackendError) in
            if let current { return current.endpoint }
            let new = try connect()
            current = new
            return new.endpoint
        }
    }

    private func connect() throws(BackendError) -> Connection {
        let headers = try EndpointHeaders(settings, backend: name, environment: environment, root: root)
        let proxy = try ProxyAddress(scheme: address.scheme, host: address.host, port: address.port, environment: environment)
        let transport = HTTPTransport(
            connections: connections, proxy: proxy, trustRoots: try trustRoots(), stall: settings.stallTimeout)
        let format = WireFormats.type(of: settings.format)
        let classifier = ResponseClassifier(
            address: address.base, tail: format.tail, keyPlace: headers.keyPlace,
            redactor: Redactor(secrets: headers.secrets + (proxy?.secrets ?? [])), now: { Date().timeIntervalSince1970 })
        let defaults = RequestDefaults(
            model: identity.model, maxTokensField: settings.maxTokensField, extraBody: settings.extraBody, delivery: settings.delivery)
        let endpoint = Endpoint(
            address, headers: headers.fields, format: format.init(defaults), delivery: settings.delivery, classifier: classifier,
            transport: transport, timeout: timeout)
        return Connection(endpoint: endpoint, transport: transport)
    }

    /// The file or directory of trusted certificates that the environment names, or nil for the system's own.
    private func trustRoots() throws(BackendError) -> String? {
        guard address.scheme == "https" else { return nil }
        for variable in ["SSL_CERT_FILE", "SSL_CERT_DIR"] {
            guard let path = environment[variable], !path.isEmpty else { continue }
            guard FileManager.default.isReadableFile(atPath: path) else {
                throw BackendError(
                    .unavailable, "the variable \(variable) names \(path.onOneLine(limit: 200)), which cannot be read",
                    help: "correct it, or take it away: unset \(variable)")
            }
            return path
        }
        return nil
    }
}
