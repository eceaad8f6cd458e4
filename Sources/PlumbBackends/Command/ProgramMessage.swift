import PlumbModel

/// What is said to programs that answer, and what they say.
enum ProgramMessage {
    /// A request as one line of JSON: `{"messages": […], "model": …, "parameters": {…}}`, without the line's end.
    static func request(_ request: CompletionRequest, defaultModel: String?) -> [UInt8] {
        var object: JSONObject = ["messages": .array(request.messages.map(\.json))]
        object["model"] = (request.model ?? defaultModel).map(JSON.string)
        object["parameters"] = .object(request.parameters.json)
        var bytes: [UInt8] = []
        JSON.object(object).append(to: &bytes)
        return bytes
    }

    /// The completion in an answer that must be a JSON object with `text`.
    static func answer(_ bytes: [UInt8], from program: String) throws(BackendError) -> Completion {
        let json: JSON
        do throws(JSONError) {
            json = try JSON.parse(utf8: bytes)
        } catch {
            throw BackendError(
                .malformedResponse, "the answer of '\(program)' is not valid JSON (\(error))",
                help: #"each line it writes must be a whole answer: {"text": "…"}"#)
        }
        guard let completion = try completion(json, from: program) else {
            throw BackendError(.malformedResponse, "the answer of '\(program)' has no text", help: #"write {"text": "…"}"#)
        }
        return completion
    }

    /// The completion in all that a program wrote: a JSON object with `text` or `error`, or else the plain text without its last
    /// line end.
    static func output(_ bytes: [UInt8], from program: String) throws(BackendError) -> Completion {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        if bytes.first(where: { !blanks.contains($0) }) == UInt8(ascii: "{"), let json = try? JSON.parse(utf8: bytes),
            let completion = try completion(json, from: program)
        {
            return completion
        }
        var text = String(decoding: bytes, as: UTF8.self)
        if text.last?.isNewline == true { text.removeLast() }
        return Completion(text: text)
    }

    /// The completion that a JSON object stands for, or nil when it is none; throws the error that it stands for.
    private static func completion(_ json: JSON, from program: String) throws(BackendError) -> Completion? {
        if let error = json["error"], !error.isNull { throw failure(error, from: program) }
        guard let text = json["text"]?.string else { return nil }
        return Completion(
            text: text, finishReason: json["finish_reason"]?.string.map(FinishReason.init(name:)), refusal: json["refusal"]?.string,
            usage: json["usage"].flatMap(Usage.init(reported:)), servedModel: json["model"]?.string,
            fingerprint: json["fingerprint"]?.string, responseID: json["id"]?.string,
            logprobs: json["logprobs"]?.present, toolCalls: json["tool_calls"]?.present)
    }

    /// `"message"`, or `{"message": …, "kind": one of the kinds of errors, "retry_after": seconds}`.
    private static func failure(_ error: JSON, from program: String) -> BackendError {
        let message = (error.string ?? error["message"]?.string ?? "it does not say why").onOneLine()
        let kind = error["kind"]?.string.flatMap(BackendError.Kind.init(rawValue:)) ?? .overloaded
        let wait = error["retry_after"]?.number.flatMap { $0 > 0 && $0 < 1e7 ? Duration.milliseconds(Int($0 * 1000)) : nil }
        return BackendError(kind, "'\(program)' reports an error: \(message)", retryAfter: wait)
    }
}
