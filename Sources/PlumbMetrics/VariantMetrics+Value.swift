public import PlumbModel

extension VariantMetrics {
    /// The figure of that name, or nil when these trials cannot tell it.
    public func value(_ metric: MetricName) -> Double? {
        switch metric {
        case .accuracy: accuracy?.value
        case .score: score?.value
        case .passAtK(let k): ladder.any(k)?.estimate.value
        case .passHatK(let k): ladder.all(k)?.estimate.value
        case .agreement: agreement?.value
        case .flipRate: flipRate?.value
        case .stability: stability
        case .errorRate: trials > 0 ? 1 - coverage : nil
        case .cost: cost.perTrial
        case .tokens: tokens?.total
        case .latency(50): latency?.p50
        case .latency(95): latency?.p95
        case .latency(99): latency?.p99
        case .latency: nil
        }
    }

    private var ladder: PassLadder { PassLadder(cases.filter { $0.tally.graded > 0 }) }
}
