extension BackendConfiguration.Endpoint.Format {
    /// The wire format's name in sentences.
    public var title: String {
        switch self {
        case .chat: "chat completions"
        case .responses: "OpenAI's responses"
        case .anthropic: "Anthropic's messages"
        case .gemini: "Gemini's generateContent"
        }
    }

    /// The names of the given parameters that requests of this format cannot carry, as suite files write them.
    ///
    /// `seed` is none of them: where there is no such field it is left out, since answers then differ from call to call all the same.
    public func missing(of parameters: Parameters) -> [String] {
        let given = parameters.json.names
        let absent: Set<String> =
            switch self {
            case .chat, .gemini: []
            case .responses: ["top_k", "stop", "frequency_penalty", "presence_penalty"]
            case .anthropic: ["frequency_penalty", "presence_penalty", "logprobs"]
            }
        return given.filter(absent.contains)
    }

    /// Whether requests of this format can carry a seed.
    public var carriesSeed: Bool {
        switch self {
        case .chat, .gemini: true
        case .responses, .anthropic: false
        }
    }
}
