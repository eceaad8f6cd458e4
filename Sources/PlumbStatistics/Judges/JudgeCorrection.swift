/// Pass rates corrected for a judge that errs.
public enum JudgeCorrection {
    /// Rogan and Gladen (1978): (rate + specificity - 1)/(sensitivity + specificity - 1), kept in 0…1; nil when the judge is no better than chance.
    public static func roganGladen(judgeRate: Double, sensitivity: Double, specificity: Double) -> Double? {
        let power = sensitivity + specificity - 1
        guard power > 0 else { return nil }
        return min(1, max(0, (judgeRate + specificity - 1) / power))
    }

    /// A prediction-powered mean with its normal interval.
    public struct PoweredMean: Sendable, Hashable {
        /// The corrected mean.
        public let estimate: Double
        /// Its standard error.
        public let standardError: Double
        /// Normal interval, not clipped.
        public let interval: ConfidenceInterval
    }

    /// Judge's mean on cases without human grades plus the mean of human minus judge where both graded (Angelopoulos and others 2023).
    ///
    /// Nil with fewer than two cases on either side or when `judgeLabelled` and `human` differ in length.
    /// - Parameters:
    ///   - judgeUnlabelled: Judge's scores of cases no human graded.
    ///   - judgeLabelled: Judge's scores of the cases humans graded.
    ///   - human: Human scores of the same cases.
    ///   - confidence: Coverage of the interval.
    public static func predictionPowered(
        judgeUnlabelled: [Double], judgeLabelled: [Double], human: [Double], confidence: Double = 0.95
    ) -> PoweredMean? {
        let differences = zip(human, judgeLabelled).map { $0 - $1 }
        guard human.count == judgeLabelled.count, let judged = Moments.mean(judgeUnlabelled), let bias = Moments.mean(differences),
            let judgedVariance = Moments.variance(judgeUnlabelled), let biasVariance = Moments.variance(differences)
        else { return nil }
        let error =
            (judgedVariance / Double(judgeUnlabelled.count) + biasVariance / Double(differences.count)).squareRoot()
        let half = Normal.quantile(ConfidenceInterval.upperProbability(confidence)) * error
        let estimate = judged + bias
        return PoweredMean(
            estimate: estimate, standardError: error,
            interval: ConfidenceInterval(lower: estimate - half, upper: estimate + half, confidence: confidence))
    }
}
