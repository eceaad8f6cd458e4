/// Why generation ended.
public enum FinishReason: Sendable, Hashable {
    /// The model was done, or met a stop text.
    case stop
    /// The limit on tokens or the context was reached.
    case length
    /// A filter of the provider withheld the answer or a part of it.
    case contentFilter
    /// The model called tools.
    case toolCalls
    /// Any other reason, in the backend's own word.
    case other(String)

    /// The word used in suite files, stores and reports.
    public var name: String {
        switch self {
        case .stop: "stop"
        case .length: "length"
        case .contentFilter: "content_filter"
        case .toolCalls: "tool_calls"
        case .other(let word): word
        }
    }

    /// The reason of that name; unknown words are kept.
    public init(name: String) {
        switch name {
        case "stop": self = .stop
        case "length": self = .length
        case "content_filter": self = .contentFilter
        case "tool_calls": self = .toolCalls
        default: self = .other(name)
        }
    }
}

/// The tokens that a call was counted with.
public struct Usage: Sendable, Hashable, Codable {
    /// Tokens of the prompt, cached ones included.
    public var input: Int
    /// Tokens of the answer, reasoning included.
    public var output: Int
    /// Tokens of the prompt that came from the provider's cache.
    public var cachedInput: Int
    /// Tokens spent on reasoning that is not part of the answer.
    public var reasoning: Int
    /// Tokens of the prompt that were written to the provider's cache, which some providers charge more for; part of ``input``.
    public var cacheWrite: Int

    /// A count of tokens.
    public init(input: Int = 0, output: Int = 0, cachedInput: Int = 0, reasoning: Int = 0, cacheWrite: Int = 0) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
        self.reasoning = reasoning
        self.cacheWrite = cacheWrite
    }

    /// All tokens, in and out.
    public var total: Int { input.addingSaturating(output) }

    /// The sums of two counts.
    public static func + (left: Usage, right: Usage) -> Usage {
        Usage(
            input: left.input.addingSaturating(right.input), output: left.output.addingSaturating(right.output),
            cachedInput: left.cachedInput.addingSaturating(right.cachedInput),
            reasoning: left.reasoning.addingSaturating(right.reasoning),
            cacheWrite: left.cacheWrite.addingSaturating(right.cacheWrite))
    }
}

extension Usage {
    private enum CodingKeys: String, CodingKey {
        case input, output, cachedInput, reasoning, cacheWrite
    }

    /// Reads a count; one written before cache writes were counted has none.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            input: try values.decode(Int.self, forKey: .input), output: try values.decode(Int.self, forKey: .output),
            cachedInput: try values.decode(Int.self, forKey: .cachedInput), reasoning: try values.decode(Int.self, forKey: .reasoning),
            cacheWrite: try values.decodeIfPresent(Int.self, forKey: .cacheWrite) ?? 0)
    }

    /// Writes a count; cache writes only where there were any.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(input, forKey: .input)
        try values.encode(output, forKey: .output)
        try values.encode(cachedInput, forKey: .cachedInput)
        try values.encode(reasoning, forKey: .reasoning)
        if cacheWrite != 0 { try values.encode(cacheWrite, forKey: .cacheWrite) }
    }
}

/// What a backend answered.
public struct Completion: Sendable, Hashable {
    /// The answer's text as the model wrote it.
    public var text: String
    /// Why generation ended, when told.
    public var finishReason: FinishReason?
    /// The model's own words of refusal, when the backend tells them apart.
    public var refusal: String?
    /// The tokens counted, or nil when the backend does not say.
    public var usage: Usage?
    /// The model that really answered, when told.
    public var servedModel: String?
    /// The provider's mark of the serving configuration, when told.
    public var fingerprint: String?
    /// The provider's name of this response, when told.
    public var responseID: String?
    /// Log probabilities in the chat-completions shape, when asked for and given.
    public var logprobs: JSON?
    /// Tool calls in the chat-completions shape, when there are any.
    public var toolCalls: JSON?
    /// How long the first piece of the answer took from sending the request, or nil when the answer was not streamed.
    public var timeToFirstToken: Duration?

    /// An answer; everything but the text may be unknown.
    public init(
        text: String, finishReason: FinishReason? = nil, refusal: String? = nil, usage: Usage? = nil, servedModel: String? = nil,
        fingerprint: String? = nil, responseID: String? = nil, logprobs: JSON? = nil, toolCalls: JSON? = nil,
        timeToFirstToken: Duration? = nil
    ) {
        self.text = text
        self.finishReason = finishReason
        self.refusal = refusal
        self.usage = usage
        self.servedModel = servedModel
        self.fingerprint = fingerprint
        self.responseID = responseID
        self.logprobs = logprobs
        self.toolCalls = toolCalls
        self.timeToFirstToken = timeToFirstToken
    }
}
