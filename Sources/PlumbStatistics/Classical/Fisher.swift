/// Fisher's exact test of one case: whether the candidate passed less often.
public enum Fisher {
    /// P(candidate passes ≤ observed | pooled passes): small means worse.
    ///
    /// 1 when a side was not measured.
    public static func worse(_ pair: PairedTally) -> Double {
        null(pair).lowerTail(pair.candidate.passes)
    }

    /// The smallest value `worse` could take with these pooled passes.
    public static func leastAchievable(_ pair: PairedTally) -> Double {
        null(pair).probabilities.first ?? 1
    }

    /// The chance of a table no more likely than the observed one.
    public static func twoSided(_ pair: PairedTally) -> Double {
        let null = null(pair)
        // Equal probabilities may differ in their last digits.
        let limit = null.probability(pair.candidate.passes) * (1 + 1e-7)
        return min(1, null.probabilities.reduce(0) { $1 <= limit ? $0 + $1 : $0 })
    }

    private static func null(_ pair: PairedTally) -> Hypergeometric {
        Hypergeometric(CaseShape(pair))
    }
}
