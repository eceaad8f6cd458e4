import PlumbModel

/// Anthropic's messages.
struct AnthropicFormat: WireFormat {
    static let tail = "/messages"
    static let version: String? = "/v1"
    static let keyHeader = "x-api-key"
    static let headers = [(name: "anthropic-version", value: "2023-06-01")]

    /// The limit on an answer's tokens where none is given: the format demands one, and every model allows this many.
    static let maxTokens = 4096

    private let defaults: RequestDefaults

    init(_ defaults: RequestDefaults) { self.defaults = defaults }

    func path(of request: CompletionRequest) -> String { Self.tail }

    func body(of request: CompletionRequest) throws(BackendError) -> [UInt8] {
        let parameters = request.parameters
        let extra = try defaults.extra(of: request)
        try Remedy.refuse(.anthropic, parameters)
        let (system, turns) = try request.splitAtSystem("Anthropic's messages")
        var body = JSONObject()
        body["model"] = (request.model ?? defaults.model).map(JSON.string)
        body["max_tokens"] = .integer(parameters.maxTokens ?? Self.maxTokens)
        if !system.isEmpty { body["system"] = .string(system.map(\.content).joined(separator: "\n\n")) }
        body["messages"] = .array(turns.map(\.json))
        body["temperature"] = parameters.temperature.map(JSON.double)
        body["top_p"] = parameters.topP.map(JSON.double)
        body["top_k"] = parameters.topK.map(JSON.integer)
        if !parameters.stop.isEmpty { body["stop_sequences"] = .array(parameters.stop.map(JSON.string)) }
        if let form = try StructuredOutput(parameters).flatMap(Self.form) { body["output_config"] = ["format": form] }
        let tools = try ToolDefinition.all(parameters)
        if !tools.isEmpty { body["tools"] = .array(tools.map(Self.tool)) }
        body["tool_choice"] = try ToolChoice(parameters).map(Self.choice)
        if defaults.delivery == .streamed { body["stream"] = true }
        return body.laidUnder(extra).bytes
    }

    private static func form(_ form: StructuredOutput) throws(BackendError) -> JSON? {
        switch form {
        case .text: return nil
        case .schema(let schema, _, _): return ["type": "json_schema", "schema": schema]
        case .json:
            throw BackendError(
                .invalidRequest, "Anthropic's messages know no json_object", help: "describe the answer with a json_schema instead")
        }
    }

    private static func tool(_ tool: ToolDefinition) -> JSON {
        var json: JSONObject = ["name": .string(tool.name)]
        json["description"] = tool.summary.map(JSON.string)
        json["input_schema"] = tool.arguments ?? ["type": "object", "properties": [:]]
        json["strict"] = tool.strict.map(JSON.bool)
        return .object(json)
    }

    private static func choice(_ choice: ToolChoice) -> JSON {
        switch choice {
        case .auto: ["type": "auto"]
        case .none: ["type": "none"]
        case .required: ["type": "any"]
        case .named(let name): ["type": "tool", "name": .string(name)]
        }
    }

    /// The completion in an answer; the text is that of all text blocks, thinking is left out.
    func completion(in answer: JSON) throws(BackendError) -> Completion {
        guard let content = answer["content"]?.array else { throw BackendError(.malformedResponse, "the answer has no list of content") }
        let reason = answer["stop_reason"]?.string
        guard !content.isEmpty || reason != nil else { throw BackendError(.malformedResponse, "the answer's list of content is empty") }
        let text = content.filter { $0["type"]?.string == "text" }.compactMap { $0["text"]?.string }.joined()
        let calls = content.filter { $0["type"]?.string == "tool_use" }.compactMap { block in
            block["name"]?.string.map { ToolCall(id: block["id"]?.string, name: $0, arguments: Self.arguments(block["input"])) }
        }
        return Completion(
            text: text, finishReason: reason.map(Self.finish), refusal: reason == "refusal" ? Self.refusal(answer) : nil,
            usage: answer["usage"].flatMap(Self.usage), servedModel: answer["model"]?.string, responseID: answer["id"]?.string,
            toolCalls: ToolCall.json(calls))
    }

