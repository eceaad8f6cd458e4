/// A confidence sequence: an interval for a mean that holds at all times at once (Robbins 1970, Howard and others 2021).
public enum MixtureSequence {
    /// Half width after `count` observations of standard deviation `deviation`: σ √((t + ρ)/t² · ln((t + ρ)/(ρ α²))).
    /// - Parameters:
    ///   - count: Observations so far, t.
    ///   - tuning: ρ, about the count at which the sequence is tightest.
    ///   - deviation: σ, known or bounded (0.5 for values in 0…1).
    ///   - alpha: Chance of ever missing, two-sided.
    public static func radius(count: Double, tuning: Double, deviation: Double, alpha: Double = 0.05) -> Double {
        let sum = count + tuning
        return deviation * (sum / (count * count) * naturalLog(sum / (tuning * alpha * alpha))).squareRoot()
    }

    /// Half width of the interval for a count fixed beforehand: z σ/√t.
    public static func fixedRadius(count: Double, deviation: Double, alpha: Double = 0.05) -> Double {
        Normal.quantile(1 - alpha / 2) * deviation / count.squareRoot()
    }
}
