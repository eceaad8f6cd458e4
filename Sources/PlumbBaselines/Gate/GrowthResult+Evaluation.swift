internal import PlumbMetrics
internal import PlumbModel

extension GrowthResult {
    /// What a limit comes to.
    ///
    /// Tokens and cost are compared over the cases of both sides, latencies over all live answers. A percentile needs enough answers on
    /// both sides to mean anything: 5 for the 50th, 20 for the 95th, 100 for the 99th. The limit is broken when growth beyond it is shown,
    /// not when the figures as measured lie beyond it: else a true growth of exactly the limit would be called too much half of the time.
    /// - Parameter level: The chance of calling growth that keeps to the limit too much.
    init(
        _ limit: GateSettings.GrowthLimit, baseline: VariantTally, candidate: VariantTally, metrics: VariantMetrics,
        pairs: [CasePairing.Pair], level: Double
    ) {
        let before = VariantMetrics(baseline)
        var figures: (old: Double?, new: Double?)
        var bound: Double?
        switch limit.metric {
        case .tokens, .cost:
            let figure = limit.metric == .cost ? PairedFigure.cost : .tokens
            let difference = PairedDifference(figure, pairs)
            figures = (difference?.baseline, difference?.candidate)
            bound = GrowthBound.ofMeans(figure, pairs, level: level)
        case .latency(let percentile):
            figures = (before.value(limit.metric), metrics.value(limit.metric))
            bound = GrowthBound.ofPercentile(
                Double(percentile) / 100, before: (baseline.latencies, baseline.timed),
                now: (candidate.latencies, candidate.timed), level: level)
        default:
            figures = (before.value(limit.metric), metrics.value(limit.metric))
        }
        if before.value(limit.metric) == nil { figures.old = nil }
        if metrics.value(limit.metric) == nil { figures.new = nil }
        var reason = Self.missing(limit.metric, before, "the baseline") ?? Self.missing(limit.metric, metrics, "this run")
        if reason == nil, figures.old == nil || figures.new == nil { reason = "no case was measured on both sides" }
        var outcome = RequirementResult.Outcome.unmeasured
        if reason == nil, let old = figures.old, let new = figures.new {
            if new <= old * limit.ratio * (1 + 1e-9) {
                outcome = .met
            } else if let bound, bound > limit.ratio * (1 + 1e-9) {
                outcome = .unmet
            } else {
                reason =
                    bound.map { "by chance it may be \(Wording.number($0, decimals: 2)) × only" } ?? "too few cases to tell it from chance"
            }
        } else {
            bound = nil
        }
        self.init(limit: limit, baseline: figures.old, candidate: figures.new, bound: bound, outcome: outcome, reason: reason)
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
