import PlumbModel

/// Reads chat-completions answers, forgiving in everything that servers do differently.
struct ChatResponseDecoder: Sendable {
    /// Tells what an error inside a successful reply means.
    var classifier: ResponseClassifier

    /// The completion in a reply with a status of success.
    ///
    /// Only the first choice counts. Throws ``BackendError/Kind/malformedResponse`` for anything that is no completion, and what an
    /// error inside the body stands for.
    func decode(_ reply: HTTPReply) throws(BackendError) -> Completion {
        let body = try json(reply)
        if let error = body["error"], !error.isNull { throw classifier.classify(embedded: error, in: reply) }
        guard let choices = body["choices"]?.array else {
            throw BackendError(.malformedResponse, "the answer has no list of choices", status: reply.status)
        }
        guard let choice = choices.first else {
            throw BackendError(.malformedResponse, "the answer's list of choices is empty", status: reply.status)
        }
        if let error = choice["error"], !error.isNull { throw classifier.classify(embedded: error, in: reply) }
        guard let message = choice["message"], message.object != nil else {
            throw BackendError(.malformedResponse, "the answer's choice has no message", status: reply.status)
        }
        let content = Self.content(message["content"])
        return Completion(
            text: content.text,
            finishReason: choice["finish_reason"]?.string.map(FinishReason.init(name:)),
            refusal: message["refusal"]?.string ?? content.refusal,
            usage: body["usage"].flatMap(Usage.init(reported:)),
            servedModel: body["model"]?.string,
            fingerprint: body["system_fingerprint"]?.string,
            responseID: body["id"]?.string,
            logprobs: choice["logprobs"]?.present,
            toolCalls: message["tool_calls"].flatMap { $0.array?.isEmpty == false ? $0 : Optional.none })
    }

    private func json(_ reply: HTTPReply) throws(BackendError) -> JSON {
        do throws(JSONError) {
            return try JSON.parse(utf8: Self.withoutMark(reply.body))
        } catch {
            throw Self.explain(error, reply)
        }
    }

    /// The body without the byte order mark that some servers put in front.
    private static func withoutMark(_ body: [UInt8]) -> [UInt8] {
        body.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(body.dropFirst(3)) : body
    }

    private static func explain(_ error: JSONError, _ reply: HTTPReply) -> BackendError {
        let kind = reply.header("content-type")?.lowercased() ?? ""
        let first = reply.body.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        if first == nil { return BackendError(.malformedResponse, "the answer is empty", status: reply.status) }
        if kind.contains("text/event-stream") {
            return BackendError(
                .malformedResponse, "the server answered with a stream, which was not asked for",
                help: "turn streaming off in the server or in 'extra'", status: reply.status)
        }
        if kind.contains("html") || first == UInt8(ascii: "<") {
            return BackendError(
                .malformedResponse, "the server answered with a web page instead of JSON",
                help: "check the backend's 'base_url': it usually ends with /v1", status: reply.status)
        }
        return BackendError(.malformedResponse, "the answer is not valid JSON (\(error))", status: reply.status)
    }

    /// The text of a message's content, which is a string, null, or a list of parts; refusals among the parts come apart.
    private static func content(_ content: JSON?) -> (text: String, refusal: String?) {
        if let text = content?.string { return (text, nil) }
        var text = ""
        var refusal: String?
        for part in content?.array ?? [] {
            if let words = part["refusal"]?.string {
                refusal = (refusal ?? "") + words
            } else if let words = part["text"]?.string ?? part.string {
                text += words
            }
        }
        return (text, refusal)
    }
}
