/// Sign-flip permutation test of differences between case means, enumerated, never sampled.
public struct SignFlip: Sendable, Hashable {
    /// Mean of the differences.
    public let mean: Double
    /// Share of sign patterns with a mean at most the observed one.
    public let less: Double
    /// Share of sign patterns with a mean at least as far from 0.
    public let twoSided: Double

    /// Nil without differences.
    ///
    /// Exact for differences that are multiples of a common fraction (denominator up to 5,040, as shares of repetitions are); others are
    /// rounded to 1/4,096 of the greatest.
    /// - Parameter differences: Candidate minus baseline, one per case.
    public init?(_ differences: [Double]) {
        guard let mean = Moments.mean(differences), differences.allSatisfy(\.isFinite) else { return nil }
        self.mean = mean
        let greatest = differences.reduce(0) { max($0, abs($1)) }
        guard greatest > 0 else {
            less = 1
            twoSided = 1
            return
        }
        let scale = Self.commonDenominator(differences) ?? 4096 / greatest
        let sizes = differences.map { Int((abs($0) * scale).rounded()) }
        let observed = zip(differences, sizes).reduce(0) { $0 + ($1.0 < 0 ? -$1.1 : $1.1) }
        let total = sizes.reduce(0, +)
        let steps = sizes.filter { $0 > 0 }.sorted().map { LatticeStep(scores: [0, $0], probabilities: [0.5, 0.5], count: 1) }
        var sum = LatticeSum()
        // A pattern's sum is 2 × (sizes with a plus sign) - total.
        less = sum.lowerTail(steps, observed: (observed + total) / 2).exact
        twoSided = min(1, 2 * sum.lowerTail(steps, observed: (total - abs(observed)) / 2).exact)
    }

    private static func commonDenominator(_ differences: [Double]) -> Double? {
        (1...5040).lazy.map(Double.init).first { scale in
            differences.allSatisfy { abs($0 * scale - ($0 * scale).rounded()) < 1e-7 }
        }
    }
}
