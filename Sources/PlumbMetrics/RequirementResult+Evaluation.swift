public import PlumbModel

extension RequirementResult {
    /// What a suite's demands come to for one variant; demands on other variants are left out.
    public static func all(_ requirements: [Requirement], of metrics: VariantMetrics) -> [RequirementResult] {
        requirements.filter { $0.variant == nil || $0.variant == metrics.variant }.map { RequirementResult($0, of: metrics) }
    }

    /// What a demand comes to.
    ///
    /// Where too many trials brought no grade, a demand on accuracy is decided only when they could not have turned it, and a demand
    /// on any other figure of grades not at all.
    public init(_ requirement: Requirement, of metrics: VariantMetrics) {
        let measured = metrics.value(requirement.metric)
        var outcome = Outcome.unmeasured
        var reason: String?
        if let measured {
            if let gap = metrics.coverageGap, requirement.metric.restsOnGrades {
                outcome = Self.envelope(requirement, metrics)
                if outcome == .unmeasured { reason = gap.text }
            } else {
                outcome = requirement.bound.holds(for: Self.settled(measured)) ? .met : .unmet
            }
        } else {
            reason = Self.missing(requirement.metric, metrics)
        }
        self.init(requirement: requirement, variant: metrics.variant, measured: measured, outcome: outcome, reason: reason)
    }

    /// What a demand on accuracy comes to whatever the missing grades would have been.
    private static func envelope(_ requirement: Requirement, _ metrics: VariantMetrics) -> Outcome {
        guard requirement.metric == .accuracy, requirement.bound.relation != .equal, let range = metrics.accuracyEnvelope else {
            return .unmeasured
        }
        switch (requirement.bound.holds(for: settled(range.lowerBound)), requirement.bound.holds(for: settled(range.upperBound))) {
        case (true, true): return .met
        case (false, false): return .unmet
        default: return .unmeasured
        }
    }

    /// A figure without the last digits that its computation left: a mean of 0.8 and 0.4 is 0.6.
    private static func settled(_ value: Double) -> Double {
        abs(value) < 1e3 ? (value * 1e12).rounded() / 1e12 : value
    }

    private static func missing(_ metric: MetricName, _ metrics: VariantMetrics) -> String {
        if metrics.trials == 0 { return "no trial was made" }
        switch metric {
        case .cost:
            return metrics.cost.total == nil ? "unpriced" : "\(metrics.cost.unpriced) answers are unpriced"
        case .tokens: return "the backend does not tell tokens"
        case .latency: return metrics.latency == nil ? "no answer was live" : "this percentile is not measured"
        default: break
        }
        if metrics.graded == 0 { return "no trial brought a grade" }
        switch metric {
        case .passAtK(let k), .passHatK(let k):
            return "fewer than \(k) trials of most cases were graded; ask \(k) repetitions or more"
        default: return "no case was asked twice; ask 2 repetitions or more"
        }
    }
}

/// Why a variant's grades need not be typical of it.
public enum CoverageGap: Sendable, Hashable {
    /// More than a fifth of the trials brought no grade.
    case errors(Int, trials: Int)
    /// These cases were asked but never graded.
    case cases([String])

    /// The gap as a phrase without a full stop.
    public var text: String {
        switch self {
        case .errors(let errors, let trials): return "\(errors) of \(trials) trials brought no grade"
        case .cases(let ids):
            let named = ids.prefix(3).joined(separator: ", ") + (ids.count > 3 ? " …" : "")
            return ids.count == 1 ? "the case \(named) brought no grade" : "\(ids.count) cases brought no grade (\(named))"
        }
    }
}

extension VariantMetrics {
    /// The greatest share of trials without a grade with which figures of grades are still taken for the variant's.
    public static let greatestErrorShare = 0.2

    /// Why the grades need not be typical; nil when they may be taken so.
    ///
    /// Cases never asked do not count.
    public var coverageGap: CoverageGap? {
        if trials > 0, Double(errors) > Self.greatestErrorShare * Double(trials) { return .errors(errors, trials: trials) }
        return unmeasuredCases.isEmpty ? nil : .cases(unmeasuredCases)
    }

    /// The accuracy if every trial without a grade had failed, and if each had passed; nil when nothing was asked.
    public var accuracyEnvelope: ClosedRange<Double>? {
        let asked = cases.map(\.tally).filter { $0.graded + $0.errors > 0 }
        guard !asked.isEmpty else { return nil }
        let count = Double(asked.count)
        let least = asked.reduce(0) { $0 + Double($1.passes) / Double($1.graded + $1.errors) } / count
        let missing = asked.reduce(0) { $0 + Double($1.errors) / Double($1.graded + $1.errors) } / count
        return least...max(least, min(1, least + missing))
    }
}

extension MetricName {
    /// Whether the figure is made of grades or of the graded trials' answers.
    var restsOnGrades: Bool {
        switch self {
        case .accuracy, .score, .passAtK, .passHatK, .agreement, .flipRate, .stability: true
        case .errorRate, .cost, .tokens, .latency: false
        }
    }
}
