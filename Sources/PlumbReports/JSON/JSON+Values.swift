import PlumbMetrics
import PlumbModel

/// How the values that several reports share are written as JSON.
extension JSON {
    /// The value, or `null`.
    static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
    /// The value, or `null`.
    static func optional(_ number: Double?) -> JSON { number.map(JSON.double) ?? .null }
    /// The value, or `null`.
    static func optional(_ number: Int?) -> JSON { number.map(JSON.integer) ?? .null }
    /// The texts as a list.
    static func strings(_ texts: some Sequence<String>) -> JSON { .array(texts.map(JSON.string)) }
    /// The bounds as a list of two, or `null`.
    static func range(_ range: ClosedRange<Double>?) -> JSON { range.map { [.double($0.lowerBound), .double($0.upperBound)] } ?? .null }
    /// The bounds as a list of two.
    static func counts(_ range: ClosedRange<Int>) -> JSON { [.integer(range.lowerBound), .integer(range.upperBound)] }
}

extension Money {
    var json: JSON { ["picodollars": .integer(picodollars), "dollars": .double(dollars)] }
}

extension Usage {
    var json: JSON {
        [
            "input": .integer(input), "output": .integer(output), "cached_input": .integer(cachedInput), "reasoning": .integer(reasoning),
            "cache_write": .integer(cacheWrite),
        ]
    }
}

extension Fingerprint {
    var json: JSON {
        [
            "prompt": .string(prompt), "parameters": .string(parameters), "extraction": .string(extraction), "checks": .string(checks),
            "cases": .string(cases), "model": .string(model),
        ]
    }
}

extension BackendIdentity {
    var json: JSON { ["kind": .string(kind), "endpoint": .string(endpoint), "model": .optional(model)] }
}

extension TrialError {
    var json: JSON { ["kind": .string(kind.rawValue), "message": .string(message)] }
}

extension VariantTally.Failure {
    var json: JSON { ["error": error.json, "count": .integer(count)] }
}

extension Estimate {
    var json: JSON { ["value": .double(value), "interval": .range(interval)] }
}

extension AccuracyEstimate {
    var json: JSON { ["value": .double(value), "population": .range(population), "fixed_suite": .range(fixedSuite)] }
}

extension KValue {
    var json: JSON { ["k": .integer(k), "estimate": estimate.json, "cases": .integer(cases)] }
}

extension RequirementResult {
    var json: JSON {
        [
            "variant": .string(variant), "metric": .string(requirement.metric.name), "bound": .string(requirement.bound.text),
            "measured": .optional(measured), "outcome": .string(outcome.rawValue), "reason": .optional(reason),
            "location": requirement.location?.json ?? .null,
        ]
    }
}
