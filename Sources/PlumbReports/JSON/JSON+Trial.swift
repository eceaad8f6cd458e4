import PlumbModel

extension GradedTrial {
    /// A trial with its answer and grade, whole.
    var json: JSONObject {
        var object: JSONObject = [
            "variant": .string(trial.key.variant), "case": .string(trial.key.caseID), "repetition": .integer(trial.key.repetition),
            "request_hash": .string(trial.requestHash), "completion": trial.completion?.json ?? .null, "error": trial.error?.json ?? .null,
            "latency": .double(trial.latency.inSeconds), "attempts": .integer(trial.attempts),
            "provenance": .string(trial.provenance.rawValue), "started_at": .double(trial.startedAt),
        ]
        object["answer"] = .optional(answer)
        object["agreement_key"] = .optional(agreementKey)
        object["outcome"] = .string(outcome.rawValue)
        object["grade"] = grade?.json ?? .null
        return object
    }
}

extension Completion {
    var json: JSON {
        [
            "text": .string(text), "finish_reason": .optional(finishReason?.name), "refusal": .optional(refusal),
            "usage": usage?.json ?? .null, "served_model": .optional(servedModel), "fingerprint": .optional(fingerprint),
            "response_id": .optional(responseID), "logprobs": logprobs ?? .null, "tool_calls": toolCalls ?? .null,
            "time_to_first_token": .optional(timeToFirstToken?.inSeconds),
        ]
    }
}

extension TrialGrade {
    var json: JSON { ["outcome": .string(outcome.rawValue), "score": .double(score), "checks": .array(checks.map(\.json))] }
}

extension CheckGrade {
    var json: JSON {
        [
            "check": .string(check), "weight": .double(weight), "outcome": .string(grade.outcome.rawValue), "score": .double(grade.score),
            "reason": .string(grade.reason),
            "spans": .array(grade.spans.map { [.integer($0.lowerBound), .integer($0.upperBound)] }),
        ]
    }
}
