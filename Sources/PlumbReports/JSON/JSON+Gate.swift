import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbStatistics

extension GateReport {
    /// The decision with everything that led to it.
    var json: JSON {
        var object: JSONObject = [
            "suite": .string(suite), "variant": .string(variant), "verdict": .string(verdict.name),
            "verdict_reason": .optional(verdict.reason), "sentence": .string(sentence), "advice": .strings(advice),
            "settings": settings.json, "evidence": evidence?.json ?? .null,
        ]
        object["cases_regressed"] = .array(casesRegressed.map(\.json))
        object["cases_improved"] = .array(casesImproved.map(\.json))
        object["tags"] = .array(tags.map(\.json))
        object["requirements"] = .array(requirements.map(\.json))
        object["limits"] = .array(limits.map(\.json))
        object["consistency"] = consistency?.json ?? .null
        object["figure_verdicts"] = .array(figureVerdicts.map(\.json))
        object["left_out"] = .array(leftOut.map { ["id": .string($0.id), "reason": .string($0.reason.rawValue)] })
        object["attribution"] = .array(attribution.map(\.json))
        object["sweeps_used"] = .optional(sweepsUsed)
        object["calls_used"] = .integer(callsUsed)
        object["further_calls"] =
            furtherCalls.map {
                ["repetitions_per_case": .integer($0.repetitionsPerCase), "calls": .integer($0.calls)]
            } ?? .null
        object["anytime"] = anytime?.json ?? .null
        object["control"] = control?.json ?? .null
        return .object(object)
    }
}

extension AnytimeFinding {
    var json: JSON {
        ["evidence": .double(evidence), "evidence_of_gain": .double(evidenceOfGain), "needed": .double(needed)]
    }
}

extension ControlFinding {
    var json: JSON {
        ["cause": .string(cause.rawValue), "sentence": .string(sentence), "change": change.json, "model": model.json]
    }
}

extension ControlFinding.Leg {
    var json: JSON { ["verdict": .string(verdict.name), "evidence": evidence?.json ?? .null] }
}

extension Verdict {
    /// Why there is no verdict; nil when there is one.
    var reason: String? {
        switch self {
        case .regressed, .improved, .unchanged, .inconclusive: nil
        case .notComparable(let obstacle): obstacle.text
        case .couldNotMeasure(let obstacle): obstacle.text
        }
    }
}

extension GateSettings {
    var json: JSON {
        [
            "alpha": .double(alpha), "margin": .double(margin), "detect": .double(detect),
            "maximum_repetitions": .optional(maximumRepetitions), "estimand": .string(estimand.rawValue),
            "limits": .array(limits.map { ["metric": .string($0.metric.name), "ratio": .double($0.ratio)] }),
        ]
    }
}

extension GateFigures {
    var json: JSON {
        [
            "cases": .integer(cases), "baseline_accuracy": .double(baselineAccuracy), "candidate_accuracy": .double(candidateAccuracy),
            "drop": .double(drop), "interval": .range(interval), "drop_bound": .optional(dropBound),
            "deciding_test": .string(decidingTest.name), "p_value": .double(pValue), "level": .double(level), "breakage": .double(breakage),
            "accuracy": .double(accuracy),
            "minimum_detectable_drop": .double(minimumDetectableDrop), "baseline_repetitions": .counts(baselineRepetitions),
            "candidate_repetitions": .counts(candidateRepetitions),
        ]
    }
}

extension DecidingTest {
    /// One word for files.
    var name: String {
        switch self {
        case .breakage: "breakage"
        case .accuracy: "accuracy"
        case .margin: "margin"
        case .nonInferiority: "non-inferiority"
        case .evidence: "evidence"
        case .none: "none"
        }
    }
}

extension CaseChange {
    var json: JSON { ["id": .string(id), "baseline": baseline.json, "candidate": candidate.json, "p_value": .double(pValue)] }
}

extension TagChange {
    var json: JSON {
        [
            "tag": .string(tag), "cases": .integer(cases), "drop": .double(drop), "adjusted_p": .double(adjustedP),
            "verdict": .string(verdict == .regressed ? "regressed" : "not-shown"),
            "minimum_detectable_drop": .double(minimumDetectableDrop),
        ]
    }
}

extension GrowthResult {
    var json: JSON {
        [
            "metric": .string(limit.metric.name), "limit": .double(limit.ratio), "baseline": .optional(baseline),
            "candidate": .optional(candidate), "ratio": .optional(ratio), "bound": .optional(bound), "outcome": .string(outcome.rawValue),
            "reason": .optional(reason),
        ]
    }
}

extension ConsistencyVerdict {
    var json: JSON {
        [
            "direction": .string(direction.rawValue), "difference": difference.json, "p_value": .double(pValue),
            "sentence": .string(sentence),
        ]
    }
}

extension FigureVerdict {
    var json: JSON {
        [
            "figure": .string(figure.rawValue), "direction": .string(direction.rawValue), "baseline": .double(baseline),
            "candidate": .double(candidate), "change": .double(change), "interval": .range(interval), "p_value": .optional(pValue),
            "adjusted_p": .optional(adjustedP), "test": .optional(test?.rawValue), "cases": .integer(cases),
            "sentence": .string(sentence),
        ]
    }
}

extension PairedDifference {
    var json: JSON {
        [
            "figure": .string(figure.rawValue), "baseline": .double(baseline), "candidate": .double(candidate),
            "difference": .double(difference), "interval": .range(interval), "fixed_suite": .range(fixedSuite), "cases": .integer(cases),
        ]
    }
}

extension Change {
    /// What differs: its name, and both values where there are some.
    var json: JSON {
        var object: JSONObject = ["what": .string(name)]
        switch self {
        case .prompt(let diff): object["diff"] = .array(diff.lines.map(\.json))
        case .parameters(let changes):
            object["parameters"] = .array(
                changes.map { ["name": .string($0.name), "before": $0.before ?? .null, "after": $0.after ?? .null] })
        case .requestedModel(let before, let after):
            object["before"] = .optional(before)
            object["after"] = .optional(after)
        case .servedModels(let before, let after):
            object["before"] = .strings(before)
            object["after"] = .strings(after)
        case .cases(let added, let removed, let edited):
            object["added"] = .strings(added)
            object["removed"] = .strings(removed)
            object["edited"] = .strings(edited)
        case .examples, .backend, .extraction, .checks: break
        }
        return .object(object)
    }
}

extension TextDiff.Line {
    fileprivate var json: JSON {
        switch self {
        case .kept(let text): ["line": "kept", "text": .string(text)]
        case .removed(let text): ["line": "removed", "text": .string(text)]
        case .added(let text): ["line": "added", "text": .string(text)]
        }
    }
}
