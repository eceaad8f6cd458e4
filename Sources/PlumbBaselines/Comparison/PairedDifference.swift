/// A figure that each case has by itself, so that it can be compared case by case.
public enum PairedFigure: String, Sendable, Hashable, CaseIterable {
    /// The share of passes, 0…1.
    case accuracy
    /// The mean score, 0…1.
    case score
    /// The chance that two answers are equal, 0…1.
    case agreement
    /// The chance that two trials have different verdicts, 0…1.
    case flipRate = "flip-rate"
    /// Tokens per answer, in and out.
    case tokens
    /// Dollars per answer.
    case cost
    /// Mean seconds per live answer.
    case latency
}

/// The difference of a figure over the cases that have it on both sides.
public struct PairedDifference: Sendable, Hashable {
    /// The figure.
    public var figure: PairedFigure
    /// Its mean before, over these cases.
    public var baseline: Double
    /// Its mean now, over these cases.
    public var candidate: Double
    /// The 95 % interval of candidate minus baseline, cases taken as a sample (Student's t).
    ///
    /// Nil for a single case, and when all cases changed alike.
    public var interval: ClosedRange<Double>?
    /// The 95 % interval for these very cases, only repeated calls being random; nil for all figures but accuracy.
    public var fixedSuite: ClosedRange<Double>?
    /// How many cases have the figure on both sides.
    public var cases: Int

    /// Candidate minus baseline.
    public var difference: Double { candidate - baseline }

    /// A difference; see the properties.
    public init(
        figure: PairedFigure, baseline: Double, candidate: Double, interval: ClosedRange<Double>?,
        fixedSuite: ClosedRange<Double>? = nil, cases: Int
    ) {
        self.figure = figure
        self.baseline = baseline
        self.candidate = candidate
        self.interval = interval
        self.fixedSuite = fixedSuite
        self.cases = cases
    }
}
