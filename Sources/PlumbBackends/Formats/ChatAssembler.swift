import PlumbModel

/// Puts the chunks of a streamed chat completion together.
struct ChatAssembler: StreamAssembler {
    private var head = JSONObject()
    private var text = ""
    private var refusal: String?
    private var calls = StreamedToolCalls()
    private var logprobs: [JSON] = []
    private var finish: JSON?
    private var sawChoice = false

    /// A finish reason ends the answer: what follows is bookkeeping, and not every server says `[DONE]`.
    var isWhole: Bool { finish != nil }

    mutating func take(_ event: JSON, named name: String) throws(BackendError) -> StreamStep {
        if let error = event["error"]?.present ?? (name == "error" ? event : Optional.none) { return .failed(error) }
        for name in ["id", "model", "system_fingerprint", "usage"] { if let value = event[name]?.present { head[name] = value } }
        guard let choices = event["choices"]?.array else {
            throw BackendError(.malformedResponse, "a chunk of the streamed answer has no list of choices")
        }
        var step = StreamStep.other
        for choice in choices where (choice["index"]?.integer ?? 0) == 0 {
            if let error = choice["error"]?.present { return .failed(error) }
            sawChoice = true
            if take(choice) { step = .piece }
        }
        return step
    }

    /// Takes the first choice's part of a chunk and tells whether it holds a part of the answer.
    private mutating func take(_ choice: JSON) -> Bool {
        let delta = choice["delta"] ?? choice["message"] ?? .null
        var isPiece = false
        let content = ChatFormat.content(delta["content"])
        if !content.text.isEmpty {
            text += content.text
            isPiece = true
        }
        if let words = delta["refusal"]?.string ?? content.refusal, !words.isEmpty {
            refusal = (refusal ?? "") + words
            isPiece = true
        }
        for call in delta["tool_calls"]?.array ?? [] {
            calls.take(call)
            isPiece = true
        }
        logprobs += choice["logprobs"]?["content"]?.array ?? []
        if let reason = choice["finish_reason"]?.present { finish = reason }
        return isPiece
    }

    var answer: JSON {
        var answer = head
        guard sawChoice else {
            answer["choices"] = []
            return .object(answer)
        }
        var message: JSONObject = ["role": "assistant", "content": .string(text)]
        message["refusal"] = refusal.map(JSON.string)
        message["tool_calls"] = calls.json
        var choice: JSONObject = ["message": .object(message)]
        choice["finish_reason"] = finish
        if !logprobs.isEmpty { choice["logprobs"] = ["content": .array(logprobs)] }
        answer["choices"] = [.object(choice)]
        return .object(answer)
    }
}

/// Tool calls whose arguments come in pieces, told apart by their index.
struct StreamedToolCalls: Sendable {
    private var calls: [Int: ToolCall] = [:]

    /// Takes one piece in the chat-completions shape.
    mutating func take(_ piece: JSON) {
        let index = piece["index"]?.integer ?? max(0, calls.count - (piece["id"] == nil ? 1 : 0))
        var call = calls[index] ?? ToolCall(id: nil, name: "", arguments: "")
        if let id = piece["id"]?.string, !id.isEmpty { call.id = id }
        if let name = piece["function"]?["name"]?.string { call.name += name }
        if let arguments = piece["function"]?["arguments"]?.string { call.arguments += arguments }
        calls[index] = call
    }

    /// The calls in order, or nil when there are none.
    var json: JSON? { ToolCall.json(calls.sorted { $0.key < $1.key }.map(\.value)) }
}
