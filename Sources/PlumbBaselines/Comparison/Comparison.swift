public import PlumbMetrics
public import PlumbModel

/// Two measurements side by side, paired by case.
public struct Comparison: Sendable, Hashable {
    /// One of the two measurements.
    public struct Side: Sendable, Hashable {
        /// What people call it, such as `baseline` or a variant's name.
        public var title: String
        /// The counts.
        public var tally: VariantTally
        /// The figures.
        public var metrics: VariantMetrics

        /// A measurement under a title.
        public init(title: String, tally: VariantTally) {
            self.title = title
            self.tally = tally
            metrics = VariantMetrics(tally)
        }
    }

    /// What is compared with.
    public var baseline: Side
    /// What is compared.
    public var candidate: Side
    /// What differs in how the two were asked and graded.
    public var attribution: [Change]
    /// The cases with the same content on both sides: broken ones first by how much, then repaired ones, then the others.
    public var cases: [CaseComparison]
    /// Cases that could not be paired, in order of their ids.
    public var leftOut: [LeftOut]
    /// Differences of the means over the paired cases, candidate minus baseline: those figures that both sides have.
    public var differences: [PairedDifference]

    /// Two measurements side by side, already compared.
    public init(
        baseline: Side, candidate: Side, attribution: [Change], cases: [CaseComparison], leftOut: [LeftOut],
        differences: [PairedDifference]
    ) {
        self.baseline = baseline
        self.candidate = candidate
        self.attribution = attribution
        self.cases = cases
        self.leftOut = leftOut
        self.differences = differences
    }

    /// Cases whose majority verdict differs.
    public var flips: [CaseComparison] { cases.filter { $0.flip != .none } }

    /// Ids of the cases that only the candidate has.
    public var added: [String] { ids(.added) }
    /// Ids of the cases that only the baseline has.
    public var removed: [String] { ids(.removed) }
    /// Ids of the cases whose content changed.
    public var edited: [String] { ids(.edited) }

    private func ids(_ reason: LeftOut.Reason) -> [String] { leftOut.filter { $0.reason == reason }.map(\.id) }

    /// The difference of a figure, or nil when one side does not have it.
    public func difference(_ figure: PairedFigure) -> PairedDifference? { differences.first { $0.figure == figure } }
}

/// One case on both sides.
public struct CaseComparison: Sendable, Hashable {
    /// How the majority of a case's trials moved; a tie is no pass.
    public enum Flip: String, Sendable, Hashable, CaseIterable {
        /// It passed before and fails now.
        case broke
        /// It failed before and passes now.
        case fixed
        /// It stands where it stood, or one side has no grade.
        case none
    }

    /// The counts and answers before.
    public var baseline: CaseTally
    /// The counts and answers now.
    public var candidate: CaseTally
    /// Candidate's pass rate minus the baseline's, -1…1; nil when a side has no grade.
    public var difference: Double?
    /// Fisher's one-sided p of the change, in the direction it went; nil when a side has no grade.
    ///
    /// Not corrected for the number of cases.
    public var pValue: Double?
    /// How the majority moved.
    public var flip: Flip

    /// The case's id.
    public var id: String { candidate.id }
    /// The most frequent answer before; nil without one.
    public var baselineAnswer: CaseTally.Answer? { baseline.answers.first }
    /// The most frequent answer now; nil without one.
    public var candidateAnswer: CaseTally.Answer? { candidate.answers.first }

    /// One case on both sides; see the properties.
    public init(baseline: CaseTally, candidate: CaseTally, difference: Double?, pValue: Double?, flip: Flip) {
        self.baseline = baseline
        self.candidate = candidate
        self.difference = difference
        self.pValue = pValue
        self.flip = flip
    }
}
