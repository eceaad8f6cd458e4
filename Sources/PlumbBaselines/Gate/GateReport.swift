public import PlumbMetrics
public import PlumbModel
public import PlumbStatistics

/// The gate's decision about one variant, with all that led to it.
public struct GateReport: Sendable, Hashable {
    /// The suite's name.
    public var suite: String
    /// The variant's name.
    public var variant: String
    /// The decision.
    public var verdict: Verdict
    /// The decision as one sentence for people, without a full stop.
    public var sentence: String
    /// What to do next, as phrases without a full stop, with the commands to type; empty when there is nothing to do.
    public var advice: [String]
    /// The settings under which it was taken; the level that a variant of several was held to is ``GateFigures/level``.
    public var settings: GateSettings
    /// The numbers behind it; nil when nothing could be compared.
    public var evidence: GateFigures?
    /// Cases that got worse by themselves, family-wise error alpha, worst first.
    public var casesRegressed: [CaseChange]
    /// Cases that got better by themselves, family-wise error alpha, best first.
    public var casesImproved: [CaseChange]
    /// The test within each tag, in order of the tags' names.
    public var tags: [TagChange]
    /// The suite's demands on this variant.
    public var requirements: [RequirementResult]
    /// The limits on growth of cost, tokens and latency.
    public var limits: [GrowthResult]
    /// Whether answers got less alike; nil when that cannot be told.
    public var consistency: ConsistencyVerdict?
    /// Whether score, cost, tokens and latency moved: a line for each that both sides have.
    public var figureVerdicts: [FigureVerdict] = []
    /// Cases that could not be compared, and why, in order of their ids.
    public var leftOut: [LeftOut]
    /// What the suite changed since the baseline.
    public var attribution: [Change]
    /// Sweeps asked until the decision; nil outside a sequential gate.
    public var sweepsUsed: Int?
    /// Calls of the candidate that the decision rests on, those without a grade included.
    public var callsUsed: Int
    /// What would settle an inconclusive verdict.
    public var furtherCalls: FurtherCalls?
    /// The evidence behind the verdict; nil unless the gate may be looked at as often as one likes.
    public var anytime: AnytimeFinding?
    /// What asking the old way beside the new one says; nil without a control.
    public var control: ControlFinding?

    /// A decision; see the properties.
    public init(
        suite: String, variant: String, verdict: Verdict, sentence: String = "", advice: [String] = [],
        settings: GateSettings = GateSettings(), evidence: GateFigures? = nil, casesRegressed: [CaseChange] = [],
        casesImproved: [CaseChange] = [], tags: [TagChange] = [], requirements: [RequirementResult] = [], limits: [GrowthResult] = [],
        consistency: ConsistencyVerdict? = nil, leftOut: [LeftOut] = [], attribution: [Change] = [], sweepsUsed: Int? = nil,
        callsUsed: Int = 0, furtherCalls: FurtherCalls? = nil, anytime: AnytimeFinding? = nil, control: ControlFinding? = nil
    ) {
        self.suite = suite
        self.variant = variant
        self.verdict = verdict
        self.sentence = sentence
        self.advice = advice
        self.settings = settings
        self.evidence = evidence
        self.casesRegressed = casesRegressed
        self.casesImproved = casesImproved
        self.tags = tags
        self.requirements = requirements
        self.limits = limits
        self.consistency = consistency
        self.leftOut = leftOut
        self.attribution = attribution
        self.sweepsUsed = sweepsUsed
        self.callsUsed = callsUsed
        self.furtherCalls = furtherCalls
        self.anytime = anytime
        self.control = control
    }
}

/// The numbers behind a verdict, over the cases measured on both sides.
public struct GateFigures: Sendable, Hashable {
    /// How many cases.
    public var cases: Int
    /// The baseline's accuracy on them, 0…1.
    public var baselineAccuracy: Double
    /// The candidate's accuracy on them, 0…1.
    public var candidateAccuracy: Double
    /// Baseline minus candidate: positive is worse.
    public var drop: Double
    /// The drop's 95 % interval.
    public var interval: ClosedRange<Double>
    /// The most that accuracy may have fallen by the test that earned "unchanged"; nil with any other verdict.
    ///
    /// With a sequential plan it lies below the upper end of ``interval``, which has to hold at every look.
    public var dropBound: Double?
    /// The test that the verdict rests on.
    public var decidingTest: DecidingTest
    /// The p value of the deciding test: of "worse", or of "better" when the candidate looks better.
    public var pValue: Double
    /// The p value at or below which a change counted.
    public var level: Double
    /// The exact p value of "something broke".
    public var breakage: Double
    /// The mid-p value of "mean accuracy fell".
    public var accuracy: Double
    /// The least drop seen with 80 % power with these repetitions.
    public var minimumDetectableDrop: Double
    /// The fewest and the most repetitions of a case stored.
    public var baselineRepetitions: ClosedRange<Int>
    /// The fewest and the most repetitions of a case asked now.
    public var candidateRepetitions: ClosedRange<Int>

