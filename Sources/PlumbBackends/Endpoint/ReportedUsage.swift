import PlumbModel

extension Usage {
    /// The token counts that a server or a program reports, or nil when it gives none.
    ///
    /// Understands the names of chat completions (`prompt_tokens`, `completion_tokens`), of responses (`input_tokens`,
    /// `output_tokens`) and the short ones of programs (`input`, `output`).
    init?(reported usage: JSON) {
        func count(_ names: String..., in value: JSON? = nil) -> Int? {
            names.lazy.compactMap { (value ?? usage)[$0]?.integer }.first.map { max(0, $0) }
        }
        let input = count("prompt_tokens", "input_tokens", "input")
        let output = count("completion_tokens", "output_tokens", "output")
        if input == nil, output == nil { return nil }
        let inputDetails = usage["prompt_tokens_details"] ?? usage["input_tokens_details"] ?? .null
        let outputDetails = usage["completion_tokens_details"] ?? usage["output_tokens_details"] ?? .null
        self.init(
            input: input ?? 0, output: output ?? 0,
            cachedInput: count("cached_tokens", in: inputDetails) ?? count("prompt_cache_hit_tokens") ?? 0,
            reasoning: count("reasoning_tokens", in: outputDetails) ?? 0,
            cacheWrite: count("cache_write_tokens", in: inputDetails) ?? 0)
    }
}

extension JSON {
    /// This value, or nil when it is `null`.
    var present: JSON? { isNull ? Optional.none : self }
}
