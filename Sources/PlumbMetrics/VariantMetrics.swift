public import PlumbModel
internal import PlumbStatistics

/// What a variant's trials say about it: accuracy, consistency, cost, latency and tokens, with 95 % intervals.
///
/// Every figure of the suite is a mean of figures of its cases, so that a case counts once however often it was asked.
public struct VariantMetrics: Sendable, Hashable {
    /// The suite's name.
    public var suite: String
    /// The variant's name.
    public var variant: String
    /// How many cases the suite has.
    public var caseCount: Int
    /// Cases that were asked without bringing a single grade, in the suite's order.
    public var unmeasuredCases: [String]
    /// Cases that were never asked, in the suite's order.
    public var casesNotAsked: [String]
    /// The fewest and the most graded trials of a measured case; 0…0 when none was measured.
    public var repetitions: ClosedRange<Int>
    /// Trials graded pass or fail.
    public var graded: Int
    /// Trials that passed.
    public var passes: Int
    /// Trials that brought no grade.
    public var errors: Int
    /// The share of passes; nil when nothing was graded.
    public var accuracy: AccuracyEstimate?
    /// The mean score; nil when nothing was graded.
    public var score: Estimate?
    /// The chance that at least one of k trials passes, for some k from 2.
    public var passAtK: [KValue]
    /// The chance that all of k trials pass, for some k from 2.
    public var passHatK: [KValue]
    /// The chance that two answers to the same case are equal; nil when no case has two answers.
    public var agreement: Estimate?
    /// The share of a case's most frequent answer, mean over repeated cases; nil when none was repeated.
    ///
    /// Too high for few repetitions: agreement has no such bias.
    public var majorityAgreement: Double?
    /// The chance that two trials of the same case have different verdicts; nil when no case has two graded trials.
    public var flipRate: Estimate?
    /// The share of repeated cases that passed always or never; nil when none was repeated.
    public var stability: Double?
    /// Cases that passed sometimes and failed sometimes.
    public var flakyCases: Int
    /// TARr: the share of repeated cases whose completions are equal to the letter; nil when none was repeated.
    ///
    /// Total agreement rate as defined by Atil and others (arXiv 2408.04667).
    public var totalAgreementTexts: Double?
    /// TARa: the share of repeated cases whose answers are all equal after extraction; nil when none was repeated.
    public var totalAgreementAnswers: Double?
    /// How long live answers took; nil when none was live.
    public var latency: LatencySummary?
    /// How long live answers that were streamed took to begin; nil when none was.
    public var firstToken: LatencySummary?
    /// Tokens per trial; nil when the backend does not tell them.
    public var tokens: TokenSummary?
    /// What the trials cost.
    public var cost: CostSummary
    /// Answers that came from the cache.
    public var cached: Int
    /// Why trials failed, most frequent first.
    public var failures: [VariantTally.Failure]
    /// The same figures per tag, in order of the tags' names.
    public var tags: [TagMetrics]
    /// The figures of each case, in the suite's order.
    public var cases: [CaseMetrics]
    /// What cannot be known from these trials, as phrases without a full stop.
    public var unknowns: [String]

    /// The figures of a variant's trials.
    public init(_ tally: VariantTally) {
        let cases = tally.cases.map(CaseMetrics.init)
        let measured = cases.filter { $0.tally.graded > 0 }
        let repeated = measured.filter { $0.tally.graded > 1 }
        let ladder = PassLadder(measured)
        suite = tally.suite
        variant = tally.variant
        caseCount = cases.count
        unmeasuredCases = cases.filter { $0.standing == .unmeasured }.map(\.id)
        casesNotAsked = cases.filter { $0.standing == .notAsked }.map(\.id)
        let counts = measured.map(\.tally.graded)
        repetitions = (counts.min() ?? 0)...(counts.max() ?? 0)
        graded = tally.graded
        passes = tally.passes
        errors = tally.errors
        accuracy = AccuracyEstimate(measured)
        score = Self.score(measured)
        passAtK = ladder.any
        passHatK = ladder.all
        agreement = Estimate(shares: measured.compactMap(\.agreement))
        majorityAgreement = Estimate(shares: repeated.compactMap(\.majorityAgreement))?.value
        flipRate = Estimate(shares: measured.compactMap(\.flipRate))
        stability = PassConsistency(repeated.map(\.passTally))?.stable
        flakyCases = measured.count { $0.standing == .flaky }
        totalAgreementTexts = Self.share(of: repeated) { $0.tally.distinctTexts <= 1 }
        totalAgreementAnswers = Self.share(of: repeated) { $0.tally.answers.count <= 1 }
        latency = LatencySummary(tally)
        firstToken = LatencySummary(tally.firstTokens)
        tokens = TokenSummary(sum: tally.usage, trials: tally.usageCount)
        cost = CostSummary(tally)
        cached = tally.cached
        failures = tally.failures
        self.cases = cases
        tags = TagMetrics.all(cases)
        unknowns = []
        unknowns = Unknowns.phrases(self)
    }

    /// Trials in all.
    public var trials: Int { graded + errors }
    /// The share of trials that were graded, 0…1; 0 without a trial.
    public var coverage: Double { trials > 0 ? Double(graded) / Double(trials) : 0 }

    /// The mean score with its interval: Wilson's when every score is 0 or 1, otherwise Student's t on the case means.
    static func score(_ cases: [CaseMetrics]) -> Estimate? {
        let isBinary = cases.allSatisfy { $0.tally.scoreSum == Double($0.tally.passes) }
        if isBinary { return AccuracyEstimate(cases).map { Estimate(value: $0.value, interval: $0.population) } }
        return Estimate(shares: cases.compactMap(\.score))
    }

    private static func share(of cases: [CaseMetrics], _ condition: (CaseMetrics) -> Bool) -> Double? {
        cases.isEmpty ? nil : Double(cases.count(where: condition)) / Double(cases.count)
    }
}