    /// The numbers behind a verdict; see the properties.
    public init(
        cases: Int, baselineAccuracy: Double, candidateAccuracy: Double, drop: Double, interval: ClosedRange<Double>,
        dropBound: Double? = nil, decidingTest: DecidingTest, pValue: Double, level: Double, breakage: Double, accuracy: Double,
        minimumDetectableDrop: Double,
        baselineRepetitions: ClosedRange<Int>, candidateRepetitions: ClosedRange<Int>
    ) {
        self.cases = cases
        self.baselineAccuracy = baselineAccuracy
        self.candidateAccuracy = candidateAccuracy
        self.drop = drop
        self.interval = interval
        self.dropBound = dropBound
        self.decidingTest = decidingTest
        self.pValue = pValue
        self.level = level
        self.breakage = breakage
        self.accuracy = accuracy
        self.minimumDetectableDrop = minimumDetectableDrop
        self.baselineRepetitions = baselineRepetitions
        self.candidateRepetitions = candidateRepetitions
    }
}

/// A case that changed by itself.
public struct CaseChange: Sendable, Hashable {
    /// The case's id.
    public var id: String
    /// The stored counts and answers.
    public var baseline: CaseTally
    /// The counts and answers now.
    public var candidate: CaseTally
    /// One-sided Fisher p of the change.
    public var pValue: Double

    /// The change as counts: `10/10 → 2/5`.
    public var text: String { "\(baseline.passes)/\(baseline.graded) → \(candidate.passes)/\(candidate.graded)" }

    /// A case that changed by itself.
    public init(id: String, baseline: CaseTally, candidate: CaseTally, pValue: Double) {
        self.id = id
        self.baseline = baseline
        self.candidate = candidate
        self.pValue = pValue
    }
}

/// The gate's test within one tag.
public struct TagChange: Sendable, Hashable {
    /// The tag.
    public var tag: String
    /// Cases with it that were measured on both sides.
    public var cases: Int
    /// The drop of their mean accuracy: positive is worse.
    public var drop: Double
    /// The p value of "worse", corrected for the number of tags (Holm).
    public var adjustedP: Double
    /// Whether it got worse, all tags together at alpha.
    public var verdict: TagVerdict
    /// The least drop of this tag seen with 80 % power.
    public var minimumDetectableDrop: Double

    /// A tag's test; see the properties.
    public init(tag: String, cases: Int, drop: Double, adjustedP: Double, verdict: TagVerdict, minimumDetectableDrop: Double) {
        self.tag = tag
        self.cases = cases
        self.drop = drop
        self.adjustedP = adjustedP
        self.verdict = verdict
        self.minimumDetectableDrop = minimumDetectableDrop
    }
}

/// What a limit on growth came to.
public struct GrowthResult: Sendable, Hashable {
    /// The limit.
    public var limit: GateSettings.GrowthLimit
    /// The baseline's figure; nil when it has none.
    public var baseline: Double?
    /// The candidate's figure; nil when it has none.
    public var candidate: Double?
    /// The least ratio of candidate to baseline that chance leaves possible, all limits of the variant together at alpha.
    ///
    /// Nil when it cannot be told.
    public var bound: Double?
    /// Unmet when ``bound`` is beyond the limit; met when the figures as measured keep it; otherwise unmeasured.
    public var outcome: RequirementResult.Outcome
    /// Why it is neither met nor unmet, as a phrase without a full stop; nil otherwise.
    public var reason: String?

    /// Candidate over baseline; nil when either is missing or the baseline's is 0.
    public var ratio: Double? {
        guard let baseline, let candidate, baseline > 0 else { return nil }
        return candidate / baseline
    }

    /// What a limit came to; see the properties.
    public init(
        limit: GateSettings.GrowthLimit, baseline: Double?, candidate: Double?, bound: Double? = nil,
        outcome: RequirementResult.Outcome, reason: String? = nil
    ) {
        self.limit = limit
        self.baseline = baseline
        self.candidate = candidate
        self.bound = bound
        self.outcome = outcome
        self.reason = reason
    }
}

/// Whether answers to the same case got less alike.
public struct ConsistencyVerdict: Sendable, Hashable {
    /// What can be said.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
        /// Less alike, beyond chance.
        case lessConsistent = "less-consistent"
        /// More alike, beyond chance.
        case moreConsistent = "more-consistent"
        /// No change shown.
        case notShown = "not-shown"
    }

    /// What can be said.
    public var direction: Direction
    /// The change of the chance that two answers to a case are equal, with its interval.
    public var difference: PairedDifference
    /// The p value of the change, in the direction it went.
    public var pValue: Double
    /// The finding as one sentence for people, without a full stop.
    public var sentence: String

    /// A finding about consistency; see the properties.
    public init(direction: Direction, difference: PairedDifference, pValue: Double, sentence: String) {
        self.direction = direction
        self.difference = difference
        self.pValue = pValue
        self.sentence = sentence
    }
}

/// A case that could not be compared.
public struct LeftOut: Sendable, Hashable {
    /// Why it could not.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The baseline does not have it.
        case added
        /// The suite no longer has it.
        case removed
        /// Its content changed.
        case edited
        /// It was not asked this time.
        case notAsked = "not-asked"
        /// It was asked, but one side has no grade.
        case ungraded
    }

    /// The case's id.
    public var id: String
    /// Why it could not be compared.
    public var reason: Reason

    /// A case that could not be compared.
    public init(id: String, reason: Reason) {
        self.id = id
        self.reason = reason
    }
}
