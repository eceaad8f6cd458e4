import PlumbModel

/// OpenAI's responses.
///
/// Nothing is left at the provider (`store: false`) unless a further field says otherwise.
struct ResponsesFormat: WireFormat {
    static let tail = "/responses"
    static let version: String? = "/v1"
    static let keyHeader = "authorization"

    private let defaults: RequestDefaults

    init(_ defaults: RequestDefaults) { self.defaults = defaults }

    func path(of request: CompletionRequest) -> String { Self.tail }

    func body(of request: CompletionRequest) throws(BackendError) -> [UInt8] {
        let parameters = request.parameters
        let extra = try defaults.extra(of: request)
        try Remedy.refuse(.responses, parameters)
        var body = JSONObject()
        body["model"] = (request.model ?? defaults.model).map(JSON.string)
        let instructions = request.messages.first.flatMap { $0.role == .system ? $0.content : nil }
        body["instructions"] = instructions.map(JSON.string)
        body["input"] = .array(request.messages.dropFirst(instructions == nil ? 0 : 1).map(\.json))
        body["temperature"] = parameters.temperature.map(JSON.double)
        body["top_p"] = parameters.topP.map(JSON.double)
        body["max_output_tokens"] = parameters.maxTokens.map(JSON.integer)
        if let form = try StructuredOutput(parameters) { body["text"] = ["format": Self.form(form)] }
        if let alternatives = parameters.logprobs {
            body["include"] = ["message.output_text.logprobs"]
            if alternatives > 0 { body["top_logprobs"] = .integer(alternatives) }
        }
        let tools = try ToolDefinition.all(parameters)
        if !tools.isEmpty { body["tools"] = .array(tools.map(Self.tool)) }
        body["tool_choice"] = try ToolChoice(parameters).map(Self.choice)
        body["store"] = false
        if defaults.delivery == .streamed { body["stream"] = true }
        return body.laidUnder(extra).bytes
    }

    private static func form(_ form: StructuredOutput) -> JSON {
        switch form {
        case .text: return ["type": "text"]
        case .json: return ["type": "json_object"]
        case .schema(let schema, let name, let strict):
            var format: JSONObject = ["type": "json_schema", "name": .string(name), "schema": schema]
            format["strict"] = strict.map(JSON.bool)
            return .object(format)
        }
    }

    private static func tool(_ tool: ToolDefinition) -> JSON {
        var json: JSONObject = ["type": "function", "name": .string(tool.name)]
        json["description"] = tool.summary.map(JSON.string)
        json["parameters"] = tool.arguments ?? ["type": "object", "properties": [:]]
        json["strict"] = .bool(tool.strict ?? false)
        return .object(json)
    }

    private static func choice(_ choice: ToolChoice) -> JSON {
        switch choice {
        case .auto: "auto"
        case .none: "none"
        case .required: "required"
        case .named(let name): ["type": "function", "name": .string(name)]
        }
    }

    func completion(in answer: JSON) throws(BackendError) -> Completion {
        guard let output = answer["output"]?.array else { throw BackendError(.malformedResponse, "the answer has no list of output") }
        let isCut = answer["status"]?.string == "incomplete"
        guard !output.isEmpty || isCut else { throw BackendError(.malformedResponse, "the answer's list of output is empty") }
        var parts = Parts()
        for item in output { parts.take(item) }
        return Completion(
            text: parts.text, finishReason: Self.finish(answer, parts), refusal: parts.refusal,
            usage: answer["usage"].flatMap(Usage.init(reported:)), servedModel: answer["model"]?.string,
            responseID: answer["id"]?.string, logprobs: parts.logprobs.isEmpty ? Optional.none : ["content": .array(parts.logprobs)],
            toolCalls: ToolCall.json(parts.calls))
    }

    /// What the items of an answer hold.
    private struct Parts {
        var text = ""
        var refusal: String?
        var calls: [ToolCall] = []
        var logprobs: [JSON] = []

        /// Whether the model refused, and did nothing else.
        var isRefused: Bool { refusal != nil && text.isEmpty && calls.isEmpty }

        mutating func take(_ item: JSON) {
            if item["type"]?.string == "function_call", let name = item["name"]?.string {
                calls.append(
                    ToolCall(id: item["call_id"]?.string ?? item["id"]?.string, name: name, arguments: item["arguments"]?.string ?? ""))
            }
            guard item["type"]?.string == "message" else { return }
            for part in item["content"]?.array ?? [] {
                if let words = part["refusal"]?.string { refusal = (refusal ?? "") + words }
                guard let words = part["text"]?.string else { continue }
                text += words
                logprobs += part["logprobs"]?.array ?? []
            }
        }
    }

    private static func finish(_ answer: JSON, _ parts: Parts) -> FinishReason? {
        switch (answer["status"]?.string, answer["incomplete_details"]?["reason"]?.string) {
        case ("incomplete", "max_output_tokens"): return .length
        case ("incomplete", "content_filter"): return .contentFilter
        case ("incomplete", let reason): return .other(reason ?? "incomplete")
        case ("completed", _) where parts.isRefused, (nil, _) where parts.isRefused: return .contentFilter
        case ("completed", _), (nil, _): return parts.calls.isEmpty ? .stop : .toolCalls
        case (let status, _): return status.map(FinishReason.init(name:))
        }
    }

    /// A response of the status `failed` brings its error along.
    func error(in answer: JSON) -> JSON? {
        answer["error"]?.present ?? (answer["status"]?.string == "failed" ? ["message": "the response failed"] : Optional.none)
    }

    func assembler() -> any StreamAssembler { ResponsesAssembler() }
}

/// Reads a streamed response: the last event repeats the whole answer.
struct ResponsesAssembler: StreamAssembler {
    private(set) var answer: JSON = [:]
    private(set) var isWhole = false

    mutating func take(_ event: JSON, named name: String) throws(BackendError) -> StreamStep {
        switch event["type"]?.string ?? name {
        case "error": return .failed(event["error"]?.present ?? event)
        case "response.failed": return .failed(event["response"]?["error"]?.present ?? ["message": "the response failed"])
        case "response.completed", "response.incomplete":
            guard let response = event["response"], response.object != nil else {
                throw BackendError(.malformedResponse, "the streamed answer's last event holds no response")
            }
            answer = response
            isWhole = true
            return .end
        case "response.output_text.delta", "response.refusal.delta", "response.function_call_arguments.delta": return .piece
        default: return .other
        }
    }
}
