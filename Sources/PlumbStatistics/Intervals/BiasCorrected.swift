/// Efron's bias-corrected and accelerated (BCa) corrections for a mean, without resampling at random.
public enum BiasCorrected {
    /// The acceleration by the jackknife (Efron 1987): skewness of the leave-one-out means over six; 0 when all values are equal.
    public static func acceleration(_ values: [Double]) -> Double {
        guard let mean = Moments.mean(values), values.count > 1 else { return 0 }
        // Leave-one-out means differ from their own mean by (mean - value)/(n - 1), so that the sign turns.
        let deviations = values.map { ($0 - mean) / Double(values.count - 1) }
        let cubes = deviations.reduce(0) { $0 + $1 * $1 * $1 }
        let squares = deviations.reduce(0) { $0 + $1 * $1 }
        return squares > 0 ? cubes / (6 * power(squares, 1.5)) : 0
    }

    /// The BCa interval of a mean with the skewness taken from the values (Edgeworth, no resampling), for 20 values or more.
    ///
    /// The bias correction of a mean is its acceleration, to the order of BCa (Efron 1987, section 4). Nil below two values.
    public static func interval(_ values: [Double], confidence: Double = 0.95) -> ConfidenceInterval? {
        guard let estimate = MeanEstimate(values, confidence: confidence), let error = estimate.standardError else { return nil }
        let a = acceleration(values)
        let critical = StudentT.quantile(
            ConfidenceInterval.upperProbability(confidence), degrees: Double(values.count - 1))
        func bound(_ z: Double) -> Double {
            let shifted = a + (a + z) / (1 - a * (a + z))
            // Cornish-Fisher: the bootstrap quantile of a skewed mean at the corrected level.
            return estimate.value + error * (shifted + a * (shifted * shifted - 1))
        }
        return ConfidenceInterval(lower: bound(-critical), upper: bound(critical), confidence: confidence)
    }

    /// The p value of "the mean is 0": the least 1 - confidence at which the interval leaves 0 out; nil below two values.
    public static func twoSided(_ values: [Double]) -> Double? {
        guard let mean = Moments.mean(values), let variance = Moments.variance(values) else { return nil }
        if variance == 0 { return mean == 0 ? 1 : 0 }
        func excludes(_ p: Double) -> Bool { interval(values, confidence: 1 - p).map { !$0.contains(0) } ?? false }
        // Beyond this the expansion in the skewness means nothing any more.
        var (low, high) = (1e-6, 1.0)
        if excludes(low) { return low }
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if excludes(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
