/// Tarone's list (1990): names the cases that got worse, with the family-wise error bounded.
///
/// One-sided Fisher tests, corrected only for the cases whose repetitions could reach significance at all.
public struct Tarone: Sendable, Hashable {
    /// What alpha is divided by.
    public let divisor: Int
    /// The p value at or below which a case is named.
    public let threshold: Double
    /// Fisher's p of every case, in the order given.
    public let pValues: [Double]
    /// The least p each case could have reached.
    public let leastAchievable: [Double]
    /// Positions of the named cases, rising.
    public let named: [Int]

    /// - Parameters:
    ///   - pairs: The family; a case not measured on both sides has p = 1.
    ///   - alpha: Chance of naming any case that did not get worse.
    public init(_ pairs: [PairedTally], alpha: Double = 0.05) {
        var nulls: [CaseShape: Hypergeometric] = [:]
        var p: [Double] = []
        var least: [Double] = []
        for pair in pairs {
            let shape = CaseShape(pair)
            let null = nulls[shape] ?? Hypergeometric(shape)
            nulls[shape] = null
            p.append(null.lowerTail(pair.candidate.passes))
            least.append(null.probabilities.first ?? 1)
        }
        let divisor = Self.divisor(least, alpha: alpha)
        let threshold = alpha / Double(divisor)
        self.divisor = divisor
        self.threshold = threshold
        pValues = p
        leastAchievable = least
        named = pairs.indices.filter {
            Comparison.reaches(p[$0], level: threshold) && Comparison.isPositive(pairs[$0].drop ?? 0)
        }
    }

    /// The smallest k for which at most k cases can reach alpha/k.
    private static func divisor(_ least: [Double], alpha: Double) -> Int {
        let rising = least.sorted()
        var divisor = 1
        // The count of cases that can reach alpha/k shrinks as k grows, so one walk down the sorted list is enough.
        var reachable = rising.count
        while divisor < rising.count {
            while reachable > 0, !Comparison.reaches(rising[reachable - 1], level: alpha / Double(divisor)) { reachable -= 1 }
            if reachable <= divisor { break }
            divisor += 1
        }
        return divisor
    }
}
