/// McNemar's exact test on pairs that changed sides.
public struct McNemar: Sendable, Hashable {
    /// Chance of so many changes to one side, either side.
    public let twoSided: Double
    /// Chance of so few repaired cases among the changed ones when both directions are alike: small means worse.
    public let worse: Double
    /// `worse` with half the probability of the observed table taken off.
    public let worseMidP: Double

    /// - Parameters:
    ///   - broke: Cases that passed before and fail now, ≥ 0.
    ///   - fixed: Cases that failed before and pass now, ≥ 0.
    public init(broke: Int, fixed: Int) {
        let broke = max(0, broke)
        let fixed = max(0, fixed)
        let probabilities = Binomial.probabilities(trials: broke + fixed, success: 0.5)
        worse = min(1, probabilities[...fixed].reduce(0, +))
        worseMidP = worse - probabilities[fixed] / 2
        twoSided = min(1, 2 * probabilities[...min(broke, fixed)].reduce(0, +))
    }
}
