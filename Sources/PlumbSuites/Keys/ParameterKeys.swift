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
    static let tools = Key("tools", .tools, "The tools the model may call, as chat completions take them, for every wire format")
    static let toolChoice = Key("tool_choice", .toolChoice, "auto, none, required, or the tool that must be called")
    static let extra = Key("extra", .mapping, "Further fields of the request's body, sent as they are")

    static let table = KeyTable(
        "parameters",
        [
            temperature.row, topP.row, topK.row, maxTokens.row, seed.row, stop.row, frequencyPenalty.row, presencePenalty.row,
            responseFormat.row, logprobs.row, tools.row, toolChoice.row, extra.row,
        ],
        unknownHelp: "put provider-specific fields under extra:")

    static func read(_ fields: Fields) -> Parameters {
        Parameters(
            temperature: fields[temperature], topP: fields[topP], topK: fields[topK], maxTokens: fields[maxTokens],
            seed: fields[seed], stop: fields[stop] ?? [], frequencyPenalty: fields[frequencyPenalty],
            presencePenalty: fields[presencePenalty], responseFormat: fields[responseFormat], logprobs: fields[logprobs],
            tools: fields[tools], toolChoice: fields[toolChoice],
            extra: fields[extra]?.object ?? JSONObject())
    }
}

extension Shape where Value == Parameters {
    /// Sampling parameters.
    static let parameters = Shape.fields(ParameterKeys.table, ParameterKeys.read).defined(as: "parameters")
}

extension Shape where Value == JSON {
    /// Tools in the chat-completions shape.
    static let tools = Shape(
        schema: [
            "title": "list of `{ type: function, function: { name:, description:, parameters: } }`", "type": "array", "minItems": 1,
            "items": [
                "type": "object",
                "properties": [
                    "type": ["const": "function"],
                    "function": ["type": "object", "properties": ["name": ["type": "string"]], "required": ["name"]],
                ],
                "required": ["function"],
            ],
        ]
    ) { node, findings in
        guard let list = node.list, !list.isEmpty else {
            findings.wrongType(node, expected: "a list of tools")
            return nil
        }
        for tool in list where tool["function"]?["name"]?.text == nil || tool["type"]?.text ?? "function" != "function" {
            findings.error(
                "bad-tool", at: tool.place, "this is no tool",
                help: "write { type: function, function: { name: …, description: …, parameters: { … } } }")
            return nil
        }
        return node.json
    }

    /// A word, or the tool that must be called.
    static let toolChoice = Shape(
        schema: [
            "title": "`auto`, `none`, `required` or `{ type: function, function: { name: } }`",
            "anyOf": [["enum": ["auto", "none", "required"]], ["type": "object", "required": ["function"]]],
        ],
        expected: "auto, none, required or the tool that must be called", help: "write { type: function, function: { name: … } }"
    ) { node in
        // 'nil' would be the literal null of JSON here.
        if let word = node.text { return ["auto", "none", "required"].contains(word) ? JSON.string(word) : Optional.none }
        return node["function"]?["name"]?.text == nil ? Optional.none : node.json
    }
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
