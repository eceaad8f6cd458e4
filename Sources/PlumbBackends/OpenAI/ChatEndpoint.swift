import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import PlumbModel

/// A chat-completions endpoint that is ready to be asked.
struct ChatEndpoint: Sendable {
    private let blank: HTTPClientRequest
    private let encoder: ChatRequestEncoder
    private let decoder: ChatResponseDecoder
    private let transport: HTTPTransport
    private let timeout: Duration
    private let redactor: Redactor

    /// An endpoint at an address; `timeout` bounds each call as a whole.
    init(
        _ address: EndpointAddress, headers: [(name: String, value: String)], encoder: ChatRequestEncoder,
        classifier: ResponseClassifier, transport: HTTPTransport, timeout: Duration
    ) {
        var blank = HTTPClientRequest(url: address.url)
        blank.method = .POST
        blank.headers = HTTPHeaders(headers.map { ($0.name, $0.value) })
        self.blank = blank
        self.encoder = encoder
        self.decoder = ChatResponseDecoder(classifier: classifier)
        self.transport = transport
        self.timeout = timeout
        self.redactor = classifier.redactor
    }

    /// Asks once.
    func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion {
        var call = blank
        call.body = .bytes(ByteBuffer(bytes: try encoder.encode(request)))
        do throws(BackendError) {
            let reply = try await transport.send(call, timeout: timeout)
            if let error = decoder.classifier.classify(reply) { throw error }
            return try decoder.decode(reply)
        } catch {
            throw redactor.clean(error)
        }
    }
}
