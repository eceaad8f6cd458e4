extension Parameters {
    /// The parameters that ``json`` was written from; members of other names or of other types are left out.
    public init(written: JSONObject) {
        self.init(
            temperature: written["temperature"]?.number, topP: written["top_p"]?.number, topK: written["top_k"]?.integer,
            maxTokens: written["max_tokens"]?.integer, seed: written["seed"]?.integer,
            stop: (written["stop"]?.array ?? []).compactMap(\.string), frequencyPenalty: written["frequency_penalty"]?.number,
            presencePenalty: written["presence_penalty"]?.number, responseFormat: written["response_format"],
            logprobs: written["logprobs"]?.integer, tools: written["tools"], toolChoice: written["tool_choice"],
            extra: written["extra"]?.object ?? JSONObject())
    }
}
