import PlumbModel
import PlumbRunner

extension RunRecord {
    /// The record as JSON; times are in seconds since 1970 and as ISO 8601.
    var json: JSON {
        [
            "id": .string(id), "suite": .string(suite), "purpose": .string(purpose.rawValue), "status": .string(status.rawValue),
            "started_at": .double(startedAt), "started": .string(CalendarTime(secondsSince1970: startedAt).iso),
            "ended_at": .optional(endedAt), "plan_hash": .string(planHash), "repetitions": .integer(repetitions),
            "tool_version": .string(toolVersion), "commit": .optional(commit), "process_id": .integer(processID),
            "variants": .array(variants.map(\.json)), "part": part?.json ?? .null, "details": details ?? .null,
        ]
    }
}

extension RunRecord.Part {
    /// The shard and the plan of the whole.
    var json: JSON {
        ["shard": .integer(shard.index), "count": .integer(shard.count), "whole_plan_hash": .string(wholePlanHash)]
    }
}

extension RunRecord.Variant {
    var json: JSON {
        [
            "name": .string(name), "fingerprint": fingerprint.json, "prompt_text": .string(promptText),
            "parameters": .object(parameters), "requested_model": .optional(requestedModel), "backend": backend.json,
        ]
    }
}

extension RunEnding {
    /// Why the run asked no further trial: a word, and what happened.
    var json: JSON {
        let (word, detail): (String, String?)
        switch self {
        case .complete: (word, detail) = ("complete", nil)
        case .decided: (word, detail) = ("decided", nil)
        case .paused: (word, detail) = ("paused", nil)
        case .interrupted: (word, detail) = ("interrupted", nil)
        case .budgetReached(let text): (word, detail) = ("budget-reached", text)
        case .backendFailed(let error): (word, detail) = ("backend-failed", error.message)
        case .storeFailed(let error): (word, detail) = ("store-failed", error.message)
        }
        return ["reason": .string(word), "detail": .optional(detail)]
    }
}
