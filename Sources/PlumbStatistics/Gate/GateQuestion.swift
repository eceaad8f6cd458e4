/// One case of a gate: what was stored and what is compared with it.
public struct GateCase: Sendable, Hashable {
    /// Stable identifier, unique within the question.
    public let id: String
    /// Stored passes.
    public let baseline: Tally
    /// Passes under test.
    public let candidate: Tally
    /// Slices the case belongs to.
    public let tags: [String]

    /// - Parameters:
    ///   - id: Stable identifier, unique within the question.
    ///   - baseline: Stored passes.
    ///   - candidate: Passes under test; `.none` when not asked yet.
    ///   - tags: Slices the case belongs to.
    public init(id: String, baseline: Tally, candidate: Tally, tags: [String] = []) {
        self.id = id
        self.baseline = baseline
        self.candidate = candidate
        self.tags = tags
    }

    /// Both sides, without the name.
    public var pair: PairedTally { PairedTally(baseline: baseline, candidate: candidate) }
}

/// What counts as getting worse.
public enum GateEstimand: Sendable, Hashable {
    /// Something broke and mean accuracy fell: weighs a failure in a case that always passed most.
    case breakage
    /// Mean accuracy fell: every failure weighs the same.
    case mean
}

/// When the verdict is taken.
public enum GatePlan: Sendable, Hashable {
    /// Once, with the repetitions there are.
    case fixed
    /// After each sweep (one more repetition of every case) until decided, at most `maximumRepetitions` times.
    ///
    /// `sweepsUsed` is the sweep just finished, 1…`maximumRepetitions`; `firstLook` the first sweep after which a verdict was taken.
    case sequential(maximumRepetitions: Int, sweepsUsed: Int, firstLook: Int = 1)
}

/// Counts and settings from which a verdict follows, digit for digit.
public struct GateQuestion: Sendable, Hashable {
    /// The cases common to baseline and candidate.
    public var cases: [GateCase]
    /// Chance of "regressed" when nothing changed, in 0…1, one-sided.
    public var alpha: Double
    /// A drop up to this is of no interest, in 0…1: "regressed" is claimed only of a larger one.
    public var margin: Double
    /// The drop that "unchanged" rules out, in 0…1, at least `margin`.
    public var detect: Double
    /// What counts as getting worse.
    public var estimand: GateEstimand
    /// When the verdict is taken.
    public var plan: GatePlan
    /// Chance of "unchanged" when the drop is `detect`; nil for the usual one: 0.05 with a fixed plan, 0.10 with a sequential one.
    public var acceptanceError: Double?
    /// Variance of the drop on top of that of the calls, such as between occasions (see `OccasionTest`).
    public var extraVariance: Double

    /// - Parameters:
    ///   - cases: The cases common to baseline and candidate.
    ///   - alpha: Chance of "regressed" when nothing changed.
    ///   - margin: A drop up to this is of no interest.
    ///   - detect: The drop that "unchanged" rules out.
    ///   - estimand: What counts as getting worse.
    ///   - plan: When the verdict is taken.
    ///   - acceptanceError: Chance of "unchanged" when the drop is `detect`; nil for the usual one.
    ///   - extraVariance: Variance of the drop on top of that of the calls.
    public init(
        cases: [GateCase], alpha: Double = 0.05, margin: Double = 0, detect: Double = 0.05, estimand: GateEstimand = .breakage,
        plan: GatePlan = .fixed, acceptanceError: Double? = nil, extraVariance: Double = 0
    ) {
        self.cases = cases
        self.alpha = alpha
        self.margin = margin
        self.detect = detect
        self.estimand = estimand
        self.plan = plan
        self.acceptanceError = acceptanceError
        self.extraVariance = extraVariance
    }

    /// The chance of a wrong "unchanged" in force.
    var acceptance: Double {
        if let acceptanceError { return acceptanceError }
        if case .sequential = plan { return 0.10 }
        return 0.05
    }

    /// More looks than this are refused: thresholds would take long and gain nothing.
    static let mostLooks = 200

    /// What is wrong with the settings, nil when nothing.
    var defect: GateSettingsDefect? {
        func isProbability(_ value: Double) -> Bool { value > 0 && value < 1 }
        if !isProbability(alpha) { return .alpha(alpha) }
        if !(margin >= 0 && margin < 1) { return .margin(margin) }
        if !(detect > 0 && detect < 1 && detect >= margin) { return .detect(detect) }
        if !isProbability(acceptance) { return .acceptanceError(acceptance) }
        if !(extraVariance >= 0 && extraVariance.isFinite) { return .extraVariance(extraVariance) }
        if case .sequential(let most, let used, let first) = plan,
            !(first >= 1 && first <= used && used <= most && most - first < Self.mostLooks)
        {
            return .plan(maximumRepetitions: most, sweepsUsed: used, firstLook: first)
        }
        return nil
    }
}

/// A setting that makes no sense, with its value.
public enum GateSettingsDefect: Sendable, Hashable {
    /// Not between 0 and 1.
    case alpha(Double)
    /// Below 0, or 1 and more.
    case margin(Double)
    /// Not between 0 and 1, or below the margin.
    case detect(Double)
    /// Not between 0 and 1.
    case acceptanceError(Double)
    /// Negative or not a number.
    case extraVariance(Double)
    /// Not 1 ≤ first look ≤ sweeps used ≤ maximum, or more than 200 looks.
    case plan(maximumRepetitions: Int, sweepsUsed: Int, firstLook: Int)
}
