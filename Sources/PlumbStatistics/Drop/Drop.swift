/// How far mean accuracy fell from baseline to candidate, on these cases: only the repeated calls are random.
public enum Drop {
    /// Mean over cases of baseline rate minus candidate rate; nil when no case was measured on both sides.
    public static func mean(_ pairs: [PairedTally]) -> Double? {
        Moments.mean(pairs.compactMap(\.drop))
    }

    /// Standard error of the drop, evaluated where the drop equals `margin` (as Farrington and Manning do).
    ///
    /// Variances come from the pooled passes of each case with a quarter pass and a quarter failure added, so a case that never failed
    /// still has one. Nil when no case was measured on both sides.
    public static func standardError(_ pairs: [PairedTally], at margin: Double) -> Double? {
        DropVariance(pairs, at: margin)?.total.squareRoot()
    }

    /// How many standard errors (at `detect`) the drop stays below `detect`: large means that a drop of `detect` is ruled out.
    /// - Parameters:
    ///   - pairs: Cases measured on both sides; others do not count.
    ///   - detect: The drop to rule out, in 0…1.
    ///   - extraVariance: Variance of the drop on top of that of the calls, such as between occasions.
    public static func nonInferiority(_ pairs: [PairedTally], detect: Double, extraVariance: Double = 0) -> Double? {
        guard let drop = mean(pairs), let variance = DropVariance(pairs, at: detect)?.total else { return nil }
        return (detect - drop) / max((variance + extraVariance).squareRoot(), 1e-9)
    }

    /// P value of "the drop is at most `margin`": small means that it is more.
    ///
    /// At most alpha exactly when the one-sided lower bound of the drop at 1 - alpha lies above the margin.
    public static func exceeds(_ pairs: [PairedTally], margin: Double, extraVariance: Double = 0) -> Double? {
        guard let drop = mean(pairs), let variance = DropVariance(pairs)?.total else { return nil }
        return Normal.survival((drop - margin) / (variance + extraVariance).squareRoot())
    }

    /// Interval of the mean drop; nil when no case was measured on both sides.
    ///
    /// Normal, on the variance of the calls of either side by itself with three quarters of a call added (see `DropVariance`), so that a suite
    /// on which nothing ever changed still has a width. Covers 93 to 97 % at 95 % from three repetitions and twenty cases on.
    /// - Parameters:
    ///   - pairs: Cases measured on both sides; others do not count.
    ///   - confidence: Nominal coverage.
    ///   - extraVariance: Variance of the drop on top of that of the calls.
    public static func interval(
        _ pairs: [PairedTally], confidence: Double = 0.95, extraVariance: Double = 0
    ) -> ConfidenceInterval? {
        interval(
            pairs, critical: Normal.quantile(ConfidenceInterval.upperProbability(confidence)), confidence: confidence,
            extraVariance: extraVariance)
    }

    /// The same with a critical value of the caller's.
    static func interval(
        _ pairs: [PairedTally], critical: Double, confidence: Double, extraVariance: Double
    ) -> ConfidenceInterval? {
        guard let drop = mean(pairs), let variance = DropVariance(pairs)?.total else { return nil }
        let half = critical * (variance + extraVariance).squareRoot()
        return ConfidenceInterval(lower: max(-1, drop - half), upper: min(1, drop + half), confidence: confidence)
    }
}

/// The two parts of the variance of a mean drop.
struct DropVariance: Sendable {
    /// From the calls of the baseline.
    let baseline: Double
    /// From the calls of the candidate.
    let candidate: Double

    var total: Double { baseline + candidate }

    /// Calls that might have gone the other way, added to the count of each side.
    ///
    /// An estimate from few failures is too small too often, and 0 without any. Adding z²/4 ≈ 1 event is the remedy for one Poisson count;
    /// three quarters on either side give intervals that cover best over suites of 20 to 200 cases and 3 to 20 repetitions.
    private static let addedCalls = 0.75

    /// Unbiased from each side by itself, plus `addedCalls`; nil when no case was measured on both sides.
    ///
    /// A side asked once says nothing about its own noise: it takes that of both sides pooled.
    init?(_ pairs: [PairedTally]) {
        var baseline = 0.0
        var candidate = 0.0
        var inverseBaseline = 0.0
        var inverseCandidate = 0.0
        var count = 0.0
        for pair in pairs where pair.isComparable {
            count += 1
            baseline += Self.perCall(pair.baseline, pooled: pair.pooled) / Double(pair.baseline.repetitions)
            candidate += Self.perCall(pair.candidate, pooled: pair.pooled) / Double(pair.candidate.repetitions)
            inverseBaseline += 1 / Double(pair.baseline.repetitions)
            inverseCandidate += 1 / Double(pair.candidate.repetitions)
        }
        guard count > 0 else { return nil }
        let perBaseline = inverseBaseline / count
        let perCandidate = inverseCandidate / count
        self.baseline = (baseline + Self.addedCalls * perBaseline * perBaseline) / (count * count)
        self.candidate = (candidate + Self.addedCalls * perCandidate * perCandidate) / (count * count)
    }

    /// Variance of one call of a side.
    static func perCall(_ tally: Tally, pooled: Tally) -> Double {
        let known = tally.repetitions > 1 ? tally : pooled
        let n = Double(known.repetitions)
        return known.rate * (1 - known.rate) * n / (n - 1)
    }

    /// Where the drop equals `margin`; nil when no case was measured on both sides.
    init?(_ pairs: [PairedTally], at margin: Double) {
        var shares = 0.0
        var count = 0
        for pair in pairs where pair.isComparable {
            shares += pair.pooled.rate
            count += 1
        }
        guard count > 0 else { return nil }
        let cases = Double(count)
        // The pooled mean is where the candidate's rates are scaled from; it must leave room for the margin.
        let kept = 1 - margin / max(shares / cases, margin + 0.01)
        var baseline = 0.0
        var candidate = 0.0
        for pair in pairs where pair.isComparable {
            let n = Double(pair.pooled.repetitions)
            let p = (Double(pair.pooled.passes) + 0.25) / (n + 0.5)
            let q = min(max(p * kept, 0), 1)
            let unbiased = n / (n - 1)
            baseline += p * (1 - p) * unbiased / Double(pair.baseline.repetitions)
            candidate += q * (1 - q) * unbiased / Double(pair.candidate.repetitions)
        }
        self.baseline = baseline / (cases * cases)
        self.candidate = candidate / (cases * cases)
    }
}
