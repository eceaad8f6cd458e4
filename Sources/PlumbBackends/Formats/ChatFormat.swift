import PlumbModel

/// OpenAI's chat completions, forgiving in everything that its many imitators do differently.
struct ChatFormat: WireFormat {
    static let tail = "/chat/completions"
    static let keyHeader = "authorization"

    private let encoder: ChatRequestEncoder

    init(_ defaults: RequestDefaults) { encoder = ChatRequestEncoder(defaults: defaults) }

    func path(of request: CompletionRequest) -> String { Self.tail }

    func body(of request: CompletionRequest) throws(BackendError) -> [UInt8] { try encoder.encode(request) }

    /// The completion in an answer; only the first choice counts.
    func completion(in answer: JSON) throws(BackendError) -> Completion {
        guard let choices = answer["choices"]?.array else {
            throw BackendError(.malformedResponse, "the answer has no list of choices")
        }
        guard let choice = choices.first else { throw BackendError(.malformedResponse, "the answer's list of choices is empty") }
        guard let message = choice["message"], message.object != nil else {
            throw BackendError(.malformedResponse, "the answer's choice has no message")
        }
        let content = Self.content(message["content"])
        let calls = message["tool_calls"].flatMap { $0.array?.isEmpty == false ? $0 : Optional.none }
        let refusal = message["refusal"]?.string ?? content.refusal
        if message["content"]?.isNull == true, refusal == nil, calls == nil, message["function_call"]?.present == nil,
            choice["finish_reason"]?.string == "stop"
        {
            throw BackendError(.malformedResponse, "the answer ended without content")
        }
        return Completion(
            text: content.text,
            finishReason: choice["finish_reason"]?.string.map(FinishReason.init(name:)),
            refusal: refusal,
            usage: answer["usage"].flatMap(Usage.init(reported:)),
            servedModel: answer["model"]?.string,
            fingerprint: answer["system_fingerprint"]?.string,
            responseID: answer["id"]?.string,
            logprobs: choice["logprobs"]?.present,
            toolCalls: calls)
    }

    /// The error beside the choices or inside the first of them, as some gateways send it with a status of success.
    func error(in answer: JSON) -> JSON? { answer["error"]?.present ?? answer["choices"]?[0]?["error"]?.present }

    func assembler() -> any StreamAssembler { ChatAssembler() }

    /// The text of a message's content, which is a string, null, or a list of parts; refusals among the parts come apart.
    static func content(_ content: JSON?) -> (text: String, refusal: String?) {
        if let text = content?.string { return (text, nil) }
        var text = ""
        var refusal: String?
        for part in content?.array ?? [] {
            if let words = part["refusal"]?.string {
                refusal = (refusal ?? "") + words
            } else if let words = part["text"]?.string ?? part.string {
                text += words
            }
        }
        return (text, refusal)
    }
}
