#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How the pass rates of cases scatter: Beta(0.85 k, 0.15 k).
enum SuiteKind: String, CaseIterable {
    case stable, mixed, noisy

    var concentration: Double {
        switch self {
        case .stable: 0.3
        case .mixed: 1
        case .noisy: 4
        }
    }

    func rates(_ cases: Int, _ random: inout SplitMix64) -> [Double] {
        (0..<cases).map { _ in random.beta(0.85 * concentration, 0.15 * concentration) }
    }
}

/// How a drop of the mean is spread over the cases.
enum Shape: String, CaseIterable {
    /// Every rate times the same constant.
    case spread
    /// The same shift of every logit.
    case logit
    /// Whole cases die, in random order.
    case conc

    /// The rates after a mean drop of exactly `drop` (or as much as there is to lose).
    func lower(_ rates: [Double], by drop: Double, _ random: inout SplitMix64) -> [Double] {
        let total = rates.reduce(0, +)
        let loss = min(drop * Double(rates.count), total)
        guard loss > 0 else { return rates }
        switch self {
        case .spread: return rates.map { $0 * (1 - loss / total) }
        case .logit: return Self.shiftLogit(rates, to: total - loss)
        case .conc: return Self.kill(rates, loss, &random)
        }
    }

    private static func shiftLogit(_ rates: [Double], to goal: Double) -> [Double] {
        func shifted(_ odds: Double) -> [Double] { rates.map { $0 * odds / ($0 * odds + 1 - $0) } }
        var low = -40.0
        var high = 0.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if shifted(exp(middle)).reduce(0, +) < goal { low = middle } else { high = middle }
        }
        return shifted(exp((low + high) / 2))
    }

    private static func kill(_ rates: [Double], _ loss: Double, _ random: inout SplitMix64) -> [Double] {
        var lowered = rates
        var left = loss
        for place in rates.indices.shuffled(using: &random) where left > 0 {
            let taken = min(lowered[place], left)
            lowered[place] -= taken
            left -= taken
        }
        return lowered
    }
}
