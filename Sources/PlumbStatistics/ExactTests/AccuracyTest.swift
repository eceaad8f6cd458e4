/// Exact stratified test that mean accuracy fell (Cochran, Mantel and Haenszel, by convolution).
///
/// Given the pooled passes of a case, the candidate's passes are hypergeometric if nothing changed, independently over cases. The statistic
/// is the sum of the candidate's pass rates. With one repetition each it is McNemar's one-sided exact test. Unequal repetitions are added
/// on a common lattice, see `CommonLattice.steps`.
public struct AccuracyTest: Sendable {
    private var nulls: [CaseShape: Hypergeometric] = [:]
    private var sum = LatticeSum()

    /// Keeps the null distributions it has met, so that many comparisons are quick.
    public init() {}

    /// Small p means that the candidate is worse.
    ///
    /// Cases not measured on both sides do not count.
    public mutating func worse(_ pairs: [PairedTally]) -> ExactPValue {
        var counts: [CaseShape: Int] = [:]
        var informative: [PairedTally] = []
        for pair in pairs where pair.isComparable {
            let shape = CaseShape(pair)
            guard shape.isInformative else { continue }
            counts[shape, default: 0] += 1
            informative.append(pair)
        }
        guard !informative.isEmpty else { return .certain }
        let lattice = CommonLattice.steps(denominators: Set(counts.keys.map(\.candidate)).sorted(), cases: informative.count)
        func score(_ passes: Int, of candidate: Int) -> Int {
            lattice.isMultiple(of: candidate)
                ? passes * (lattice / candidate) : Int((Double(passes) / Double(candidate) * Double(lattice)).rounded())
        }

        var lowest = 0
        var steps: [LatticeStep] = []
        for (shape, count) in counts.sorted(by: { $0.key < $1.key }) {
            let null = self.null(shape)
            let least = score(null.lowest, of: shape.candidate)
            lowest += least * count
            steps.append(
                LatticeStep(
                    scores: (null.lowest...null.highest).map { score($0, of: shape.candidate) - least },
                    probabilities: null.probabilities, count: count))
        }
        let observed = informative.reduce(0) { $0 + score($1.candidate.passes, of: $1.candidate.repetitions) }
        return sum.lowerTail(steps, observed: observed - lowest)
    }

    private mutating func null(_ shape: CaseShape) -> Hypergeometric {
        if let known = nulls[shape] { return known }
        let null = Hypergeometric(shape)
        nulls[shape] = null
        return null
    }
}
