import PlumbModel

/// Google's generateContent, of the Gemini API and of Vertex AI.
struct GeminiFormat: WireFormat {
    static let tail = ""
    static let version: String? = "/v1beta"
    static let keyHeader = "x-goog-api-key"

    private let defaults: RequestDefaults

    init(_ defaults: RequestDefaults) { self.defaults = defaults }

    /// The model is part of the path; one with a slash, such as `tunedModels/x`, is taken as it is.
    func path(of request: CompletionRequest) -> String {
        let model = request.model ?? defaults.model ?? ""
        let name = Self.encoded(model.contains("/") ? model : "models/\(model)")
        return defaults.delivery == .streamed ? "/\(name):streamGenerateContent?alt=sse" : "/\(name):generateContent"
    }

    private static func encoded(_ name: String) -> String {
        var path = ""
        for byte in name.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain = byte < 0x80 && (scalar.properties.isAlphabetic || (0x30...0x39).contains(byte) || "-._~/@:".utf8.contains(byte))
            let digits = String(byte, radix: 16, uppercase: true)
            path += isPlain ? String(Character(scalar)) : "%\(digits.count == 1 ? "0" : "")\(digits)"
        }
        return path
    }

    func body(of request: CompletionRequest) throws(BackendError) -> [UInt8] {
        let extra = try defaults.extra(of: request)
        let (system, turns) = try request.splitAtSystem("Gemini's generateContent")
        var body = JSONObject()
        if !system.isEmpty { body["systemInstruction"] = ["parts": .array(system.map { ["text": .string($0.content)] })] }
        body["contents"] = .array(
            turns.map { ["role": $0.role == .assistant ? "model" : "user", "parts": [["text": .string($0.content)]]] })
        let settings = try Self.settings(request.parameters)
        if !settings.isEmpty { body["generationConfig"] = .object(settings) }
        let tools = try ToolDefinition.all(request.parameters)
        if !tools.isEmpty { body["tools"] = [["functionDeclarations": .array(tools.map(Self.tool))]] }
        if let choice = try ToolChoice(request.parameters) { body["toolConfig"] = ["functionCallingConfig": Self.choice(choice)] }
        return body.laidUnder(extra).bytes
    }

    private static func settings(_ parameters: Parameters) throws(BackendError) -> JSONObject {
        var settings = JSONObject()
        settings["temperature"] = parameters.temperature.map(JSON.double)
        settings["topP"] = parameters.topP.map(JSON.double)
        settings["topK"] = parameters.topK.map(JSON.integer)
        settings["maxOutputTokens"] = parameters.maxTokens.map(JSON.integer)
        settings["seed"] = parameters.seed.map(JSON.integer)
        if !parameters.stop.isEmpty { settings["stopSequences"] = .array(parameters.stop.map(JSON.string)) }
        settings["frequencyPenalty"] = parameters.frequencyPenalty.map(JSON.double)
        settings["presencePenalty"] = parameters.presencePenalty.map(JSON.double)
        if let alternatives = parameters.logprobs {
            settings["responseLogprobs"] = true
            if alternatives > 0 { settings["logprobs"] = .integer(alternatives) }
        }
        switch try StructuredOutput(parameters) {
        case .none, .text: break
        case .json: settings["responseMimeType"] = "application/json"
        case .schema(let schema, _, _):
            settings["responseMimeType"] = "application/json"
            settings["responseJsonSchema"] = schema
        }
        return settings
    }

    private static func tool(_ tool: ToolDefinition) -> JSON {
        var json: JSONObject = ["name": .string(tool.name)]
        json["description"] = tool.summary.map(JSON.string)
        json["parametersJsonSchema"] = tool.arguments
        return .object(json)
    }

    private static func choice(_ choice: ToolChoice) -> JSON {
        switch choice {
        case .auto: ["mode": "AUTO"]
        case .none: ["mode": "NONE"]
        case .required: ["mode": "ANY"]
        case .named(let name): ["mode": "ANY", "allowedFunctionNames": [.string(name)]]
        }
    }

    /// The completion in an answer; only the first candidate counts, and thoughts are left out.
    func completion(in answer: JSON) throws(BackendError) -> Completion {
        let usage = answer["usageMetadata"].flatMap(Self.usage)
        let (model, id) = (answer["modelVersion"]?.string, answer["responseId"]?.string)
        guard let candidate = answer["candidates"]?[0] else {
            guard let reason = answer["promptFeedback"]?["blockReason"]?.string else {
                throw BackendError(.malformedResponse, "the answer has no candidates")
            }
            return Completion(
                text: "", finishReason: .contentFilter, refusal: Self.blocked("prompt", reason, answer["promptFeedback"]), usage: usage,
                servedModel: model, responseID: id)
        }
        let word = candidate["finishReason"]?.string
        guard word != nil || candidate["content"]?["parts"]?.array != nil else {
            throw BackendError(.malformedResponse, "the answer's candidate has neither content nor a reason why")
        }
        guard word != "MALFORMED_FUNCTION_CALL" else {
            throw BackendError(.malformedResponse, "the model wrote a function call that cannot be read")
        }
        let parts = candidate["content"]?["parts"]?.array ?? []
        let calls = parts.compactMap { part in
            part["functionCall"]?["name"]?.string.map {
                ToolCall(
                    id: part["functionCall"]?["id"]?.string, name: $0,
                    arguments: (part["functionCall"]?["args"]?.present ?? [:]).text())
            }
        }
        let finish = word.map { Self.finish($0, calls: calls) }
        return Completion(
            text: parts.filter { $0["thought"]?.bool != true }.compactMap { $0["text"]?.string }.joined(), finishReason: finish,
            refusal: finish == .contentFilter ? Self.blocked("answer", word ?? "", candidate) : nil, usage: usage, servedModel: model,
            responseID: id, logprobs: candidate["logprobsResult"].flatMap(Self.logprobs), toolCalls: ToolCall.json(calls))
    }

    private static func finish(_ word: String, calls: [ToolCall]) -> FinishReason {
        switch word {
        case "STOP": calls.isEmpty ? .stop : .toolCalls
        case "MAX_TOKENS": .length
        case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "IMAGE_SAFETY", "IMAGE_RECITATION",
            "IMAGE_PROHIBITED_CONTENT":
            .contentFilter
        default: .other(word)
        }
    }

    /// Why something was withheld: the reason and the categories that were marked as blocked.
    private static func blocked(_ what: String, _ reason: String, _ details: JSON?) -> String {
        let ratings = details?["safetyRatings"]?.array ?? []
        let categories = ratings.filter { $0["blocked"]?.bool == true }.compactMap { $0["category"]?.string }
        return "the \(what) was blocked: \(([reason] + categories).joined(separator: ", "))"
    }

    /// The tokens of an answer; unlike elsewhere, `candidatesTokenCount` does not count thoughts.
    private static func usage(_ usage: JSON) -> Usage? {
        func count(_ name: String) -> Int { max(0, usage[name]?.integer ?? 0) }
        guard usage["promptTokenCount"]?.integer != nil || usage["candidatesTokenCount"]?.integer != nil else { return nil }
        let thoughts = count("thoughtsTokenCount")
        return Usage(
            input: count("promptTokenCount").addingSaturating(count("toolUsePromptTokenCount")),
            output: count("candidatesTokenCount").addingSaturating(thoughts), cachedInput: count("cachedContentTokenCount"),
            reasoning: thoughts)
    }

    /// Log probabilities in the chat-completions shape.
    private static func logprobs(_ result: JSON) -> JSON? {
        guard let chosen = result["chosenCandidates"]?.array else { return nil }
        func plain(_ candidate: JSON) -> JSONObject {
            ["token": candidate["token"] ?? "", "logprob": candidate["logProbability"] ?? .null]
        }
        let content = chosen.enumerated().map { index, candidate in
            var token = plain(candidate)
            let others = result["topCandidates"]?[index]?["candidates"]?.array ?? []
            token["top_logprobs"] = .array(others.map { .object(plain($0)) })
            return JSON.object(token)
        }
        return ["content": .array(content)]
    }

    /// The error of an answer, which may stand in a list.
    func error(in answer: JSON) -> JSON? { (answer["error"] ?? answer[0]?["error"])?.present }

    func assembler() -> any StreamAssembler { GeminiAssembler() }
}

