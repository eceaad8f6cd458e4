/// Exact test that something broke: a mixture likelihood ratio with its null distribution by convolution.
///
/// Each case is scored by how much likelier its candidate passes are under a mixture of three harms (a mild drop p → 0.94 p, an odds ratio of
/// 0.6, a dead case with odds ratio 0.02) than under "nothing changed", all given the pooled passes. A failure in a case that always passed
/// weighs far more than one in a case that is a coin flip, and one dead case among fifty is seen. The scores are rounded to a lattice, which
/// leaves the p value exact for the rounded statistic. It is not a test about the mean: when half the cases gain and half lose it may fire.
public struct BreakageTest: Sendable {
    private let lattice: Lattice
    private var tables: [CaseShape: Table] = [:]
    private var sum = LatticeSum()

    /// Scores of one shape of case.
    private struct Table: Sendable {
        let null: Hypergeometric
        /// Minus the log likelihood ratio for each possible count of passes, shifted so that the least is 0.
        let scores: [Double]
        let range: Double
    }

    /// How finely scores are rounded.
    public enum Lattice: Sendable, Hashable {
        /// As finely as a bounded effort allows: at most 4,096 steps for the widest case, at least 96 unless there are very many cases.
        ///
        /// From about 100 steps on, power no longer depends on them.
        case automatic
        /// This many steps between the least and the greatest score of the widest case.
        case steps(Int)
    }

    /// Keeps the score tables it has met, so that many comparisons are quick.
    public init(lattice: Lattice = .automatic) {
        self.lattice = lattice
    }

    /// Small p means that the candidate broke something.
    ///
    /// Cases not measured on both sides do not count.
    public mutating func worse(_ pairs: [PairedTally]) -> ExactPValue {
        var counts: [CaseShape: Int] = [:]
        for pair in pairs where pair.isComparable {
            let shape = CaseShape(pair)
            if shape.isInformative { counts[shape, default: 0] += 1 }
        }
        guard !counts.isEmpty else { return .certain }
        var active: [(shape: CaseShape, table: Table, count: Int)] = counts.map { (shape: $0.key, table: table($0.key), count: $0.value) }
        // Short steps first keep the arrays short; the shape settles ties, so that the digits never depend on the order of cases.
        active.sort { ($0.table.range, $0.shape) < ($1.table.range, $1.shape) }

        let greatest = active.reduce(0) { max($0, $1.table.range) }
        let total = active.reduce(0) { $0 + $1.table.range * Double($1.count) }
        let unit = unit(greatest: greatest, total: total)
        var scores: [CaseShape: [Int]] = [:]
        var steps: [LatticeStep] = []
        for (shape, table, count) in active {
            let rounded = table.scores.map { Int(($0 / unit).rounded(.toNearestOrEven)) }
            scores[shape] = rounded
            steps.append(LatticeStep(scores: rounded, probabilities: table.null.probabilities, count: count))
        }
        var observed = 0
        for pair in pairs where pair.isComparable {
            let shape = CaseShape(pair)
            guard let rounded = scores[shape] else { continue }
            observed += rounded[pair.candidate.passes - max(0, shape.passes - shape.baseline)]
        }
        return sum.lowerTail(steps, observed: observed)
    }

    /// The step of the lattice, from the range of the widest case and the range of the sum.
    private func unit(greatest: Double, total: Double) -> Double {
        let wanted =
            switch lattice {
            case .steps(let steps): greatest / Double(max(2, steps))
            // The effort grows with the range of the sum in steps.
            case .automatic: max(greatest / 4096, min(greatest / 96, total / 8192))
            }
        return max(wanted, total / Double(CommonLattice.greatestTotal), 1e-12)
    }

    private mutating func table(_ shape: CaseShape) -> Table {
        if let known = tables[shape] { return known }
        let table = Self.makeTable(shape)
        tables[shape] = table
        return table
    }

    private static func makeTable(_ shape: CaseShape) -> Table {
        let share = (Double(shape.passes) + 0.5) / Double(shape.baseline + shape.candidate + 1)
        let lowered = share * 0.94
        let mild = Hypergeometric(shape, odds: lowered / (1 - lowered) * (1 - share) / share)
        let worse = Hypergeometric(shape, odds: 0.6)
        let dead = Hypergeometric(shape, odds: 0.02)
        let null = Hypergeometric(shape)
        let raw = null.probabilities.indices.map { place in
            let mixture = 0.50 * mild.probabilities[place] + 0.46 * worse.probabilities[place] + 0.04 * dead.probabilities[place]
            // Both may vanish for very many repetitions; a count that cannot happen weighs nothing.
            let chance = null.probabilities[place]
            return chance > 0 && mixture > 0 ? -naturalLog(mixture / chance) : 0
        }
        let least = raw.min() ?? 0
        let scores = raw.map { $0 - least }
        return Table(null: null, scores: scores, range: scores.max() ?? 0)
    }
}
