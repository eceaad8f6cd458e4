/// Whether the mean of paired differences is 0, and which means would not be refused: one difference per case.
///
/// From eight differences on their signs are flipped (Fisher 1935, Pitman 1937), which asks for no distribution: with up to fourteen all
/// patterns are formed, and the interval is that of the subset means (Hartigan 1969); with more, the sum over the root of the sum of squares
/// is normal. Below eight no pattern of signs could ever stand out, and Student's t decides.
public struct MeanShift: Sendable, Hashable {
    /// How p values and intervals come about.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// All patterns of signs.
        case exactSignFlip = "exact-sign-flip"
        /// The normal distribution of patterns of signs.
        case signFlip = "sign-flip"
        /// Student's t, for few cases.
        case pairedT = "paired-t"
    }

    /// The mean of the differences.
    public let mean: Double
    /// How many differences there are.
    public let count: Int
    /// How p values and intervals come about.
    public let method: Method
    /// Chance of a mean at least as far from 0, in either direction, when the true one is 0.
    public let twoSided: Double
    /// Chance of so high a mean when the true one is 0.
    public let greater: Double

    private let differences: [Double]

    /// Fewest differences whose signs are flipped.
    static let fewestFlipped = 8
    /// Most differences of which all patterns are formed.
    static let mostEnumerated = 14

    /// Nil below two differences, and when one is not finite.
    public init?(_ differences: [Double]) {
        guard differences.count > 1, let mean = Moments.mean(differences), differences.allSatisfy(\.isFinite) else { return nil }
        self.differences = differences
        self.mean = mean
        count = differences.count
        if count < Self.fewestFlipped {
            method = .pairedT
            let less = PairedT(differences)?.less ?? 0.5
            greater = 1 - less
            twoSided = min(1, 2 * min(less, 1 - less))
        } else if count <= Self.mostEnumerated {
            method = .exactSignFlip
            (greater, twoSided) = Self.enumerated(differences)
        } else {
            method = .signFlip
            let squares = differences.reduce(0) { $0 + $1 * $1 }
            let z = squares > 0 ? differences.reduce(0, +) / squares.squareRoot() : 0
            greater = Normal.survival(z)
            twoSided = squares > 0 ? min(1, 2 * Normal.survival(abs(z))) : 1
        }
    }

    /// The means that would not be refused by the test at 1 - confidence, two-sided.
    ///
    /// Nil where so few differences can refuse none.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval? {
        let tail = (1 - confidence) / 2
        guard tail > 0, tail < 0.5 else { return nil }
        switch method {
        case .pairedT: return MeanEstimate(differences, confidence: confidence)?.interval
        case .exactSignFlip:
            let means = Self.subsetMeans(differences)
            // Each of the gaps between the means of subsets is equally likely to hold the true mean.
            let place = Int((tail * Double(means.count + 1)).rounded(.down)) - 1
            guard place >= 0 else { return nil }
            return ConfidenceInterval(lower: means[place], upper: means[means.count - 1 - place], confidence: confidence)
        case .signFlip:
            let z = Normal.quantile(1 - tail)
            let n = Double(count)
            guard z * z < n, let variance = Moments.variance(differences) else { return nil }
            let half = z * (variance * (n - 1) / (n * (n - z * z))).squareRoot()
            return ConfidenceInterval(lower: mean - half, upper: mean + half, confidence: confidence)
        }
    }

    /// The least mean that would not be refused by the one-sided test at `level`; nil where so few differences can refuse none.
    public func lowerBound(level: Double) -> Double? { interval(confidence: 1 - 2 * level)?.lower }

    // MARK: - All patterns

    /// Sums of all subsets, the empty one first; a pattern's sum is twice that of its positive part less the total of sizes.
    private static func subsetSums(_ values: [Double]) -> [Double] {
        var sums = [0.0]
        sums.reserveCapacity(1 << values.count)
        for value in values { sums += sums.map { $0 + value } }
        return sums
    }

    private static func enumerated(_ differences: [Double]) -> (greater: Double, twoSided: Double) {
        let sizes = differences.map(abs)
        let total = sizes.reduce(0, +)
        let observed = differences.reduce(0, +)
        let slack = total * 1e-12
        let sums = subsetSums(sizes).map { 2 * $0 - total }
        let count = Double(sums.count)
        return (
            Double(sums.count { $0 >= observed - slack }) / count, Double(sums.count { abs($0) >= abs(observed) - slack }) / count
        )
    }

    private static func subsetMeans(_ differences: [Double]) -> [Double] {
        let sums = subsetSums(differences)
        return sums.indices.dropFirst().map { sums[$0] / Double($0.nonzeroBitCount) }.sorted()
    }
}
