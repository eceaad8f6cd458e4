/// Whether a baseline recorded on several occasions (days, batches) was the same on all of them.
///
/// The generalised Cochran-Mantel-Haenszel test of association between occasion and passing, cases as strata.
public struct OccasionTest: Sendable, Hashable {
    /// Chi-squared statistic.
    public let statistic: Double
    /// Degrees of freedom, one less than the occasions.
    public let degrees: Int
    /// Chance of such a difference between occasions when there is none.
    public let pValue: Double
    /// Variance of suite accuracy between occasions, noise of the calls taken off; at least 0.
    public let variance: Double

    /// - Parameter cases: Cases by occasions, every case with the same number of occasions. Nil below two occasions or when nothing varies.
    public init?(_ cases: [[Tally]]) {
        guard let occasions = cases.first?.count, occasions > 1, cases.allSatisfy({ $0.count == occasions }) else { return nil }
        let free = occasions - 1
        var distance = [Double](repeating: 0, count: free)
        var covariance = [[Double]](repeating: distance, count: free)
        for tallies in cases {
            let pooled = tallies.reduce(.none, +)
            guard pooled.repetitions > 1, pooled.passes > 0, pooled.failures > 0 else { continue }
            let n = Double(pooled.repetitions)
            let scale = Double(pooled.passes) * Double(pooled.failures) / (n * n * (n - 1))
            for i in 0..<free {
                let size = Double(tallies[i].repetitions)
                distance[i] += Double(tallies[i].passes) - size * pooled.rate
                for j in 0..<free {
                    covariance[i][j] += scale * size * ((i == j ? n : 0) - Double(tallies[j].repetitions))
                }
            }
        }
        guard let solved = LinearSystem.solve(covariance, distance) else { return nil }
        statistic = zip(distance, solved).reduce(0) { $0 + $1.0 * $1.1 }
        degrees = free
        pValue = ChiSquared.survival(statistic, degrees: free)
        variance = Self.between(cases, occasions: occasions)
    }

    /// Variance of the occasions' accuracies over the cases that all occasions measured, minus what the calls explain.
    private static func between(_ cases: [[Tally]], occasions: Int) -> Double {
        let complete = cases.filter { $0.allSatisfy { $0.repetitions > 0 } }
        guard !complete.isEmpty else { return 0 }
        let count = Double(complete.count)
        let means = (0..<occasions).map { occasion in complete.reduce(0) { $0 + $1[occasion].rate } / count }
        let noise = complete.reduce(0) { sum, tallies in
            let pooled = tallies.reduce(.none, +)
            let n = Double(pooled.repetitions)
            let inverse = tallies.reduce(0) { $0 + 1 / Double($1.repetitions) } / Double(occasions)
            return sum + pooled.rate * (1 - pooled.rate) * n / (n - 1) * inverse
        }
        return max(0, (Moments.variance(means) ?? 0) - noise / (count * count))
    }
}
