public import PlumbModel
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A chat-completions endpoint such as those of OpenAI, its many imitators, and llama.cpp.
///
/// The connections are opened by ``start()``, or by the first call when nobody started it, and closed by ``stop()``.
public final class OpenAIBackend: Backend {
    /// The kind `openai`, the base URL and the model.
    public let identity: BackendIdentity

    private struct Connection: Sendable {
        var endpoint: ChatEndpoint
        var transport: HTTPTransport
    }

    private let name: String
    private let settings: BackendConfiguration.Endpoint
    private let address: EndpointAddress
    private let environment: [String: String]
    private let timeout: Duration
    private let connections: Int
    private let connection = Mutex<Connection?>(nil)

    /// A backend for an endpoint.
    ///
    /// `environment` holds keys, proxies and `SSL_CERT_FILE`; `connections` is the most calls that are under way at once. Throws
    /// ``BackendError/Kind/unavailable`` when the base URL is no URL. A missing key shows only in ``start()``: a run that finds all
    /// its answers in the cache needs none.
    public init(
        _ settings: BackendConfiguration.Endpoint, name: String, model: String?, timeout: Duration, connections: Int,
        environment: [String: String]
    ) throws(BackendError) {
        self.name = name
        self.settings = settings
        self.environment = environment
        self.timeout = timeout
        self.connections = connections
        address = try EndpointAddress(baseURL: settings.baseURL, backend: name)
        identity = BackendIdentity(kind: "openai", endpoint: address.base, model: model)
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

    private func connected() throws(BackendError) -> ChatEndpoint {
        try connection.withLock { current throws(BackendError) in
            if let current { return current.endpoint }
            let new = try connect()
            current = new
            return new.endpoint
        }
    }

    private func connect() throws(BackendError) -> Connection {
        let headers = try EndpointHeaders(settings, backend: name, environment: environment)
        let proxy = ProxyAddress(scheme: address.scheme, host: address.host, port: address.port, environment: environment)
        let transport = HTTPTransport(connections: connections, proxy: proxy, trustRoots: try trustRoots())
        let classifier = ResponseClassifier(
            address: address.shown, keyVariable: headers.keyVariable,
            redactor: Redactor(secrets: headers.secrets + (proxy?.secrets ?? [])), now: { Date().timeIntervalSince1970 })
        let encoder = ChatRequestEncoder(
            defaultModel: identity.model, maxTokensField: settings.maxTokensField, extraBody: settings.extraBody)
        let endpoint = ChatEndpoint(
            address, headers: headers.fields, encoder: encoder, classifier: classifier, transport: transport, timeout: timeout)
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
