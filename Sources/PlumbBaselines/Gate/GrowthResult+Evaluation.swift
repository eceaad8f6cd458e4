internal import PlumbMetrics
internal import PlumbModel

extension GrowthResult {
    /// What a limit comes to.
    ///
    /// Tokens and cost are compared over the cases of both sides, latencies over all live answers. A percentile needs enough answers on
    /// both sides to mean anything: 5 for the 50th, 20 for the 95th, 100 for the 99th.
    init(
        _ limit: GateSettings.GrowthLimit, baseline: VariantTally, candidate: VariantTally, metrics: VariantMetrics,
        pairs: [CasePairing.Pair]
    ) {
        let before = VariantMetrics(baseline)
        var figures: (old: Double?, new: Double?)
        switch limit.metric {
        case .tokens, .cost:
            let difference = PairedDifference(limit.metric == .cost ? .cost : .tokens, pairs)
            figures = (difference?.baseline, difference?.candidate)
        default:
            figures = (before.value(limit.metric), metrics.value(limit.metric))
        }
        if before.value(limit.metric) == nil { figures.old = nil }
        if metrics.value(limit.metric) == nil { figures.new = nil }
        var reason = Self.missing(limit.metric, before, "the baseline") ?? Self.missing(limit.metric, metrics, "this run")
        if reason == nil, figures.old == nil || figures.new == nil { reason = "no case was measured on both sides" }
        var outcome = RequirementResult.Outcome.unmeasured
        if reason == nil, let old = figures.old, let new = figures.new {
            outcome = new <= old * limit.ratio * (1 + 1e-9) ? .met : .unmet
        }
        self.init(limit: limit, baseline: figures.old, candidate: figures.new, outcome: outcome, reason: reason)
    }

    /// Why one side does not have the figure; nil when it has.
    private static func missing(_ metric: MetricName, _ metrics: VariantMetrics, _ side: String) -> String? {
        switch metric {
        case .cost: return metrics.cost.perTrial == nil ? "\(side) is unpriced, or a part of it" : nil
        case .tokens: return metrics.tokens == nil ? "\(side) does not tell its tokens" : nil
        case .latency(let percentile):
            let needed = percentile >= 99 ? 100 : percentile >= 95 ? 20 : 5
            let count = metrics.latency?.count ?? 0
            if count >= needed { return nil }
            return "\(side) has \(count) live \(count == 1 ? "answer" : "answers"), and this percentile needs \(needed)"
        default: return metrics.value(metric) == nil ? "\(side) does not have this figure" : nil
        }
    }
}
