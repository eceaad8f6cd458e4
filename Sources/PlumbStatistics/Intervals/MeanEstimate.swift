/// A mean over cases with what is known about its error.
public struct MeanEstimate: Sendable, Hashable {
    /// The mean.
    public let value: Double
    /// How many values it is a mean of.
    public let count: Int
    /// Standard error sd/√n; nil for a single value.
    public let standardError: Double?
    /// Student's t interval; nil for a single value.
    public let interval: ConfidenceInterval?

    /// The mean of `values`, nil when there are none.
    public init?(_ values: [Double], confidence: Double = 0.95) {
        guard let mean = Moments.mean(values) else { return nil }
        value = mean
        count = values.count
        standardError = Moments.variance(values).map { ($0 / Double(values.count)).squareRoot() }
        interval = standardError.map { error in
            let critical = StudentT.quantile(
                ConfidenceInterval.upperProbability(confidence), degrees: Double(values.count - 1))
            return ConfidenceInterval(lower: mean - critical * error, upper: mean + critical * error, confidence: confidence)
        }
    }
}
