public import PlumbModel

/// How long live answers took, in seconds; answers from the cache do not count.
///
/// Percentiles interpolate linearly between the two nearest values (Hyndman and Fan's type 7).
public struct LatencySummary: Sendable, Hashable {
    /// How many answers were timed.
    public var count: Int
    /// The mean.
    public var mean: Double
    /// The median.
    public var p50: Double
    /// The 95th percentile.
    public var p95: Double
    /// The 99th percentile.
    public var p99: Double
    /// The longest.
    public var longest: Double

    /// Times in seconds; see the properties.
    public init(count: Int, mean: Double, p50: Double, p95: Double, p99: Double, longest: Double) {
        self.count = count
        self.mean = mean
        self.p50 = p50
        self.p95 = p95
        self.p99 = p99
        self.longest = longest
    }
}

/// Tokens per trial: means over the answers that told their tokens.
public struct TokenSummary: Sendable, Hashable {
    /// How many answers told their tokens.
    public var trials: Int
    /// Tokens of the prompt, cached ones included.
    public var input: Double
    /// Tokens of the answer, reasoning included.
    public var output: Double
    /// Tokens of the prompt from the provider's cache.
    public var cachedInput: Double
    /// Tokens of reasoning.
    public var reasoning: Double
    /// All tokens of all trials together.
    public var sum: Usage

    /// Tokens in and out.
    public var total: Double { input + output }

    /// Means from sums; nil when no answer told its tokens.
    public init?(sum: Usage, trials: Int) {
        guard trials > 0 else { return nil }
        let count = Double(trials)
        self.trials = trials
        self.sum = sum
        input = Double(sum.input) / count
        output = Double(sum.output) / count
        cachedInput = Double(sum.cachedInput) / count
        reasoning = Double(sum.reasoning) / count
    }
}

/// What the trials cost, or would have cost had they not come from the cache.
public struct CostSummary: Sendable, Hashable {
    /// What all priced trials cost together; nil when none was priced.
    public var total: Money?
    /// Answered trials with a price.
    public var priced: Int
    /// Answered trials without one: their model is not in the price table, or the backend did not tell the tokens.
    public var unpriced: Int
    /// Trials that passed.
    public var passes: Int

    /// What trials cost; see the properties.
    public init(total: Money?, priced: Int, unpriced: Int, passes: Int) {
        self.total = total
        self.priced = priced
        self.unpriced = unpriced
        self.passes = passes
    }

    /// Dollars per answered trial; nil unless every answered trial is priced.
    public var perTrial: Double? {
        guard let total, priced > 0, unpriced == 0 else { return nil }
        return total.dollars / Double(priced)
    }

    /// Dollars per trial that passed, failed ones paid for too; nil unless every answered trial is priced and one passed.
    public var perPass: Double? {
        guard let total, unpriced == 0, passes > 0 else { return nil }
        return total.dollars / Double(passes)
    }
}
