/// What a variant's trials leave open, in words.
enum Unknowns {
    static func phrases(_ metrics: VariantMetrics) -> [String] {
        guard metrics.graded > 0 else {
            return metrics.trials == 0 ? ["everything: no trial was made"] : ["everything but the errors: no trial brought a grade"]
        }
        var phrases: [String] = []
        if metrics.repetitions.upperBound == 1 {
            phrases.append(
                "consistency and the noise of single calls: every case was asked once; at least 3 repetitions tell noise from difficulty")
        }
        if metrics.accuracy?.population == nil {
            phrases.append("how good the variant is on other inputs: only one case was measured")
        }
        if !metrics.unmeasuredCases.isEmpty {
            let count = metrics.unmeasuredCases.count
            phrases.append(count == 1 ? "1 case brought no grade" : "\(count) cases brought no grade")
        }
        if metrics.latency == nil { phrases.append("latency: no answer was live") }
        if metrics.tokens == nil { phrases.append("tokens: the backend does not tell them") }
        if metrics.cost.perTrial == nil {
            phrases.append(
                metrics.cost.total == nil
                    ? "cost: unpriced" : "cost per trial: \(metrics.cost.unpriced) of the answers are unpriced")
        }
        return phrases
    }
}
