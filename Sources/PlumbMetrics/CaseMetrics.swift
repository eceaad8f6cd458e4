public import PlumbModel

/// What a variant's trials say about one case.
public struct CaseMetrics: Sendable, Hashable {
    /// How a case's trials ended taken together.
    public enum Standing: String, Sendable, Hashable, CaseIterable {
        /// Every graded trial passed.
        case passes
        /// Some passed and some failed.
        case flaky
        /// Every graded trial failed.
        case fails
        /// It was asked, but no trial brought a grade.
        case unmeasured
        /// It was never asked.
        case notAsked = "not-asked"
    }

    /// The counts behind the figures.
    public var tally: CaseTally
    /// The share of graded trials that passed, 0…1; nil without one.
    public var passRate: Double?
    /// The mean score, 0…1; nil without a graded trial.
    public var score: Double?
    /// The chance that two answers are equal, 0…1; nil below two answers.
    public var agreement: Double?
    /// The share of the most frequent answer, 0…1; nil without an answer.
    public var majorityAgreement: Double?
    /// The chance that two trials have different verdicts, 0…1; nil below two graded trials.
    public var flipRate: Double?

    /// The case's id.
    public var id: String { tally.id }

    /// How its trials ended taken together.
    public var standing: Standing {
        if tally.graded == 0 { return tally.errors > 0 ? .unmeasured : .notAsked }
        if tally.passes == tally.graded { return .passes }
        return tally.passes == 0 ? .fails : .flaky
    }
}

/// What a variant's trials say about the cases with one tag.
public struct TagMetrics: Sendable, Hashable {
    /// The tag.
    public var tag: String
    /// How many cases have it.
    public var caseCount: Int
    /// Their graded trials.
    public var graded: Int
    /// Those of them that passed.
    public var passes: Int
    /// Their trials that brought no grade.
    public var errors: Int
    /// The share of passes, mean over the tag's cases; nil when none was graded.
    public var accuracy: AccuracyEstimate?
    /// The mean score; nil when none was graded.
    public var score: Estimate?
    /// The chance that two answers to the same case are equal; nil when no case has two answers.
    public var agreement: Estimate?

    /// A tag's figures; see the properties.
    public init(
        tag: String, caseCount: Int, graded: Int, passes: Int, errors: Int, accuracy: AccuracyEstimate?, score: Estimate?,
        agreement: Estimate?
    ) {
        self.tag = tag
        self.caseCount = caseCount
        self.graded = graded
        self.passes = passes
        self.errors = errors
        self.accuracy = accuracy
        self.score = score
        self.agreement = agreement
    }
}
