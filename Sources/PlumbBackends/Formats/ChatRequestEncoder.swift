import PlumbModel

/// Writes chat-completions requests straight to bytes.
struct ChatRequestEncoder: Sendable {
    /// What all requests have in common.
    var defaults: RequestDefaults

    /// The body of a request; a further field of the same name as one of ours takes its place.
    func encode(_ request: CompletionRequest) throws(BackendError) -> [UInt8] {
        let extra = try defaults.extra(of: request)
        var body = Body(extra: extra)
        body.bytes.reserveCapacity(256 + request.messages.reduce(0) { $0 + $1.content.utf8.count + 48 })
        body.text("model", request.model ?? defaults.model)
        body.messages(request.messages)
        encode(request.parameters, into: &body)
        if defaults.delivery == .streamed {
            body.value("stream", true)
            body.value("stream_options", ["include_usage": true])
        }
        for (name, value) in extra { body.further(name, value) }
        return body.finish()
    }

    private func encode(_ parameters: Parameters, into body: inout Body) {
        body.value("temperature", parameters.temperature.map(JSON.double))
        body.value("top_p", parameters.topP.map(JSON.double))
        body.value("top_k", parameters.topK.map(JSON.integer))
        body.value(defaults.maxTokensField, parameters.maxTokens.map(JSON.integer))
        body.value("seed", parameters.seed.map(JSON.integer))
        body.value("stop", parameters.stop.isEmpty ? nil : .array(parameters.stop.map(JSON.string)))
        body.value("frequency_penalty", parameters.frequencyPenalty.map(JSON.double))
        body.value("presence_penalty", parameters.presencePenalty.map(JSON.double))
        body.value("response_format", parameters.responseFormat)
        if let alternatives = parameters.logprobs {
            body.value("logprobs", true)
            body.value("top_logprobs", alternatives > 0 ? .integer(alternatives) : nil)
        }
        body.value("tools", parameters.tools)
        body.value("tool_choice", parameters.toolChoice)
    }

    /// A JSON object under construction.
    private struct Body {
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        let extra: JSONObject

        init(extra: JSONObject) { self.extra = extra }

        mutating func text(_ name: String, _ value: String?) {
            guard let value, begin(name) else { return }
            JSON.append(string: value, to: &bytes)
        }

        mutating func value(_ name: String, _ value: JSON?) {
            guard let value, begin(name) else { return }
            value.append(to: &bytes)
        }

        mutating func further(_ name: String, _ value: JSON) {
            key(name)
            value.append(to: &bytes)
        }

        mutating func messages(_ messages: [Message]) {
            guard begin("messages") else { return }
            bytes.append(UInt8(ascii: "["))
            for (index, message) in messages.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes.append(contentsOf: #"{"role":""#.utf8)
                bytes.append(contentsOf: message.role.rawValue.utf8)
                bytes.append(contentsOf: #"","content":"#.utf8)
                JSON.append(string: message.content, to: &bytes)
                bytes.append(UInt8(ascii: "}"))
            }
            bytes.append(UInt8(ascii: "]"))
        }

        /// Writes the name of a field of ours, unless a further field takes its place.
        private mutating func begin(_ name: String) -> Bool {
            guard extra.isEmpty || extra[name] == nil else { return false }
            key(name)
            return true
        }

        private mutating func key(_ name: String) {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            JSON.append(string: name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
        }

        consuming func finish() -> [UInt8] {
            bytes.append(UInt8(ascii: "}"))
            return bytes
        }
    }
}
