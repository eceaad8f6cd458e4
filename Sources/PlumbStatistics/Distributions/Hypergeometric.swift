/// How the passes of a case fall to the candidate, given the passes of baseline and candidate together.
///
/// With odds ratio 1 this is the hypergeometric distribution, exact when nothing changed; other odds ratios (candidate's odds of passing over
/// the baseline's) give Fisher's noncentral hypergeometric distribution.
public struct Hypergeometric: Sendable, Hashable {
    /// The fewest passes the candidate can have.
    public let lowest: Int
    /// Probabilities of `lowest`, `lowest` + 1, … passes; they sum to 1.
    public let probabilities: [Double]

    /// The most passes the candidate can have.
    public var highest: Int { lowest + probabilities.count - 1 }

    /// - Parameters:
    ///   - baseline: Repetitions of the baseline, ≥ 0.
    ///   - candidate: Repetitions of the candidate, ≥ 0.
    ///   - passes: Passes of both together; clamped to what the repetitions allow.
    ///   - odds: The odds ratio, > 0.
    public init(baseline: Int, candidate: Int, passes: Int, odds: Double = 1) {
        let baseline = max(0, baseline)
        let candidate = max(0, candidate)
        let passes = min(max(0, passes), baseline + candidate)
        lowest = max(0, passes - baseline)
        let highest = min(candidate, passes)
        probabilities = Self.normalised(
            ratios: (lowest..<highest).map { c in
                odds * Double(candidate - c) * Double(passes - c) / (Double(c + 1) * Double(baseline - passes + c + 1))
            })
    }

    /// P(passes ≤ count).
    public func lowerTail(_ count: Int) -> Double {
        guard count >= lowest else { return 0 }
        guard count < highest else { return 1 }
        return min(1, probabilities[...(count - lowest)].reduce(0, +))
    }

    /// P(passes = count).
    public func probability(_ count: Int) -> Double {
        count >= lowest && count <= highest ? probabilities[count - lowest] : 0
    }

    /// Probabilities from the ratios of neighbours, built outwards from the mode so that nothing overflows.
    private static func normalised(ratios: [Double]) -> [Double] {
        let mode = ratios.firstIndex { $0 < 1 } ?? ratios.count
        var weights = [Double](repeating: 1, count: ratios.count + 1)
        for index in stride(from: mode, to: ratios.count, by: 1) { weights[index + 1] = weights[index] * ratios[index] }
        for index in stride(from: mode - 1, through: 0, by: -1) { weights[index] = weights[index + 1] / ratios[index] }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }
}
