/// How an error probability is spent over several looks at growing data (Lan and DeMets 1983).
public enum AlphaSpending: Sendable, Hashable {
    /// α ln(1 + (e - 1) t): about the same threshold at each look, early stops are likely.
    case pocock
    /// 2 (1 - Φ(z(1-α/2)/√t)), one-sided: hardly anything early.
    case obrienFleming

    /// The share of `alpha` spent at information fraction `fraction` (0…1).
    public func spent(_ alpha: Double, at fraction: Double) -> Double {
        let t = min(max(fraction, 0), 1)
        guard t > 0 else { return 0 }
        switch self {
        case .pocock: return alpha * naturalLogOnePlus((exponential(1) - 1) * t)
        case .obrienFleming: return 2 * Normal.survival(Normal.quantile(1 - alpha / 2) / t.squareRoot())
        }
    }

    /// One-sided thresholds for z at each look, so that the chance of ever crossing is `alpha` when nothing changed.
    ///
    /// The looks are taken as jointly normal with independent increments, integrated recursively.
    /// - Parameters:
    ///   - fractions: Rising information fractions in 0…1; empty when they are not rising and positive.
    ///   - alpha: Error probability, one-sided, in 0…1.
    public func thresholds(fractions: [Double], alpha: Double) -> [Double] {
        guard let first = fractions.first, first > 0, alpha > 0, alpha < 1, zip(fractions, fractions.dropFirst()).allSatisfy({ $0 < $1 })
        else { return [] }
        var thresholds: [Double] = []
        var walk: WalkDensity?
        var before = 0.0
        for fraction in fractions {
            let total = spent(alpha, at: fraction)
            let share = max(0, total - before)
            before = total
            let deviation = (fraction - (walk?.fraction ?? 0)).squareRoot()
            let bound = walk?.bound(deviation: deviation, crossing: share) ?? Normal.quantile(1 - share) * fraction.squareRoot()
            thresholds.append(bound / fraction.squareRoot())
            walk = WalkDensity(after: walk, at: fraction, below: bound, finest: Self.finest(fractions))
        }
        return thresholds
    }

    /// The smallest standard deviation of an increment: the grid must resolve it.
    private static func finest(_ fractions: [Double]) -> Double {
        zip(fractions.dropFirst(), fractions).reduce(fractions.first ?? 1) { min($0, $1.0 - $1.1) }.squareRoot()
    }

    /// Information fractions of looks after `candidate` repetitions against a stored baseline: the last look is 1.
    ///
    /// The variance of a drop falls with 1/baseline + 1/candidate, so a baseline that is not deep slows the later looks.
    /// - Parameters:
    ///   - baseline: Stored repetitions per case (a harmonic mean when they differ), > 0.
    ///   - candidate: Repetitions at each look, rising, ≥ 1.
    public static func fractions(baseline: Double, candidate: [Int]) -> [Double] {
        guard let last = candidate.last else { return [] }
        let full = 1 / baseline + 1 / Double(last)
        return candidate.map { full / (1 / baseline + 1 / Double($0)) }
    }
}

/// The density of a random walk that has not yet crossed a bound, on a grid with Simpson weights.
private struct WalkDensity {
    let fraction: Double
    private let points: [Double]
    /// Density times quadrature weight.
    private let masses: [Double]

    /// How far below 0 the walk is followed.
    private static let floor = -8.0

    /// - Parameters:
    ///   - previous: The density at the look before; nil at the first look.
    ///   - fraction: Information at this look.
    ///   - bound: Walks above it have stopped.
    ///   - finest: Smallest deviation of an increment over all looks.
    init(after previous: WalkDensity?, at fraction: Double, below bound: Double, finest: Double) {
        self.fraction = fraction
        let spacing = max(0.002, min(0.03, finest / 6))
        let intervals = max(2, 2 * Int(((bound - Self.floor) / spacing / 2).rounded(.up)))
        let step = (bound - Self.floor) / Double(intervals)
        let points = (0...intervals).map { Self.floor + Double($0) * step }
        let deviation = (fraction - (previous?.fraction ?? 0)).squareRoot()
        self.points = points
        masses = points.enumerated().map { place, point in
            let weight = place == 0 || place == intervals ? 1.0 : (place.isMultiple(of: 2) ? 2.0 : 4.0)
            let density = previous?.density(point, deviation: deviation) ?? Normal.density(point / deviation) / deviation
            return density * weight * step / 3
        }
    }

    /// Density of the walk one increment later.
    private func density(_ point: Double, deviation: Double) -> Double {
        var sum = 0.0
        for place in near(point, within: 9 * deviation) {
            let z = (point - points[place]) / deviation
            sum += masses[place] * exponential(-z * z / 2)
        }
        return sum / (deviation * (2 * Double.pi).squareRoot())
    }

    /// Grid places close enough to matter.
    private func near(_ point: Double, within reach: Double) -> Range<Int> {
        let step = points[1] - points[0]
        let last = Double(points.count - 1)
        let low = min(max(((point - reach - points[0]) / step).rounded(.down), 0), last)
        let high = min(max(((point + reach - points[0]) / step).rounded(.up), 0), last)
        return Int(low)..<(Int(high) + 1)
    }

    /// The bound that a share `crossing` of the walks exceeds one increment later.
    func bound(deviation: Double, crossing: Double) -> Double {
        -Bisection.solve(from: -12, to: 8, target: crossing, iterations: 60) { negated in
            var sum = 0.0
            for place in points.indices { sum += masses[place] * Normal.survival((-negated - points[place]) / deviation) }
            return sum
        }
    }
}
