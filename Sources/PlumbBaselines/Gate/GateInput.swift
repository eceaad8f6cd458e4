internal import PlumbMetrics
public import PlumbModel
internal import PlumbStatistics

/// Everything that a verdict on one variant follows from.
public struct GateInput: Sendable, Hashable {
    /// When the verdict is taken.
    public enum Plan: Sendable, Hashable {
        /// Once, with the repetitions there are.
        case fixed
        /// After each sweep until decided, at most so many; the sweeps done are counted from the candidate's trials.
        case sequential(maximumRepetitions: Int)
    }

    /// The accepted results; nil when there are none.
    public var baseline: VariantTally?
    /// What was measured now.
    public var candidate: VariantTally
    /// How the gate decides.
    public var settings: GateSettings
    /// The suite's demands; those on other variants do not count.
    public var requirements: [Requirement]
    /// When the verdict is taken.
    public var plan: Plan
    /// Variance of the drop on top of that of the calls; see ``BaselineFile/occasionVariance``.
    public var occasionVariance: Double
    /// The run that the baseline's newest answers come from, for what to do next; nil when it is not known.
    public var baselineRun: String?

    /// Everything that a verdict follows from; see the properties.
    public init(
        baseline: VariantTally?, candidate: VariantTally, settings: GateSettings = GateSettings(), requirements: [Requirement] = [],
        plan: Plan = .fixed, occasionVariance: Double = 0, baselineRun: String? = nil
    ) {
        self.baseline = baseline
        self.candidate = candidate
        self.settings = settings
        self.requirements = requirements
        self.plan = plan
        self.occasionVariance = occasionVariance
        self.baselineRun = baselineRun
    }
}

/// What stands between two measurements and a verdict.
enum GateObstacle: Sendable, Hashable {
    case measurement(MeasurementObstacle)
    case comparison(ComparisonObstacle)

    var verdict: Verdict {
        switch self {
        case .measurement(let obstacle): .couldNotMeasure(obstacle)
        case .comparison(let obstacle): .notComparable(obstacle)
        }
    }
}

/// An input made ready for the statistics.
struct PreparedGate: Sendable {
    let input: GateInput
    let metrics: VariantMetrics
    /// The cases of both sides; nil without a baseline.
    let pairing: CasePairing?
    /// What forbids a verdict, errors aside.
    let obstacle: GateObstacle?
    /// Why the grades need not be typical; nil when they may be taken so.
    let gap: CoverageGap?
    /// The statistical question; empty when there is an obstacle.
    let question: GateQuestion

    init(_ input: GateInput) {
        self.input = input
        metrics = VariantMetrics(input.candidate)
        let pairing = input.baseline.map { CasePairing(baseline: $0, candidate: input.candidate) }
        self.pairing = pairing
        gap = metrics.coverageGap
        obstacle = Self.obstacle(input, metrics, pairing)
        question = Self.question(input, pairing, lenient: false)
    }

    /// The question with every missing grade of the candidate taken as a pass.
    var leniently: GateQuestion { Self.question(input, pairing, lenient: true) }

    private static func obstacle(_ input: GateInput, _ metrics: VariantMetrics, _ pairing: CasePairing?) -> GateObstacle? {
        guard let baseline = input.baseline, let pairing else { return .measurement(unpaired(metrics)) }
        if let obstacle = Gate.obstacle(baseline: baseline.fingerprint, candidate: input.candidate.fingerprint) {
            return .comparison(obstacle)
        }
        if metrics.trials == 0 { return .measurement(.nothingAsked) }
        if pairing.measured.isEmpty, metrics.coverageGap == nil { return .comparison(.noCommonCases) }
        return nil
    }

    /// What is said without a baseline: it is not what is missing while nothing could be graded.
    private static func unpaired(_ metrics: VariantMetrics) -> MeasurementObstacle {
        if metrics.trials == 0 { return .nothingAsked }
        if metrics.graded == 0, let gap = metrics.coverageGap { return .coverage(gap) }
        return .missingBaseline
    }

    private static func question(_ input: GateInput, _ pairing: CasePairing?, lenient: Bool) -> GateQuestion {
        let cases = (pairing?.pairs ?? []).map { pair in
            let errors = lenient ? pair.candidate.errors : 0
            return GateCase(
                id: pair.candidate.id, baseline: pair.passes.baseline,
                candidate: Tally(passes: pair.candidate.passes + errors, of: pair.candidate.graded + errors) ?? .none,
                tags: pair.candidate.tags)
        }
        let settings = input.settings
        var plan = GatePlan.fixed
        if case .sequential(let most) = input.plan, most > 0 {
            plan = .sequential(maximumRepetitions: most, sweepsUsed: min(max(1, input.candidate.sweeps), most))
        }
        return GateQuestion(
            cases: cases, alpha: settings.alpha, margin: settings.margin, detect: settings.detect,
            estimand: settings.estimand == .breakage ? .breakage : .mean, plan: plan, extraVariance: input.occasionVariance)
    }
}

extension VariantTally {
    /// How often the case that was asked most was asked.
    var sweeps: Int { cases.reduce(0) { max($0, $1.graded + $1.errors) } }
}

/// What the statistics made of an input.
enum GateDecision: Sendable {
    /// How trials without a grade entered.
    enum Reading: Sendable {
        /// Not at all.
        case asMeasured
        /// As passes, so that they cannot be what makes the candidate worse.
        case missingTakenAsPasses
    }

    /// No verdict is possible.
    case obstacle(GateObstacle)
    /// A verdict.
    case answer(GateAnswer, Reading)
}
