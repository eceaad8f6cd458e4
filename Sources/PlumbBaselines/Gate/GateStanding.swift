internal import PlumbMetrics

/// What a report means for whoever waits for an exit status, gravest first.
public enum GateStanding: String, Sendable, Hashable, CaseIterable {
    /// A regression was shown, a demand is not met, or a limit on growth is broken.
    case failed
    /// It could not be measured or compared, or a demand could not be measured.
    case unknown
    /// There is no baseline yet.
    case missingBaseline = "missing-baseline"
    /// The evidence does not decide, or a limit on growth could not be measured.
    case inconclusive
    /// Unchanged or improved, and every demand is met.
    case fine
}

extension GateReport {
    /// What the report means: what was shown wins over what is not known.
    public var standing: GateStanding {
        if verdict == .regressed || requirements.contains(where: { $0.outcome == .unmet })
            || limits.contains(where: { $0.outcome == .unmet })
        {
            return .failed
        }
        if requirements.contains(where: { $0.outcome == .unmeasured }) { return .unknown }
        switch verdict {
        case .couldNotMeasure(.missingBaseline): return .missingBaseline
        case .couldNotMeasure, .notComparable: return .unknown
        case .inconclusive: return .inconclusive
        case .regressed, .improved, .unchanged:
            return limits.contains { $0.outcome == .unmeasured } ? .inconclusive : .fine
        }
    }
}
