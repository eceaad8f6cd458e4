import PlumbModel

/// A trial as one line of a file.
struct TrialLine {
    private(set) var bytes: [UInt8] = []

    /// The line of a trial, without its end; what is not known is left out.
    mutating func write(_ trial: Trial) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: "{\"variant\":".utf8)
        JSON.append(string: trial.key.variant, to: &bytes)
        put("case", trial.key.caseID)
        put("repetition", trial.key.repetition)
        put("request", trial.requestHash)
        put("started_at", JSON.double(trial.startedAt))
        put("latency_ns", Int(trial.latency.nanoseconds))
        put("attempts", trial.attempts)
        put("provenance", trial.provenance.rawValue)
        switch trial.outcome {
        case .answered(let completion): put(completion)
        case .failed(let error): put("error", JSON.object(["kind": .string(error.kind.rawValue), "message": .string(error.message)]))
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func put(_ completion: Completion) {
        bytes.append(contentsOf: ",\"answer\":{\"text\":".utf8)
        JSON.append(string: completion.text, to: &bytes)
        put("finish_reason", completion.finishReason?.name)
        put("refusal", completion.refusal)
        if let usage = completion.usage {
            var tokens: JSONObject = [
                "input": .integer(usage.input), "output": .integer(usage.output), "cached_input": .integer(usage.cachedInput),
                "reasoning": .integer(usage.reasoning),
            ]
            if usage.cacheWrite != 0 { tokens["cache_write"] = .integer(usage.cacheWrite) }
            put("usage", JSON.object(tokens))
        }
        put("served_model", completion.servedModel)
        put("fingerprint", completion.fingerprint)
        put("response_id", completion.responseID)
        put("logprobs", completion.logprobs)
        put("tool_calls", completion.toolCalls)
        put("first_token_ns", (completion.timeToFirstToken?.nanoseconds).map { Int($0) })
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func name(_ name: StaticString) {
        bytes.append(contentsOf: ",\"".utf8)
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: "\":".utf8)
    }

    private mutating func put(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        self.name(name)
        JSON.append(string: text, to: &bytes)
    }

    private mutating func put(_ name: StaticString, _ count: Int?) {
        guard let count else { return }
        self.name(name)
        bytes.append(contentsOf: String(count).utf8)
    }

    private mutating func put(_ name: StaticString, _ value: JSON?) {
        guard let value else { return }
        self.name(name)
        value.append(to: &bytes)
    }
}

extension TrialLine {
    /// Reads a line.
    static func trial(_ line: JSON) throws(LineError) -> Trial {
        var fields = try LineFields(line, "a trial")
        let key = TrialKey(
            variant: try fields.text("variant"), caseID: try fields.text("case"), repetition: try fields.count("repetition"))
        let (request, startedAt) = (try fields.text("request"), try fields.number("started_at"))
        let (latency, attempts) = (try fields.count("latency_ns"), try fields.count("attempts"))
        let provenance: Provenance = try fields.word("provenance")
        let outcome = try outcome(&fields)
        try fields.end()
        return Trial(
            key: key, requestHash: request, outcome: outcome, latency: .nanoseconds(latency), attempts: attempts, provenance: provenance,
            startedAt: startedAt)
    }

    private static func outcome(_ fields: inout LineFields) throws(LineError) -> Trial.Outcome {
        if let line = fields.optional("error") {
            var error = try LineFields(line, "an error")
            let failure = TrialError(kind: try error.word("kind"), message: try error.text("message"))
            try error.end()
            return .failed(failure)
        }
        var answer = try LineFields(try fields.value("answer"), "an answer")
        var completion = Completion(text: try answer.text("text"))
        completion.finishReason = try answer.optionalText("finish_reason").map(FinishReason.init(name:))
        completion.refusal = try answer.optionalText("refusal")
        completion.usage = try answer.optional("usage").map(usage)
        completion.servedModel = try answer.optionalText("served_model")
        completion.fingerprint = try answer.optionalText("fingerprint")
        completion.responseID = try answer.optionalText("response_id")
        completion.logprobs = answer.optional("logprobs")
        completion.toolCalls = answer.optional("tool_calls")
        completion.timeToFirstToken = try answer.optionalCount("first_token_ns").map(Duration.nanoseconds)
        try answer.end()
        return .answered(completion)
    }

    private static func usage(_ line: JSON) throws(LineError) -> Usage {
        var fields = try LineFields(line, "a count of tokens")
        // Counts come from servers, which may say anything, so that even negative ones are kept.
        func count(_ name: String, _ value: JSON) throws(LineError) -> Int {
            guard case .integer(let count) = value else { throw LineError("'\(name)' must be a whole number") }
            return count
        }
        var usage = Usage()
        usage.input = try count("input", try fields.value("input"))
        usage.output = try count("output", try fields.value("output"))
        usage.cachedInput = try count("cached_input", try fields.value("cached_input"))
        usage.reasoning = try count("reasoning", try fields.value("reasoning"))
        if let written = fields.optional("cache_write") { usage.cacheWrite = try count("cache_write", written) }
        try fields.end()
        return usage
    }
}
