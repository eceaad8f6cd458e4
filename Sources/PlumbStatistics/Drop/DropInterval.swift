extension Drop {
    /// Interval of the mean drop.
    public static func interval(_ pairs: [PairedTally], confidence: Double = 0.95, extraVariance: Double = 0) -> ConfidenceInterval {
        let critical = Normal.quantile(ConfidenceInterval.upperProbability(confidence))
        let drop = mean(pairs) ?? 0
        let error = standardError(pairs, at: 0) ?? 1
        return ConfidenceInterval(lower: drop - critical * error, upper: drop + critical * error, confidence: confidence)
    }
}
