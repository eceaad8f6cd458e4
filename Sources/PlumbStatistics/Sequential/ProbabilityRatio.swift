/// Wald's sequential probability ratio test of a coin (1945).
public struct ProbabilityRatio: Sendable, Hashable {
    /// Added to the log likelihood ratio for a head.
    public let up: Double
    /// Added for a tail (negative).
    public let down: Double
    /// Wald's bound for accepting the alternative, ln((1 - β)/α).
    public let upper: Double
    /// Wald's bound for accepting the null, ln(β/(1 - α)).
    public let lower: Double
    /// The bound that holds at every stopping time, ln(1/α).
    public let anytimeUpper: Double
    /// Tosses expected until a decision under the null, by Wald's approximation.
    public let expectedUnderNull: Double
    /// Tosses expected until a decision under the alternative.
    public let expectedUnderAlternative: Double

    /// - Parameters:
    ///   - null: Chance of a head under the null, in 0…1.
    ///   - alternative: Chance of a head under the alternative, in 0…1.
    ///   - alpha: Chance of wrongly accepting the alternative.
    ///   - beta: Chance of wrongly accepting the null.
    public init(null: Double, alternative: Double, alpha: Double, beta: Double) {
        up = naturalLog(alternative / null)
        down = naturalLog((1 - alternative) / (1 - null))
        upper = naturalLog((1 - beta) / alpha)
        lower = naturalLog(beta / (1 - alpha))
        anytimeUpper = -naturalLog(alpha)
        expectedUnderNull = (alpha * upper + (1 - alpha) * lower) / (null * up + (1 - null) * down)
        expectedUnderAlternative = ((1 - beta) * upper + beta * lower) / (alternative * up + (1 - alternative) * down)
    }
}
