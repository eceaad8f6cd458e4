/// How much of the spread of scores lies within cases (repeated calls) and how much between cases.
public struct VarianceComponents: Sendable, Hashable {
    /// Mean variance of repetitions of one case.
    public let within: Double
    /// Variance of the case means as observed, noise of repetitions included.
    public let caseMeans: Double
    /// Variance between cases with the noise of repetitions taken off; never below 0.
    public let between: Double
    /// Intraclass correlation: between / (between + within); nil when nothing varies.
    public let intraclassCorrelation: Double?

    /// One-way random effects analysis of variance; nil with fewer than two cases or no repeated case.
    ///
    /// Unequal repetitions enter through the mean of 1/R over the repeated cases.
    /// - Parameter scores: Cases by repetitions; empty cases are left out.
    public init?(_ scores: [[Double]]) {
        self.init(
            scores.filter { !$0.isEmpty }.map { values in
                CaseMoments(
                    mean: Moments.mean(values) ?? 0, variance: Moments.variance(values), repetitions: values.count)
            })
    }

    init?(_ cases: [CaseMoments]) {
        let repeated = cases.compactMap(\.variance)
        guard let within = Moments.mean(repeated), let caseMeans = Moments.variance(cases.map(\.mean)),
            let inverse = Moments.mean(cases.map { 1 / Double($0.repetitions) })
        else { return nil }
        self.within = within
        self.caseMeans = caseMeans
        between = max(0, caseMeans - within * inverse)
        intraclassCorrelation = between + within > 0 ? between / (between + within) : nil
    }
}

/// Mean and variance of the repetitions of one case.
struct CaseMoments: Sendable {
    let mean: Double
    /// Sample variance; nil for a single repetition.
    let variance: Double?
    let repetitions: Int

    init(mean: Double, variance: Double?, repetitions: Int) {
        self.mean = mean
        self.variance = variance
        self.repetitions = repetitions
    }

    /// Nil without repetitions.
    init?(_ tally: Tally) {
        guard let rate = tally.passRate else { return nil }
        let n = Double(tally.repetitions)
        self.init(mean: rate, variance: n > 1 ? rate * (1 - rate) * n / (n - 1) : nil, repetitions: tally.repetitions)
    }
}
