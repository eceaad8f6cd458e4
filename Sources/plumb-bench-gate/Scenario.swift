import PlumbStatistics

/// How many cases and repetitions.
struct Layout: Hashable, Sendable {
    let cases: Int
    let baseline: Int
    let candidate: Int

    var name: String { baseline == candidate ? "\(cases)x\(candidate)" : "\(cases), \(baseline)v\(candidate)" }

    /// The layouts the gate is held to.
    static let goals: [Layout] =
        [20, 50, 200].flatMap { cases in
            [1, 3, 5, 10].map { Layout(cases: cases, baseline: $0, candidate: $0) }
        } + [Layout(cases: 50, baseline: 20, candidate: 3)]
}

/// What truly happened to the candidate.
enum Change: Hashable, Sendable {
    case none
    case drop(Shape, Double)
    /// Half of the cases lose so much, the others gain as much: the mean stays.
    case cancelling(Double)

    static func drops(_ size: Double) -> [Change] { Shape.allCases.map { .drop($0, size) } }

    /// Passes of one half shrink by a factor and failures of the other by another, so that both move the sum by the same (at most what
    /// there is to move).
    private static func cancel(_ rates: [Double], _ size: Double, _ random: inout SplitMix64) -> [Double] {
        let losing = Set(rates.indices.shuffled(using: &random).prefix(rates.count / 2))
        let passes = losing.reduce(0) { $0 + rates[$1] }
        let failures = rates.indices.reduce(0) { losing.contains($1) ? $0 : $0 + 1 - rates[$1] }
        let moved = min(size * Double(losing.count), passes, failures)
        return rates.enumerated().map { place, rate in
            losing.contains(place) ? rate * (1 - moved / max(passes, 1e-9)) : 1 - (1 - rate) * (1 - moved / max(failures, 1e-9))
        }
    }

    func rates(_ rates: [Double], _ random: inout SplitMix64) -> [Double] {
        switch self {
        case .none: rates
        case .drop(let shape, let size): shape.lower(rates, by: size, &random)
        case .cancelling(let size): Self.cancel(rates, size, &random)
        }
    }
}

/// One simulated comparison with its truth.
struct Replicate {
    let before: [Double]
    let after: [Double]

    init(_ kind: SuiteKind, _ cases: Int, _ change: Change, _ random: inout SplitMix64) {
        before = kind.rates(cases, &random)
        after = change.rates(before, &random)
    }

    var drop: Double { zip(before, after).reduce(0) { $0 + $1.0 - $1.1 } / Double(before.count) }
    var truth: Double { before.reduce(0, +) / Double(before.count) }

    func pairs(_ layout: Layout, _ random: inout SplitMix64) -> [PairedTally] {
        zip(before, after).compactMap { old, new in
            guard let baseline = Tally(passes: random.binomial(layout.baseline, old), of: layout.baseline),
                let candidate = Tally(passes: random.binomial(layout.candidate, new), of: layout.candidate)
            else { return nil }
            return PairedTally(baseline: baseline, candidate: candidate)
        }
    }
}

/// A share counted in a simulation.
struct Share: Sendable {
    var hits = 0
    var of = 0

    mutating func count(_ hit: Bool) {
        of += 1
        if hit { hits += 1 }
    }

    var value: Double { of > 0 ? Double(hits) / Double(of) : .nan }
    /// Standard error of the simulation.
    var error: Double { of > 0 ? max(value * (1 - value), 0.25 / Double(of)).squareRoot() / Double(of).squareRoot() : .nan }
}
