import PlumbModel

extension VariantTally {
    /// Everything that is counted of a variant.
    var json: JSON {
        [
            "suite": .string(suite), "variant": .string(variant), "fingerprint": fingerprint.json, "prompt_text": .string(promptText),
            "parameters": .object(parameters), "requested_model": .optional(requestedModel), "served_models": .strings(servedModels),
            "cases": .array(cases.map(\.json)), "latencies": .array(latencies.map(JSON.double)),
            "first_tokens": .array(firstTokens.map(JSON.double)), "usage": usage.json,
            "usage_count": .integer(usageCount), "cost": cost?.json ?? .null, "unpriced": .integer(unpriced),
            "cached": .integer(cached), "failures": .array(failures.map(\.json)),
        ]
    }
}

extension CaseTally {
    /// Everything that is counted of a case.
    var json: JSON {
        [
            "id": .string(id), "content_hash": .string(contentHash), "tags": .strings(tags), "graded": .integer(graded),
            "passes": .integer(passes), "errors": .integer(errors), "score_sum": .double(scoreSum),
            "answers": .array(answers.map(\.json)), "distinct_texts": .integer(distinctTexts), "effort": effort.json,
        ]
    }
}

extension CaseTally.Answer {
    var json: JSON {
        [
            "text": .string(text), "count": .integer(count), "passes": .integer(passes), "reason": .string(reason), "key": .string(key),
        ]
    }
}

extension CaseTally.Effort {
    var json: JSON {
        [
            "tokens": .integer(tokens), "counted": .integer(counted), "cost": cost.json, "priced": .integer(priced),
            "seconds": .double(seconds), "timed": .integer(timed), "logarithms": logarithms.json,
        ]
    }
}

extension CaseTally.Logarithms {
    var json: JSON { ["tokens": .optional(tokens), "cost": .optional(cost), "seconds": .optional(seconds)] }
}
