import PlumbModel

/// The keys of `parameters:`.
enum ParameterKeys {
    static let temperature = Key("temperature", .number(0...5), "Randomness of sampling; 0 takes the most probable token")
    static let topP = Key("top_p", .number(0...1), "Nucleus sampling: the probability mass considered")
    static let topK = Key("top_k", .integer(0...1_000_000), "The number of most probable tokens considered")
    static let maxTokens = Key("max_tokens", .integer(1...10_000_000), "The most tokens an answer may have")
    static let seed = Key("seed", .integer(WholeNumber.exact), "Each trial's seed is derived from this number, its case and its repetition")
    static let stop = Key("stop", .oneOrMore(of: .text), "Texts at which generation ends")
    static let frequencyPenalty = Key("frequency_penalty", .number(-2...2), "Penalty on tokens by how often they occurred")
    static let presencePenalty = Key("presence_penalty", .number(-2...2), "Penalty on tokens that occurred at all")
    static let responseFormat = Key("response_format", .mapping, "The form demanded of the answer, as chat completions take it")
    static let logprobs = Key(
        "logprobs", .integer(0...100), "Alternatives per token whose log probabilities are wanted; 0: the chosen token's")
    static let extra = Key("extra", .mapping, "Further fields of the request's body, sent as they are")

    static let table = KeyTable(
        "parameters",
        [
            temperature.row, topP.row, topK.row, maxTokens.row, seed.row, stop.row, frequencyPenalty.row, presencePenalty.row,
            responseFormat.row, logprobs.row, extra.row,
        ],
        unknownHelp: "put provider-specific fields under extra:")

    static func read(_ fields: Fields) -> Parameters {
        Parameters(
            temperature: fields[temperature], topP: fields[topP], topK: fields[topK], maxTokens: fields[maxTokens],
            seed: fields[seed], stop: fields[stop] ?? [], frequencyPenalty: fields[frequencyPenalty],
            presencePenalty: fields[presencePenalty], responseFormat: fields[responseFormat], logprobs: fields[logprobs],
            extra: fields[extra]?.object ?? JSONObject())
    }
}

extension Shape where Value == Parameters {
    /// Sampling parameters.
    static let parameters = Shape.fields(ParameterKeys.table, ParameterKeys.read).defined(as: "parameters")
}

extension Shape {
    /// This shape, described in the schema by a reference to one of ``SuiteSchema``'s definitions.
    func defined(as name: String) -> Shape {
        Shape(schema: ["$ref": .string("#/$defs/\(name)")], read: read)
    }
}

/// Bounds of whole numbers.
enum WholeNumber {
    /// Those that every JSON reader keeps exactly.
    static let exact = -(1 << 53)...(1 << 53)
}
