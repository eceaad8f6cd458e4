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
    public static func exceeds(_ pairs: [PairedTally], margin: Double, extraVariance: Double = 0) -> Double? {
        nonInferiority(pairs, detect: margin, extraVariance: extraVariance).map(Normal.cumulative)
    }
}

/// The two parts of the variance of a mean drop.
struct DropVariance: Sendable {
    /// From the calls of the baseline.
    let baseline: Double
    /// From the calls of the candidate.
    let candidate: Double

    var total: Double { baseline + candidate }

    /// Nil when no case was measured on both sides.
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