    /// The arguments of a call as text, which is laid out alike however it came; what a stream brought that is no JSON stays as it is.
    private static func arguments(_ input: JSON?) -> String {
        guard let input else { return "{}" }
        guard let written = input.string else { return input.text() }
        return (try? JSON.parse(utf8: Array(written.utf8)))?.text() ?? written
    }

    private static func finish(_ word: String) -> FinishReason {
        switch word {
        case "end_turn", "stop_sequence": .stop
        case "max_tokens", "model_context_window_exceeded": .length
        case "tool_use": .toolCalls
        case "refusal": .contentFilter
        default: .other(word)
        }
    }

    private static func refusal(_ answer: JSON) -> String {
        let details = answer["stop_details"]
        let category = details?["category"]?.string.map { " (\($0))" } ?? ""
        return details?["explanation"]?.string ?? "the provider's classifiers ended the answer\(category)"
    }

    /// The tokens of an answer; unlike elsewhere, `input_tokens` counts neither those read from the cache nor those written to it.
    private static func usage(_ usage: JSON) -> Usage? {
        func count(_ name: String, of value: JSON? = nil) -> Int { max(0, (value ?? usage)[name]?.integer ?? 0) }
        guard usage["input_tokens"]?.integer != nil || usage["output_tokens"]?.integer != nil else { return nil }
        let (read, written) = (count("cache_read_input_tokens"), count("cache_creation_input_tokens"))
        let input = count("input_tokens").addingSaturating(read).addingSaturating(written)
        return Usage(
            input: input, output: count("output_tokens"), cachedInput: read,
            reasoning: count("thinking_tokens", of: usage["output_tokens_details"] ?? .null), cacheWrite: written)
    }

    func assembler() -> any StreamAssembler { AnthropicAssembler() }
}

/// Puts the blocks of a streamed message together.
struct AnthropicAssembler: StreamAssembler {
    private struct Block {
        var start: JSON
        var text = ""
        var arguments = ""
    }

    private var message = JSONObject()
    private var blocks: [Int: Block] = [:]
    private(set) var isWhole = false

    mutating func take(_ event: JSON, named name: String) throws(BackendError) -> StreamStep {
        switch event["type"]?.string ?? name {
        case "error": return .failed(event["error"]?.present ?? event)
        case "message_start": message = event["message"]?.object ?? JSONObject()
        case "content_block_start": return start(event)
        case "content_block_delta": return try extend(event)
        case "message_delta": finish(event)
        case "message_stop":
            isWhole = true
            return .end
        default: break
        }
        return .other
    }

    private mutating func start(_ event: JSON) -> StreamStep {
        let block = event["content_block"] ?? .null
        blocks[event["index"]?.integer ?? blocks.count] = Block(start: block, text: block["text"]?.string ?? "")
        return block["type"]?.string == "tool_use" || block["text"]?.string?.isEmpty == false ? .piece : .other
    }

    private mutating func extend(_ event: JSON) throws(BackendError) -> StreamStep {
        guard let index = event["index"]?.integer, blocks[index] != nil else {
            throw BackendError(.malformedResponse, "a piece of the streamed answer belongs to no block")
        }
        if let text = event["delta"]?["text"]?.string {
            blocks[index]?.text += text
            return .piece
        }
        if let arguments = event["delta"]?["partial_json"]?.string {
            blocks[index]?.arguments += arguments
            return .piece
        }
        return .other
    }

    /// The reason to stop, and the counts, which are those of the whole answer.
    private mutating func finish(_ event: JSON) {
        for (name, value) in event["delta"]?.object ?? [:] { message[name] = value }
        let counts = (event["usage"]?.object ?? [:]).filter { !$0.value.isNull }.map { ($0.name, $0.value) }
        message["usage"] = .object((message["usage"]?.object ?? [:]).merging(JSONObject(members: counts)))
    }

    var answer: JSON {
        var answer = message
        answer["content"] = .array(
            blocks.sorted { $0.key < $1.key }.map { _, block in
                var content = block.start.object ?? JSONObject()
                if content["type"]?.string == "text" { content["text"] = .string(block.text) }
                if !block.arguments.isEmpty { content["input"] = .string(block.arguments) }
                return .object(content)
            })
        return .object(answer)
    }
}
