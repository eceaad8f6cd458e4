/// What the comparison says.
public enum GateVerdict: Sendable, Hashable {
    /// The candidate is worse, beyond chance and beyond the margin.
    case regressed
    /// The candidate is better: the mirrored test.
    case improved
    /// Earned: a drop of `detect` is ruled out.
    case unchanged
    /// Neither; more calls may tell.
    case inconclusive
    /// No test can be made.
    case notComparable(NotComparableReason)
}

/// Why no test can be made.
public enum NotComparableReason: Sendable, Hashable {
    /// No case was measured on both sides.
    case noCommonCases
    /// Two cases have the same id.
    case duplicateCase(String)
    /// A setting makes no sense.
    case settings(GateSettingsDefect)
}

/// The test a verdict rests on.
public enum DecidingTest: Sendable, Hashable {
    /// Something broke (or, mirrored, something got fixed).
    case breakage
    /// Mean accuracy changed.
    case accuracy
    /// The drop is more than the margin.
    case margin
    /// A drop of `detect` is ruled out.
    case nonInferiority
    /// Evidence that may be looked at as often as one likes.
    case evidence
    /// No test decided.
    case none
}

/// The numbers behind a verdict.
public struct GateEvidence: Sendable, Hashable {
    /// Cases measured on both sides.
    public let cases: Int
    /// Mean drop: positive is worse.
    public let drop: Double
    /// 95 % interval of the drop; with a sequential plan it holds at whichever sweep one stopped.
    public let interval: ConfidenceInterval
    /// Exact stratified test that mean accuracy fell; its `mid` value decides when the estimand is the mean.
    public let accuracy: ExactPValue
    /// Exact test that something broke; its `cautious` value decides.
    public let breakage: ExactPValue
    /// The p value of the deciding direction's mirrored test; nil unless the candidate looks better.
    public let improvement: Double?
    /// P value of "the change is at most the margin", in the direction that the candidate moved.
    ///
    /// Nil when the margin is 0 and the baseline's occasions do not differ.
    public let beyondMargin: Double?
    /// Standard errors by which the drop stays below `detect`.
    public let nonInferiority: Double
    /// The p value at or below which the change counts at this look; alpha with a fixed plan.
    public let level: Double
    /// The standard errors at which "unchanged" is earned at this look.
    public let nonInferiorityLevel: Double
    /// The least drop seen with 80 % power with these repetitions.
    public let minimumDetectableDrop: Double

    /// The p value that decides about "regressed" before any margin.
    public func worse(_ estimand: GateEstimand) -> Double {
        switch estimand {
        case .breakage: breakage.cautious
        case .mean: accuracy.mid
        }
    }
}

/// A case that changed by itself.
public struct ChangedCase: Sendable, Hashable {
    /// The case's id.
    public let id: String
    /// Its counts.
    public let pair: PairedTally
    /// One-sided Fisher p of the change.
    public let pValue: Double
}

/// Why a case was left out of the test.
public enum MissingSide: Sendable, Hashable {
    /// Nothing stored.
    case baseline
    /// Nothing measured now.
    case candidate
    /// Neither.
    case both
}

/// A case left out of the test.
public struct LeftOutCase: Sendable, Hashable {
    /// The case's id.
    public let id: String
    /// What is missing.
    public let missing: MissingSide
}

/// The same test within one tag.
public struct TagAnswer: Sendable, Hashable {
    /// The tag.
    public let tag: String
    /// Cases measured on both sides.
    public let cases: Int
    /// Mean drop within the tag.
    public let drop: Double
    /// P value of the question's estimand within the tag, uncorrected.
    public let pValue: Double
    /// The p value corrected for the number of tags (Holm).
    public let adjusted: Double
    /// Whether the tag got worse, tags together at alpha.
    public let verdict: TagVerdict
    /// The least drop of this tag seen with 80 % power, uncorrected.
    public let minimumDetectableDrop: Double
}

/// What can be said of a tag.
public enum TagVerdict: Sendable, Hashable {
    /// Worse, corrected for the number of tags.
    case regressed
    /// Not shown to be worse.
    case notShown
}

/// Calls that would settle an inconclusive verdict if the drop stayed as observed.
public struct FurtherCalls: Sendable, Hashable {
    /// More candidate repetitions of every case.
    public let repetitionsPerCase: Int
    /// All together.
    public let calls: Int

    /// Calls that would settle a verdict; see the properties.
    public init(repetitionsPerCase: Int, calls: Int) {
        self.repetitionsPerCase = repetitionsPerCase
        self.calls = calls
    }
}

/// A verdict with everything a report needs.
public struct GateAnswer: Sendable, Hashable {
    /// What the comparison says.
    public let verdict: GateVerdict
    /// The test it rests on.
    public let decidingTest: DecidingTest
    /// The numbers; nil when not comparable.
    public let evidence: GateEvidence?
    /// Cases that got worse by themselves, family-wise error alpha, most striking first.
    public let regressedCases: [ChangedCase]
    /// Cases that got better by themselves, family-wise error alpha, most striking first.
    public let improvedCases: [ChangedCase]
    /// Results per tag, in order of the tags' names.
    public let tags: [TagAnswer]
    /// Cases that could not be compared, in the order given.
    public let leftOut: [LeftOutCase]
    /// Sweeps used by a sequential plan; nil with a fixed one.
    public let sweepsUsed: Int?
    /// What would settle an inconclusive verdict; nil when decided, or when no number of candidate calls would (deepen the baseline then).
    public let furtherCalls: FurtherCalls?

    /// Whether a sequential gate can stop: later sweeps no longer count.
    public var isFinal: Bool { verdict != .inconclusive }
}
