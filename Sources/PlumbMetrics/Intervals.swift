internal import PlumbModel
public import PlumbStatistics

extension ConfidenceInterval {
    /// The bounds as a range; nil when they are no numbers or the wrong way round.
    public var range: ClosedRange<Double>? { lower <= upper ? lower...upper : nil }
}

extension Estimate {
    /// A mean with its interval, cut to the range that the figure can take.
    public init(_ mean: MeanEstimate, within limits: ClosedRange<Double>) {
        self.init(value: mean.value, interval: mean.interval?.range?.clamped(to: limits))
    }

    /// The mean of shares, 0…1; nil when there are none.
    init?(shares: [Double]) {
        guard let mean = MeanEstimate(shares) else { return nil }
        self.init(mean, within: 0...1)
    }
}

extension AccuracyEstimate {
    /// The share of passes over some cases; nil when none of them was graded.
    init?(_ cases: [CaseMetrics]) {
        guard let accuracy = Accuracy(cases.map(\.passTally)) else { return nil }
        self.init(value: accuracy.mean, population: accuracy.population?.range, fixedSuite: accuracy.fixedSuite?.range)
    }
}

extension CaseMetrics {
    /// The passes as the statistics take them; none when the counts are impossible.
    var passTally: Tally { Tally(passes: tally.passes, of: tally.graded) ?? .none }
}