/// Puts the chunks of a streamed generateContent together: each is a whole answer of its own with the next parts.
struct GeminiAssembler: StreamAssembler {
    private var head = JSONObject()
    private var candidate = JSONObject()
    private var parts: [JSON] = []
    private var logprobs: (chosen: [JSON], top: [JSON]) = ([], [])
    private var sawCandidate = false

    /// The reason why the answer ended comes last; a blocked prompt has no candidate to come.
    var isWhole: Bool { candidate["finishReason"] != nil || (!sawCandidate && head["promptFeedback"]?["blockReason"] != nil) }

    mutating func take(_ event: JSON, named name: String) throws(BackendError) -> StreamStep {
        if let error = (event["error"] ?? event[0]?["error"])?.present { return .failed(error) }
        guard event.object != nil else { throw BackendError(.malformedResponse, "a chunk of the streamed answer is no object") }
        for name in ["promptFeedback", "usageMetadata", "modelVersion", "responseId"] {
            if let value = event[name]?.present { head[name] = value }
        }
        guard let next = event["candidates"]?[0] else { return .other }
        sawCandidate = true
        for name in ["finishReason", "safetyRatings"] { if let value = next[name]?.present { candidate[name] = value } }
        logprobs.chosen += next["logprobsResult"]?["chosenCandidates"]?.array ?? []
        logprobs.top += next["logprobsResult"]?["topCandidates"]?.array ?? []
        let new = next["content"]?["parts"]?.array ?? []
        parts += new
        let isPiece = new.contains { part in
            part["functionCall"] != nil || (part["thought"]?.bool != true && part["text"]?.string?.isEmpty == false)
        }
        return isPiece ? .piece : .other
    }

    var answer: JSON {
        var answer = head
        guard sawCandidate else { return .object(answer) }
        var whole = candidate
        whole["content"] = ["parts": .array(parts)]
        if !logprobs.chosen.isEmpty {
            whole["logprobsResult"] = ["chosenCandidates": .array(logprobs.chosen), "topCandidates": .array(logprobs.top)]
        }
        answer["candidates"] = [.object(whole)]
        return .object(answer)
    }
}
