/// How a completion is sampled; what is nil is left to the backend's own default.
public struct Parameters: Sendable, Hashable {
    /// Randomness of sampling, 0 or more.
    public var temperature: Double?
    /// Nucleus sampling: the probability mass considered, 0…1.
    public var topP: Double?
    /// The number of most probable tokens considered.
    public var topK: Int?
    /// The most tokens an answer may have.
    public var maxTokens: Int?
    /// The number from which the seed of every trial is derived, so that its answer can be had again.
    ///
    /// The derived seed depends on the case and the repetition too: with one seed for all cases of a repetition their answers would
    /// share their luck, and statistics that take cases as independent would be wrong.
    public var seed: Int?
    /// Texts at which generation ends.
    public var stop: [String]
    /// Penalty on tokens by how often they occurred.
    public var frequencyPenalty: Double?
    /// Penalty on tokens that occurred at all.
    public var presencePenalty: Double?
    /// The form demanded of the answer, in the chat-completions shape (`{"type": "json_schema", …}`).
    public var responseFormat: JSON?
    /// The number of alternatives per token whose log probabilities are wanted, 0 for the chosen token alone.
    public var logprobs: Int?
    /// The tools the model may call: a list in the chat-completions shape (`[{"type": "function", "function": {…}}]`).
    public var tools: JSON?
    /// Whether and which tool is called, in the chat-completions shape: `auto`, `none`, `required`, or a mapping that names one.
    public var toolChoice: JSON?
    /// Further fields of the request's body, sent as they are.
    public var extra: JSONObject

    /// Parameters; everything not given is left to the backend.
    public init(
        temperature: Double? = nil, topP: Double? = nil, topK: Int? = nil, maxTokens: Int? = nil, seed: Int? = nil,
        stop: [String] = [], frequencyPenalty: Double? = nil, presencePenalty: Double? = nil, responseFormat: JSON? = nil,
        logprobs: Int? = nil, tools: JSON? = nil, toolChoice: JSON? = nil, extra: JSONObject = JSONObject()
    ) {
        self.temperature = temperature
        self.topP = topP
        self.topK = topK
        self.maxTokens = maxTokens
        self.seed = seed
        self.stop = stop
        self.frequencyPenalty = frequencyPenalty
        self.presencePenalty = presencePenalty
        self.responseFormat = responseFormat
        self.logprobs = logprobs
        self.tools = tools
        self.toolChoice = toolChoice
        self.extra = extra
    }

    /// These parameters with the other's given values put over them.
    public func overlaid(by other: Parameters) -> Parameters {
        Parameters(
            temperature: other.temperature ?? temperature, topP: other.topP ?? topP, topK: other.topK ?? topK,
            maxTokens: other.maxTokens ?? maxTokens, seed: other.seed ?? seed, stop: other.stop.isEmpty ? stop : other.stop,
            frequencyPenalty: other.frequencyPenalty ?? frequencyPenalty, presencePenalty: other.presencePenalty ?? presencePenalty,
            responseFormat: other.responseFormat ?? responseFormat, logprobs: other.logprobs ?? logprobs,
            tools: other.tools ?? tools, toolChoice: other.toolChoice ?? toolChoice, extra: extra.merging(other.extra))
    }

    /// The parameters that are given, under the names that suite files use, in a fixed order.
    public var json: JSONObject {
        var object = JSONObject()
        object["temperature"] = temperature.map(JSON.double)
        object["top_p"] = topP.map(JSON.double)
        object["top_k"] = topK.map(JSON.integer)
        object["max_tokens"] = maxTokens.map(JSON.integer)
        object["seed"] = seed.map(JSON.integer)
        if !stop.isEmpty { object["stop"] = .array(stop.map(JSON.string)) }
        object["frequency_penalty"] = frequencyPenalty.map(JSON.double)
        object["presence_penalty"] = presencePenalty.map(JSON.double)
        object["response_format"] = responseFormat
        object["logprobs"] = logprobs.map(JSON.integer)
        object["tools"] = tools
        object["tool_choice"] = toolChoice
        if !extra.isEmpty { object["extra"] = .object(extra) }
        return object
    }
}
