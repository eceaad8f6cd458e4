/// A range that covers the true value with a stated probability.
public struct ConfidenceInterval: Sendable, Hashable {
    /// Lower bound.
    public let lower: Double
    /// Upper bound.
    public let upper: Double
    /// Nominal coverage, such as 0.95.
    public let confidence: Double

    /// Takes the bounds as they are.
    public init(lower: Double, upper: Double, confidence: Double) {
        self.lower = lower
        self.upper = upper
        self.confidence = confidence
    }

    /// Upper minus lower bound.
    public var width: Double { upper - lower }

    /// Whether `value` lies inside, bounds included.
    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

    /// The probability below the upper critical value of a two-sided interval: 0.975 for 0.95.
    static func upperProbability(_ confidence: Double) -> Double { 1 - (1 - confidence) / 2 }
}

/// Intervals for a share of successes.
public enum ProportionInterval {
    /// Wilson's score interval (1927) for `successes` of `trials`; nil without trials.
    public static func wilson(successes: Int, trials: Int, confidence: Double = 0.95) -> ConfidenceInterval? {
        guard trials > 0 else { return nil }
        return wilson(
            share: Double(successes) / Double(trials), effectiveTrials: Double(trials),
            critical: Normal.quantile(ConfidenceInterval.upperProbability(confidence)), confidence: confidence)
    }

    /// Wilson's interval on an effective number of trials, with any critical value (such as a t quantile).
    ///
    /// Stays inside 0…1 and has a width even at 0 and 1.
    public static func wilson(share: Double, effectiveTrials: Double, critical: Double, confidence: Double) -> ConfidenceInterval {
        let square = critical * critical / effectiveTrials
        let centre = (share + square / 2) / (1 + square)
        let half = (share * (1 - share) * square + square * square / 4).squareRoot() / (1 + square)
        return ConfidenceInterval(
            lower: share <= 0 ? 0 : max(0, centre - half), upper: share >= 1 ? 1 : min(1, centre + half), confidence: confidence)
    }

    /// The exact interval of Clopper and Pearson (1934); nil without trials.
    public static func clopperPearson(successes: Int, trials: Int, confidence: Double = 0.95) -> ConfidenceInterval? {
        guard trials > 0, successes >= 0, successes <= trials else { return nil }
        let tail = (1 - confidence) / 2
        let k = Double(successes)
        let n = Double(trials)
        return ConfidenceInterval(
            lower: successes == 0 ? 0 : Beta.quantile(tail, k, n - k + 1),
            upper: successes == trials ? 1 : Beta.quantile(1 - tail, k + 1, n - k), confidence: confidence)
    }
}
