import PlumbModel

/// The form demanded of an answer, read from the chat-completions shape of `response_format`.
enum StructuredOutput: Sendable, Hashable {
    /// Any text.
    case text
    /// Any JSON.
    case json
    /// JSON that a schema describes.
    case schema(JSON, name: String, strict: Bool?)

    /// The demand of a request's parameters, or nil when there is none.
    ///
    /// Understands `{"type": "json_schema", "json_schema": {"name", "schema", "strict"}}` and a `schema` right beside the type.
    init?(_ parameters: Parameters) throws(BackendError) {
        guard let written = parameters.responseFormat else { return nil }
        let inner = written["json_schema"] ?? written
        switch (written["type"]?.string, inner["schema"]) {
        case ("text", _): self = .text
        case ("json_object", .none): self = .json
        case ("json_object", .some(let schema)), ("json_schema", .some(let schema)):
            self = .schema(schema, name: inner["name"]?.string ?? "answer", strict: inner["strict"]?.bool)
        default:
            throw BackendError(
                .invalidRequest, "'response_format' is neither text, nor json_object, nor json_schema with a schema",
                help: "write response_format: { type: json_schema, json_schema: { name: answer, schema: { … } } }")
        }
    }
}

/// A tool the model may call.
struct ToolDefinition: Sendable, Hashable {
    /// What it is called.
    var name: String
    /// What it does.
    var summary: String?
    /// The JSON Schema of its arguments.
    var arguments: JSON?
    /// Whether arguments must follow the schema.
    var strict: Bool?

    /// The tools of a request's parameters, given in the chat-completions shape.
    static func all(_ parameters: Parameters) throws(BackendError) -> [ToolDefinition] {
        guard let tools = parameters.tools else { return [] }
        guard let list = tools.array else { throw malformed("'tools' is no list") }
        var definitions: [ToolDefinition] = []
        for (index, tool) in list.enumerated() {
            guard tool["type"]?.string ?? "function" == "function", let function = tool["function"], let name = function["name"]?.string
            else { throw malformed("tool \(index + 1) of 'tools' is no function with a name") }
            definitions.append(
                ToolDefinition(
                    name: name, summary: function["description"]?.string, arguments: function["parameters"],
                    strict: function["strict"]?.bool))
        }
        return definitions
    }

    private static func malformed(_ message: String) -> BackendError {
        BackendError(
            .invalidRequest, message, help: "write tools: [{ type: function, function: { name: …, description: …, parameters: { … } } }]")
    }
}

/// Whether and which tool is to be called.
enum ToolChoice: Sendable, Hashable {
    /// The model decides.
    case auto
    /// None.
    case none
    /// One of them, whichever.
    case required
    /// This one.
    case named(String)

    /// The choice of a request's parameters, given in the chat-completions shape, or nil when there is none.
    init?(_ parameters: Parameters) throws(BackendError) {
        guard let written = parameters.toolChoice else { return nil }
        switch written {
        case "auto": self = .auto
        case "none": self = .none
        case "required", "any": self = .required
        default:
            guard let name = written["function"]?["name"]?.string else {
                throw BackendError(
                    .invalidRequest, "'tool_choice' is neither auto, none nor required, nor does it name a function",
                    help: "write tool_choice: { type: function, function: { name: … } }")
            }
            self = .named(name)
        }
    }
}

/// A call of a tool, as every format is made to tell it.
struct ToolCall: Sendable, Hashable {
    /// The provider's name of this call, or nil.
    var id: String?
    /// The tool.
    var name: String
    /// The arguments as JSON text, which the model may have written wrong.
    var arguments: String

    /// Calls in the chat-completions shape, or nil when there are none.
    static func json(_ calls: [ToolCall]) -> JSON? {
        guard !calls.isEmpty else { return nil }
        return .array(
            calls.enumerated().map { index, call in
                [
                    "id": .string(call.id ?? "call_\(index)"), "type": "function",
                    "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
                ]
            })
    }
}

extension JSONObject {
    /// This body with further fields laid over it: where both hold objects, their members are put together; otherwise the other's wins.
    func laidUnder(_ extra: JSONObject) -> JSONObject {
        var body = self
        for (name, value) in extra {
            if let ours = body[name]?.object, let theirs = value.object {
                body[name] = .object(ours.laidUnder(theirs))
            } else {
                body[name] = value
            }
        }
        return body
    }

    /// The bytes of this body.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        JSON.object(self).append(to: &bytes)
        return bytes
    }
}

extension CompletionRequest {
    /// The system turns at the beginning, and the turns of the conversation.
    ///
    /// Throws ``BackendError/Kind/invalidRequest`` when a system turn stands further on, for formats that keep them apart.
    func splitAtSystem(_ format: String) throws(BackendError) -> (system: [Message], turns: ArraySlice<Message>) {
        let system = messages.prefix { $0.role == .system }
        let turns = messages.dropFirst(system.count)
        if turns.contains(where: { $0.role == .system }) {
            throw BackendError(
                .invalidRequest, "\(format) takes system turns at the beginning alone",
                help: "move the system turn of this prompt to its beginning")
        }
        guard !turns.isEmpty else {
            throw BackendError(.invalidRequest, "\(format) needs a turn besides the system's", help: "give the prompt a user turn")
        }
        return (Array(system), turns)
    }
}

/// Refuses what a wire format cannot carry.
enum Remedy {
    /// Throws ``BackendError/Kind/invalidRequest`` for the first parameter that the format has no field for.
    static func refuse(_ format: BackendConfiguration.Endpoint.Format, _ parameters: Parameters) throws(BackendError) {
        guard let name = format.missing(of: parameters).first else { return }
        throw BackendError(
            .invalidRequest, "\(format.title) cannot carry the parameter '\(name)'",
            help: "take '\(name)' out of the parameters of variants that ask this backend")
    }
}
