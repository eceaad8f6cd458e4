public import PlumbMetrics
public import PlumbStatistics

/// How often this very gate would have fired on an unchanged prompt, told by splitting stored repetitions of one variant in two.
///
/// Each split takes some repetitions of every case as the candidate and leaves the others as the baseline, so that nothing changed between
/// them. Where there are few enough splits all are made, each with its exact weight; otherwise some are drawn without replacement, by draws
/// that are the same every time.
public struct SelfTest: Sendable, Hashable {
    /// One case's stored repetitions.
    public struct StoredCase: Sendable, Hashable {
        /// What is known of them.
        public enum Repetitions: Sendable, Hashable {
            /// Whether each passed, in the order in which they were asked.
            case inOrder([Bool])
            /// How many passed.
            case counted(Tally)
        }

        /// The case's id.
        public var id: String
        /// Its repetitions with a grade.
        public var repetitions: Repetitions

        /// One case's stored repetitions.
        public init(id: String, repetitions: Repetitions) {
            self.id = id
            self.repetitions = repetitions
        }

        var tally: Tally {
            switch repetitions {
            case .inOrder(let grades): Tally(grades)
            case .counted(let tally): tally
            }
        }
    }

    /// Which splits were made.
    public enum Method: Sendable, Hashable {
        /// All of them, so that the shares are exact.
        case enumerated(splits: Int)
        /// So many, drawn by a fixed seed.
        case drawn(splits: Int)
    }

    /// What the verdicts on splits in the order of time say.
    public struct InOrder: Sendable, Hashable {
        /// How many stretches of consecutive repetitions were held against all others.
        public var stretches: Int
        /// How many of them the gate called regressed or improved.
        public var changed: Int

        /// The chance of so many or more when nothing changed: each stretch has one of about 2 alpha.
        func chance(alpha: Double) -> Double {
            1 - Binomial.lowerTail(changed - 1, trials: stretches, success: min(1, 2 * alpha))
        }
    }

    /// What the shares mean.
    public enum Finding: Sendable, Hashable {
        /// False alarms keep to what was promised.
        case asPromised
        /// No split at all could fire: there is too little to ever see a regression.
        case silent
        /// More false alarms than promised, beyond the chance of the draws.
        case tooOften
        /// Stretches of time differ although the prompt did not: the model, or the day, makes a difference.
        case drifting
    }

    /// Which splits were made.
    public var method: Method
    /// How many cases were split.
    public var cases: Int
    /// Cases with too few repetitions to be split.
    public var leftOut: [String]
    /// Repetitions left to the baseline, fewest and most of a case.
    public var baselineRepetitions: ClosedRange<Int>
    /// Repetitions taken as the candidate.
    public var repetitions: Int
    /// The false alarms promised.
    public var alpha: Double
    /// Share of splits called regressed: false alarms.
    public var fired: Estimate
    /// Share of splits called improved.
    public var improved: Estimate
    /// Share of splits called unchanged, which they are.
    public var unchanged: Estimate
    /// Share of splits that were left open.
    public var inconclusive: Estimate
    /// Share of splits in which any case was named as regressed.
    public var named: Estimate
    /// The same in the order of time; nil when the order is not known.
    public var inOrder: InOrder?
    /// Cases that no result could name as regressed.
    public var undecidable: [CaseReach]

    /// What the shares mean.
    public var finding: Finding {
        if let inOrder, inOrder.chance(alpha: alpha) <= 0.05 { return .drifting }
        if fired.value == 0, improved.value == 0, unchanged.value == 0 { return .silent }
        // Levels of small suites are exceeded by up to a tenth.
        return (fired.interval?.lowerBound ?? fired.value) > 1.1 * alpha + 1e-9 ? .tooOften : .asPromised
    }
}
