/// A figure with the range that covers its true value in 95 of 100 measurements.
public struct Estimate: Sendable, Hashable {
    /// The figure as measured.
    public var value: Double
    /// The 95 % interval; nil when one cannot be told, as with a single case.
    public var interval: ClosedRange<Double>?

    /// A figure, with its interval where there is one.
    public init(value: Double, interval: ClosedRange<Double>? = nil) {
        self.value = value
        self.interval = interval
    }
}

/// The share of passes, 0…1, with an interval for each of the two questions one can ask.
public struct AccuracyEstimate: Sendable, Hashable {
    /// The mean over cases of the share of passed trials: a case counts once however often it was asked.
    public var value: Double
    /// The 95 % interval for inputs like these, cases taken as a sample; nil for a single case.
    public var population: ClosedRange<Double>?
    /// The 95 % interval for these very cases, only repeated calls being random; nil when no case was repeated.
    public var fixedSuite: ClosedRange<Double>?

    /// Accuracy with its intervals.
    public init(value: Double, population: ClosedRange<Double>? = nil, fixedSuite: ClosedRange<Double>? = nil) {
        self.value = value
        self.population = population
        self.fixedSuite = fixedSuite
    }
}

/// pass@k or pass^k for one k.
public struct KValue: Sendable, Hashable {
    /// How many trials are imagined.
    public var k: Int
    /// The chance, mean over the cases that have at least k graded trials.
    public var estimate: Estimate
    /// How many cases have at least k graded trials.
    public var cases: Int

    /// A chance for k trials.
    public init(k: Int, estimate: Estimate, cases: Int) {
        self.k = k
        self.estimate = estimate
        self.cases = cases
    }
}
