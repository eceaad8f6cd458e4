import PlumbMetrics
import PlumbModel

extension VariantMetrics {
    /// Every figure of a variant; what cannot be known is `null`.
    var json: JSON {
        var object: JSONObject = [
            "suite": .string(suite), "variant": .string(variant), "case_count": .integer(caseCount),
            "unmeasured_cases": .strings(unmeasuredCases), "cases_not_asked": .strings(casesNotAsked), "repetitions": .counts(repetitions),
            "trials": .integer(trials), "graded": .integer(graded), "passes": .integer(passes), "errors": .integer(errors),
            "coverage": .double(coverage),
        ]
        object["accuracy"] = accuracy?.json ?? .null
        object["score"] = score?.json ?? .null
        object["pass_at_k"] = .array(passAtK.map(\.json))
        object["pass_hat_k"] = .array(passHatK.map(\.json))
        object["agreement"] = agreement?.json ?? .null
        object["majority_agreement"] = .optional(majorityAgreement)
        object["flip_rate"] = flipRate?.json ?? .null
        object["stability"] = .optional(stability)
        object["flaky_cases"] = .integer(flakyCases)
        object["total_agreement_texts"] = .optional(totalAgreementTexts)
        object["total_agreement_answers"] = .optional(totalAgreementAnswers)
        object["latency"] = latency?.json ?? .null
        object["first_token"] = firstToken?.json ?? .null
        object["tokens"] = tokens?.json ?? .null
        object["cost"] = cost.json
        object["cached"] = .integer(cached)
        object["failures"] = .array(failures.map(\.json))
        object["tags"] = .array(tags.map(\.json))
        object["cases"] = .array(cases.map(\.json))
        object["unknowns"] = .strings(unknowns)
        return .object(object)
    }
}

extension CaseMetrics {
    /// The figures of a case; its counts are in the tally under the same id.
    var json: JSON {
        [
            "id": .string(id), "standing": .string(standing.rawValue), "pass_rate": .optional(passRate), "score": .optional(score),
            "agreement": .optional(agreement), "majority_agreement": .optional(majorityAgreement), "flip_rate": .optional(flipRate),
        ]
    }
}

extension TagMetrics {
    var json: JSON {
        [
            "tag": .string(tag), "case_count": .integer(caseCount), "graded": .integer(graded), "passes": .integer(passes),
            "errors": .integer(errors), "accuracy": accuracy?.json ?? .null, "score": score?.json ?? .null,
            "agreement": agreement?.json ?? .null,
        ]
    }
}

extension LatencySummary {
    /// In seconds.
    var json: JSON {
        [
            "count": .integer(count), "mean": .double(mean), "p50": .double(p50), "p95": .double(p95), "p99": .double(p99),
            "longest": .double(longest),
        ]
    }
}

extension TokenSummary {
    var json: JSON {
        [
            "trials": .integer(trials), "input": .double(input), "output": .double(output), "cached_input": .double(cachedInput),
            "reasoning": .double(reasoning), "sum": sum.json,
        ]
    }
}

extension CostSummary {
    var json: JSON {
        [
            "total": total?.json ?? .null, "priced": .integer(priced), "unpriced": .integer(unpriced), "passes": .integer(passes),
            "per_trial": .optional(perTrial), "per_pass": .optional(perPass),
        ]
    }
}
