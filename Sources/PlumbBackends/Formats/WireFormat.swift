import PlumbModel

/// How one family of servers wants to be asked, and how it answers.
///
/// A new provider is one file with one of these and one line in ``WireFormats``; connections, deadlines, errors and secrets are none of
/// its business.
protocol WireFormat: Sendable {
    /// The last part of every path, which people copy into base URLs; empty when there is no such part.
    static var tail: String { get }
    /// The version that an address without a path is given; nil leaves it as it is.
    static var version: String? { get }
    /// The header that carries the key unless the configuration names another; `Authorization` carries it as a bearer token.
    static var keyHeader: String { get }
    /// Headers of every request besides the key and those that say JSON.
    static var headers: [(name: String, value: String)] { get }

    /// A format with what every request shares.
    init(_ defaults: RequestDefaults)

    /// What is asked for below the base URL, query included.
    func path(of request: CompletionRequest) -> String

    /// The body of a request; throws ``BackendError/Kind/invalidRequest`` with the remedy for what the format cannot carry.
    func body(of request: CompletionRequest) throws(BackendError) -> [UInt8]

    /// The completion in a whole answer that holds no error; throws ``BackendError/Kind/malformedResponse`` when there is none.
    func completion(in answer: JSON) throws(BackendError) -> Completion

    /// The error inside an answer with a status of success, or nil.
    func error(in answer: JSON) -> JSON?

    /// What puts the pieces of a streamed answer together.
    func assembler() -> any StreamAssembler
}

extension WireFormat {
    static var headers: [(name: String, value: String)] { [] }
    static var version: String? { nil }

    func error(in answer: JSON) -> JSON? { answer["error"]?.present }
}

/// What all requests to an endpoint have in common.
struct RequestDefaults: Sendable {
    /// The model asked for when a request names none.
    var model: String?
    /// The field for the limit on tokens in chat completions.
    var maxTokensField = "max_tokens"
    /// Further fields of every body; those of a request's parameters win.
    var extraBody = JSONObject()
    /// How answers come.
    var delivery = BackendConfiguration.Endpoint.Delivery.whole

    /// The further fields of a request's body.
    func extra(of request: CompletionRequest) throws(BackendError) -> JSONObject {
        let extra = request.parameters.extra.isEmpty ? extraBody : extraBody.merging(request.parameters.extra)
        if !extra.isEmpty, extra["stream"] != nil {
            throw BackendError(
                .invalidRequest, "'extra' holds 'stream', which decides how answers are read", help: "write 'stream: true' in the backend")
        }
        return extra
    }
}

/// All wire formats by their names.
enum WireFormats {
    /// The type behind a format's name.
    static func type(of format: BackendConfiguration.Endpoint.Format) -> any WireFormat.Type {
        switch format {
        case .chat: ChatFormat.self
        case .responses: ResponsesFormat.self
        case .anthropic: AnthropicFormat.self
        case .gemini: GeminiFormat.self
        }
    }
}

/// Puts the pieces of a streamed answer together to the answer that the server would have given in one piece.
protocol StreamAssembler: Sendable {
    /// Takes the next event, already read as JSON; throws when it is none of the format's.
    mutating func take(_ event: JSON, named name: String) throws(BackendError) -> StreamStep

    /// Whether enough came for a whole answer.
    var isWhole: Bool { get }

    /// The whole answer, in the form that ``WireFormat/completion(in:)`` reads.
    var answer: JSON { get }
}

/// What an event of a stream means to its reader.
enum StreamStep: Sendable, Hashable {
    /// A part of the answer itself.
    case piece
    /// Something else, such as a sign of life.
    case other
    /// The server says that it failed.
    case failed(JSON)
    /// Nothing more will come.
    case end
}
