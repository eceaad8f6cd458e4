/// Evidence of a regression that holds at every moment, whichever case is asked next (Turner, Ly and Grünwald 2024).
///
/// A block is a few stored repetitions of one case, not used before, and one new repetition. Given the block's passes, the new repetition
/// passes with probability passes/size if nothing changed, exactly. Each case bets on four harms (p → 0.94 p, p → 0.8 p, odds ratios 0.6 and
/// 0.02), with p learned from earlier blocks; cases multiply. An alarm at 1/alpha is false with probability at most alpha.
public struct StratifiedEProcess: Sendable {
    /// Chance of ever raising a false alarm.
    public let alpha: Double
    /// Logarithm of the evidence so far; 0 at the start.
    public private(set) var logEvidence = 0.0
    private var states: [CaseState]

    private struct CaseState: Sendable {
        /// Log wealth of each harm.
        var wealth = [0.0, 0.0, 0.0, 0.0]
        var passes = 0
        var repetitions = 0
        /// What the case contributes to the total.
        var log = 0.0
    }

    private static let weights = [0.30, 0.20, 0.46, 0.04]

    /// - Parameters:
    ///   - cases: How many cases there are.
    ///   - alpha: Chance of ever raising a false alarm.
    public init(cases: Int, alpha: Double = 0.05) {
        self.alpha = alpha
        states = [CaseState](repeating: CaseState(), count: max(0, cases))
    }

    /// Whether the evidence suffices.
    public var alarms: Bool { logEvidence >= -naturalLog(alpha) }

    /// Adds one block.
    ///
    /// The case must be chosen without looking at its unused stored repetitions.
    /// - Parameters:
    ///   - place: Which case, 0-based; ignored outside the cases.
    ///   - stored: Fresh stored repetitions of the case, usually two.
    ///   - grades: The new repetition (or several).
    public mutating func add(case place: Int, stored: Tally, new grades: Tally) {
        guard states.indices.contains(place), stored.repetitions > 0, grades.repetitions > 0 else { return }
        var state = states[place]
        let passes = stored.passes + grades.passes
        let share = (Double(state.passes) + 0.5) / Double(state.repetitions + 1)
        let null = Hypergeometric(baseline: stored.repetitions, candidate: grades.repetitions, passes: passes)
        let chance = null.probability(grades.passes)
        for (harm, odds) in [Self.odds(share, times: 0.94), Self.odds(share, times: 0.8), 0.6, 0.02].enumerated() {
            let harmed = Hypergeometric(
                baseline: stored.repetitions, candidate: grades.repetitions, passes: passes, odds: odds)
            state.wealth[harm] += naturalLog(harmed.probability(grades.passes) / chance)
        }
        state.passes += passes
        state.repetitions += stored.repetitions + grades.repetitions
        let before = state.log
        state.log = Self.mixture(state.wealth)
        logEvidence += state.log - before
        states[place] = state
    }

    private static func odds(_ share: Double, times factor: Double) -> Double {
        let lowered = share * factor
        return lowered / (1 - lowered) * (1 - share) / share
    }

    private static func mixture(_ wealth: [Double]) -> Double {
        let most = wealth.max() ?? 0
        return most + naturalLog(zip(weights, wealth).reduce(0) { $0 + $1.0 * exponential($1.1 - most) })
    }
}
