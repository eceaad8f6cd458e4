/// Evidence that may be looked at after every pair: a bet on pairs that changed sides.
///
/// The wealth multiplies by 1 + λ for each case that broke and by 1 - λ for each that was fixed, averaged over several λ. When both are
/// equally likely its mean stays at 1, so the chance that it ever reaches 1/alpha is at most alpha (Ville 1939).
public struct DiscordantEProcess: Sendable, Hashable {
    /// Stakes, each in 0…1.
    public let stakes: [Double]
    /// Chance of ever raising a false alarm.
    public let alpha: Double

    /// - Parameters:
    ///   - stakes: λ, each above 0 and below 1.
    ///   - alpha: Chance of ever raising a false alarm.
    public init(stakes: [Double] = [0.2, 0.4, 0.6, 0.8], alpha: Double = 0.05) {
        self.stakes = stakes
        self.alpha = alpha
    }

    /// The wealth after `broke` losses and `fixed` gains.
    public func wealth(broke: Int, fixed: Int) -> Double {
        Moments.mean(stakes.map { power(1 + $0, Double(broke)) * power(1 - $0, Double(fixed)) }) ?? 1
    }

    /// Whether the evidence suffices.
    public func alarms(broke: Int, fixed: Int) -> Bool { wealth(broke: broke, fixed: fixed) >= 1 / alpha }

    /// The fewest broken cases among `discordant` changed ones that raise the alarm; nil when even all would not.
    public func leastBroken(of discordant: Int) -> Int? {
        (0...max(0, discordant)).first { alarms(broke: $0, fixed: discordant - $0) }
    }

    /// The exact chance of a false alarm at some point of `pairs` changed pairs.
    public func falseAlarm(pairs: Int) -> Double {
        // Chances of each count of broken cases among the walks that have not alarmed yet.
        var waiting = [1.0]
        var alarmed = 0.0
        for discordant in 1...max(1, pairs) {
            var next = [Double](repeating: 0, count: discordant + 1)
            for (broke, chance) in waiting.enumerated() {
                next[broke] += chance / 2
                next[broke + 1] += chance / 2
            }
            for broke in next.indices where alarms(broke: broke, fixed: discordant - broke) {
                alarmed += next[broke]
                next[broke] = 0
            }
            waiting = next
        }
        return alarmed
    }
}
