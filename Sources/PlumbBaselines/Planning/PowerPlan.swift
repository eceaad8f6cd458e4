public import PlumbModel

/// What a gate can see before a call is made, and what more repetitions, more cases or a deeper baseline would buy.
///
/// The least drop seen is that of the test of the mean, (z(1-α) + z(0.8)) √(v (1/Rb + 1/Rc)/n) with v the mean variance of one call; the
/// test of breakage sees as much or more. The figures are of a verdict taken once, after all repetitions.
public struct PowerPlan: Sendable, Hashable {
    /// What the noise of single calls is taken from.
    public enum Basis: Sendable, Hashable {
        /// The repetitions stored, fewest and most per case.
        case baseline(ClosedRange<Int>)
        /// Assumed to be that of a suite of mixed difficulty, for want of a baseline.
        case missingBaseline
        /// Assumed likewise, because every stored case was asked once, which tells nothing of noise.
        case askedOnce
    }

    /// What sets an offer apart from the plan.
    public enum Kind: Sendable, Hashable {
        /// The plan itself.
        case planned
        /// Another number of repetitions of each case now.
        case repetitions
        /// So many times the cases, as noisy as those there are.
        case cases(times: Int)
        /// More stored repetitions.
        case deeperBaseline
    }

    /// A size of gate and what it buys.
    public struct Offer: Sendable, Hashable {
        /// What sets it apart.
        public var kind: Kind
        /// How many cases.
        public var cases: Int
        /// Stored repetitions of each case (a harmonic mean when they differ).
        public var baselineRepetitions: Double
        /// Repetitions of each case now.
        public var repetitions: Int
        /// The least drop of accuracy seen with 80 % power, 0…1.
        public var detectableDrop: Double
        /// The same for a suite whose answers hardly vary, and for one whose answers vary much; nil when the noise was measured.
        public var detectableRange: ClosedRange<Double>?
        /// The chance of seeing a drop of `detect`, 0…1.
        public var power: Double
        /// Calls of each gate.
        public var calls: Int
        /// Calls to record once before the first gate, beyond what is stored.
        public var callsOnce: Int
        /// Tokens of each gate; nil when not known.
        public var tokens: Int?
        /// What each gate costs; nil when unpriced.
        public var cost: Money?
    }

    /// Whether a drop of `detect` is seen with 80 % power.
    public enum Reach: Sendable, Hashable {
        /// As planned.
        case reached
        /// Not as planned, but by this offer: the one with the fewest calls per gate.
        case reachedBy(Offer)
        /// By none of the offers.
        case outOfReach
    }

    /// The suite's name.
    public var suite: String
    /// The variant's name.
    public var variant: String
    /// How the gate decides.
    public var settings: GateSettings
    /// What the noise is taken from.
    public var basis: Basis
    /// Mean variance of one call within its case, 0…0.25: half the chance that two calls have different verdicts.
    public var noise: Double
    /// The gate as it is.
    public var planned: Offer
    /// What else could be had.
    public var offers: [Offer]
    /// Whether `detect` is within reach.
    public var reach: Reach
    /// Cases that no result could name as regressed, in the baseline's order.
    public var undecidable: [CaseReach]

    /// Variance of the drop that no number of calls or cases removes.
    public var occasionVariance: Double

    /// The figure a suite of mixed difficulty has: pass rates Beta(0.85, 0.15).
    public static let assumedNoise = 0.064
    /// Those of suites whose answers hardly vary and vary much: Beta(0.85 k, 0.15 k) with k = 0.3 and 4.
    public static let assumedNoiseRange = 0.029...0.102

    /// What stands in for a noise that was not measured.
    struct Assumption: Sendable {
        /// That of a suite of mixed difficulty.
        var noise = assumedNoise
        /// Those of suites whose answers hardly vary and vary much.
        var range = assumedNoiseRange

        /// Before anything is known.
        init() {}

        /// Of cases that were asked once each.
        ///
        /// Their accuracy A tells how much there is to vary: a call has variance A(1 - A), of which a suite of mixed difficulty has half
        /// within its cases (0.064 of 0.1275 at 85 %), one whose answers hardly vary 23 %, one whose answers vary much 80 %. Two passes and
        /// two failures are added (Agresti and Coull 1998), so that a suite without a failure is not taken to have no noise.
        init(passes: Int, of asked: Int) {
            let share = (Double(passes) + 2) / (Double(asked) + 4)
            let scale = share * (1 - share) / (0.85 * 0.15)
            noise = assumedNoise * scale
            range = (assumedNoiseRange.lowerBound * scale)...(assumedNoiseRange.upperBound * scale)
        }
    }
}
