/// How many cases and repetitions it takes (Miller 2024): cases are a sample.
public enum PopulationPower {
    /// Variances that a paired comparison of two variants meets.
    public struct Variances: Sendable, Hashable {
        /// Variance between cases of the difference, Var(a) + Var(b) - 2 Cov(a, b) of true case means.
        public let between: Double
        /// Mean variance within cases of the first variant, per repetition.
        public let withinFirst: Double
        /// Mean variance within cases of the second variant, per repetition.
        public let withinSecond: Double

        /// Takes the three variances as they are.
        public init(between: Double, withinFirst: Double, withinSecond: Double) {
            self.between = between
            self.withinFirst = withinFirst
            self.withinSecond = withinSecond
        }

        func total(_ repetitions: (first: Int, second: Int)) -> Double {
            between + withinFirst / Double(repetitions.first) + withinSecond / Double(repetitions.second)
        }
    }

    /// Cases needed to see a difference of `delta` in a two-sided test; round up.
    ///
    /// Infinite for delta 0.
    public static func cases(
        _ variances: Variances, repetitions: (first: Int, second: Int) = (1, 1), delta: Double, alpha: Double = 0.05,
        power: Double = 0.8
    ) -> Double {
        let z = Normal.quantile(1 - alpha / 2) + Normal.quantile(power)
        return z * z * variances.total(repetitions) / (delta * delta)
    }

    /// The least difference seen with `cases` cases in a two-sided test.
    public static func detectable(
        _ variances: Variances, repetitions: (first: Int, second: Int) = (1, 1), cases: Int, alpha: Double = 0.05, power: Double = 0.8
    ) -> Double {
        let z = Normal.quantile(1 - alpha / 2) + Normal.quantile(power)
        return z * (variances.total(repetitions) / Double(cases)).squareRoot()
    }
}

/// What a gate on a fixed suite can see.
public enum GatePower {
    /// The least drop of the mean seen, one-sided: (z(1-α) + z(power)) √(v (1/Rb + 1/Rc)/n).
    /// - Parameters:
    ///   - withinVariance: v, mean p(1-p) over cases: half the flip rate within a run.
    ///   - cases: n.
    ///   - baseline: Stored repetitions per case, Rb.
    ///   - candidate: Repetitions under test per case, Rc.
    ///   - alpha: One-sided error.
    ///   - power: Chance of seeing it.
    public static func detectable(
        withinVariance: Double, cases: Int, baseline: Int, candidate: Int, alpha: Double = 0.05, power: Double = 0.8
    ) -> Double {
        let inverse = 1 / Double(baseline) + 1 / Double(candidate)
        return detectable(error: (withinVariance * inverse / Double(cases)).squareRoot(), alpha: alpha, power: power)
    }

    /// The least drop of the mean seen, from its standard error.
    public static func detectable(error: Double, alpha: Double, power: Double) -> Double {
        (Normal.quantile(1 - alpha) + Normal.quantile(power)) * error
    }

    /// The least drop of the mean seen with the repetitions there are; nil when no case was measured on both sides.
    public static func detectable(
        _ pairs: [PairedTally], alpha: Double = 0.05, power: Double = 0.8, extraVariance: Double = 0
    ) -> Double? {
        DropVariance(pairs).map { detectable(error: ($0.total + extraVariance).squareRoot(), alpha: alpha, power: power) }
    }

    /// The least drop that `candidate` repetitions per case will show, from a baseline alone: to print before the first call.
    ///
    /// Nil when no case has stored repetitions.
    public static func detectable(
        baseline: [Tally], candidate: Int, alpha: Double = 0.05, power: Double = 0.8
    ) -> Double? {
        let measured = baseline.filter { $0.repetitions > 0 }
        guard !measured.isEmpty, candidate > 0 else { return nil }
        // As if the candidate had done exactly as the baseline, on average.
        let pairs = measured.map { PairedTally(baseline: $0, candidate: $0) }
        guard let both = DropVariance(pairs) else { return nil }
        let repetitions = Double(measured.count) / measured.reduce(0) { $0 + 1 / Double($1.repetitions) }
        let variance = both.baseline + both.candidate * repetitions / Double(candidate)
        return detectable(error: variance.squareRoot(), alpha: alpha, power: power)
    }
}

extension FurtherCalls {
    /// Candidate repetitions until the drop, staying as observed, is either beyond the margin or ruled out at `detect`.
    static func settling(_ pairs: [PairedTally], _ evidence: GateEvidence, _ question: GateQuestion) -> FurtherCalls? {
        let candidate = pairs.reduce(0) { $0 + 1 / Double($1.candidate.repetitions) } / Double(pairs.count)
        /// Times the present candidate repetitions at which `distance` is worth `z` standard errors.
        func factor(_ variance: DropVariance?, distance: Double, z: Double) -> Double? {
            guard distance > 0, z > 0, let variance else { return nil }
            let room = (distance / z) * (distance / z) - variance.baseline - question.extraVariance
            return room > 0 ? variance.candidate / room : nil
        }
        let choices = [
            factor(DropVariance(pairs, at: question.detect), distance: question.detect - evidence.drop, z: evidence.nonInferiorityLevel),
            factor(DropVariance(pairs), distance: evidence.drop - question.margin, z: Normal.quantile(1 - evidence.level)),
        ].compactMap { $0 }
        guard let least = choices.min(), least.isFinite, least < 1e9 else { return nil }
        let present = 1 / candidate
        let more = max(1, Int((present * least - present).rounded(.up)))
        return FurtherCalls(repetitionsPerCase: more, calls: more * pairs.count)
    }
}
