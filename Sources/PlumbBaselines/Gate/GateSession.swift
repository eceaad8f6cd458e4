public import PlumbModel
internal import PlumbStatistics

/// What to do after a sweep.
public enum SweepDecision: Sendable, Hashable {
    /// The verdict can still change: ask every case once more.
    case askAnother
    /// The verdict is final, or the repetitions are used up.
    case stop
}

/// Decides after each sweep whether another can still change the verdict, at a false-alarm rate that holds for all looks together.
public struct GateSession: Sendable {
    private let baseline: VariantTally?
    private let settings: GateSettings
    private let maximumRepetitions: Int
    private let occasionVariance: Double
    private let baselineRun: String?
    private let familySize: Int
    private var evaluator = GateEvaluator()

    init(
        baseline: VariantTally?, settings: GateSettings, maximumRepetitions: Int, occasionVariance: Double, familySize: Int,
        baselineRun: String?
    ) {
        self.baseline = baseline
        self.settings = settings
        self.maximumRepetitions = max(1, maximumRepetitions)
        self.occasionVariance = occasionVariance
        self.familySize = max(1, familySize)
        self.baselineRun = baselineRun
    }

    /// Looks at everything asked so far.
    ///
    /// Without a baseline there is nothing to decide, and all repetitions are asked, so that what could become the baseline is deep.
    /// - Parameter candidate: The counts of all sweeps so far, a killed run's earlier ones included.
    public mutating func afterSweep(_ candidate: VariantTally) -> SweepDecision {
        guard candidate.sweeps < maximumRepetitions else { return .stop }
        var input = input(candidate)
        // A variant may stop early only on evidence that also suffices for the strictest step of the family's correction.
        input.settings.alpha /= Double(familySize)
        let prepared = PreparedGate(input)
        switch prepared.obstacle {
        case .measurement: return .askAnother
        case .comparison: return .stop
        case nil: break
        }
        let question = prepared.gap == nil ? prepared.question : prepared.leniently
        switch evaluator.verdict(question).verdict {
        case .inconclusive: return .askAnother
        case .regressed, .notComparable: return .stop
        case .improved, .unchanged: return prepared.gap == nil ? .stop : .askAnother
        }
    }

    /// The input for ``Gate/decide(_:)`` once the session has stopped.
    public func input(_ candidate: VariantTally, requirements: [Requirement] = []) -> GateInput {
        GateInput(
            baseline: baseline, candidate: candidate, settings: settings, requirements: requirements,
            plan: .sequential(maximumRepetitions: maximumRepetitions), occasionVariance: occasionVariance,
            baselineRun: baselineRun)
    }
}

extension Gate {
    /// Begins a gate that asks only while another sweep can still change the verdict.
    ///
    /// - Parameters:
    ///   - baseline: The accepted results; nil when there are none.
    ///   - settings: How the gate decides.
    ///   - maximumRepetitions: The most sweeps, at least 1; ``GateSettings/maximumRepetitions`` or else the suite's repetitions.
    ///   - occasionVariance: Variance of the drop on top of that of the calls; see ``BaselineFile/occasionVariance``.
    ///   - familySize: How many variants and suites are judged together by ``decide(family:)``.
    ///   - baselineRun: The run that the baseline's newest answers come from; nil when it is not known.
    public static func session(
        baseline: VariantTally?, settings: GateSettings, maximumRepetitions: Int, occasionVariance: Double = 0, familySize: Int = 1,
        baselineRun: String? = nil
    ) -> GateSession {
        GateSession(
            baseline: baseline, settings: settings, maximumRepetitions: maximumRepetitions, occasionVariance: occasionVariance,
            familySize: familySize, baselineRun: baselineRun)
    }
}
