/// How often a variant is right, with an interval for each of the two questions one can ask.
public struct Accuracy: Sendable, Hashable {
    /// Mean of the case means: a case counts as one case however often it was repeated.
    public let mean: Double
    /// Cases with at least one graded repetition.
    public let cases: Int
    /// Graded repetitions of all cases.
    public let repetitions: Int
    /// How good the prompt is on inputs like these: cases are a sample.
    ///
    /// Nil for a single case.
    public let population: ConfidenceInterval?
    /// How good it is on these very cases: only repeated calls are random.
    ///
    /// Nil when no case was repeated.
    public let fixedSuite: ConfidenceInterval?
    /// Standard error for inputs like these, groups taken into account; nil for a single case.
    public let populationError: Double?
    /// Standard error for these cases; nil when no case was repeated.
    public let fixedSuiteError: Double?
    /// Spread within and between cases; nil with fewer than two cases or no repeated case.
    public let components: VarianceComponents?

    /// Accuracy of counted passes; nil without a graded repetition.
    ///
    /// - Parameters:
    ///   - tallies: One per case; cases without repetitions are left out.
    ///   - groups: Optional group per case (document, template) for clustered errors; ignored unless as long as `tallies`.
    ///   - confidence: Coverage of both intervals.
    public init?(_ tallies: [Tally], groups: [String]? = nil, confidence: Double = 0.95) {
        let kept = tallies.indices.filter { tallies[$0].repetitions > 0 }
        self.init(
            cases: kept.compactMap { CaseMoments(tallies[$0]) }, groups: Self.select(kept, of: groups, count: tallies.count),
            interval: .wilson, confidence: confidence)
    }

    /// Mean score of graded repetitions with scores in 0…1; nil without any.
    ///
    /// Scores that are all 0 or 1 get Wilson intervals as passes do, others Student's t on the case means.
    /// - Parameters:
    ///   - scores: Cases by repetitions; empty cases are left out.
    ///   - groups: Optional group per case; ignored unless as long as `scores`.
    ///   - confidence: Coverage of both intervals.
    public init?(scores: [[Double]], groups: [String]? = nil, confidence: Double = 0.95) {
        let kept = scores.indices.filter { !scores[$0].isEmpty }
        let moments = kept.map { index in
            CaseMoments(
                mean: Moments.mean(scores[index]) ?? 0, variance: Moments.variance(scores[index]), repetitions: scores[index].count)
        }
        let isBinary = kept.allSatisfy { scores[$0].allSatisfy { $0 == 0 || $0 == 1 } }
        self.init(
            cases: moments, groups: Self.select(kept, of: groups, count: scores.count),
            interval: isBinary ? .wilson : .student, confidence: confidence)
    }

    /// Which interval suits the scores.
    private enum Form { case wilson, student }

    private init?(cases: [CaseMoments], groups: [String]?, interval form: Form, confidence: Double) {
        let means = cases.map(\.mean)
        guard let mean = Moments.mean(means) else { return nil }
        self.mean = mean
        self.cases = cases.count
        repetitions = cases.reduce(0) { $0 + $1.repetitions }
        components = VarianceComponents(cases)

        let clustered = groups.flatMap { ClusteredError(means, groups: $0) }
        populationError =
            clustered.map { $0.groups < 30 ? $0.cr1 : $0.miller }
            ?? Moments.variance(means).map { ($0 / Double(means.count)).squareRoot() }
        fixedSuiteError = Self.fixedSuiteError(cases)

        let degrees = Double((clustered.map { $0.groups < 30 ? $0.groups : cases.count } ?? cases.count) - 1)
        let upper = ConfidenceInterval.upperProbability(confidence)
        let calls = Double(repetitions)
        population = populationError.map { error in
            Self.interval(
                mean, error: error, critical: StudentT.quantile(upper, degrees: degrees), form: form,
                constant: (mean == 0 || mean == 1) ? Double(cases.count) : calls, most: calls, confidence: confidence)
        }
        fixedSuite = fixedSuiteError.map { error in
            Self.interval(
                mean, error: error, critical: Normal.quantile(upper), form: form, constant: calls, most: .infinity,
                confidence: confidence)
        }
    }

    /// √(mean s²/R over cases / n), a case asked once taking the mean variance of the others; nil when no case was repeated.
    private static func fixedSuiteError(_ cases: [CaseMoments]) -> Double? {
        guard let typical = Moments.mean(cases.compactMap(\.variance)) else { return nil }
        let sum = cases.reduce(0) { $0 + ($1.variance ?? typical) / Double($1.repetitions) }
        return sum.squareRoot() / Double(cases.count)
    }

    /// - Parameters:
    ///   - constant: Effective trials when the standard error is 0.
    ///   - most: Effective trials are never more than this.
    private static func interval(
        _ mean: Double, error: Double, critical: Double, form: Form, constant: Double, most: Double, confidence: Double
    ) -> ConfidenceInterval {
        if form == .student && error > 0 {
            return ConfidenceInterval(
                lower: max(0, mean - critical * error), upper: min(1, mean + critical * error), confidence: confidence)
        }
        let trials = error > 0 ? min(most, mean * (1 - mean) / (error * error)) : constant
        return ProportionInterval.wilson(share: mean, effectiveTrials: trials, critical: critical, confidence: confidence)
    }

    private static func select(_ kept: [Int], of groups: [String]?, count: Int) -> [String]? {
        guard let groups, groups.count == count else { return nil }
        return kept.map { groups[$0] }
    }
}
