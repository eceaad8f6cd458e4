internal import PlumbStatistics

/// What the luck of one stored baseline does to every gate against it.
///
/// A baseline that came out too well makes unchanged prompts look worse in all gates that follow. With ρ the baseline's share of the drop's
/// variance, (1/Rb)/(1/Rb + 1/Rc), a baseline that is u standard errors too high raises false alarms from α to Φ((√ρ u - z(1-α))/√(1-ρ)).
public struct BaselineLuck: Sendable, Hashable {
    /// Stored repetitions of each case.
    public var baselineRepetitions: Double
    /// Repetitions of each case in a gate.
    public var repetitions: Int
    /// The false alarms promised on average over baselines.
    public var alpha: Double

    /// Luck of a baseline; counts are at least 1.
    public init(baselineRepetitions: Double, repetitions: Int, alpha: Double) {
        self.baselineRepetitions = max(1, baselineRepetitions)
        self.repetitions = max(1, repetitions)
        self.alpha = alpha
    }

    /// The false alarms that one baseline in twenty exceeds, 0…1.
    public var unluckyFalseAlarms: Double {
        Normal.cumulative((share.squareRoot() * Normal.quantile(0.95) - Normal.quantile(1 - alpha)) / (1 - share).squareRoot())
    }

    /// The share of baselines with more false alarms than `limit`, 0…1.
    public func share(above limit: Double) -> Double {
        let needed = Normal.quantile(1 - alpha) + Normal.quantile(limit) * (1 - share).squareRoot()
        return Normal.survival(needed / share.squareRoot())
    }

    /// The baseline's share of the variance of a drop.
    private var share: Double {
        let inverse = 1 / baselineRepetitions
        return inverse / (inverse + 1 / Double(repetitions))
    }
}
