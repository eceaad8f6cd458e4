/// Exact tests that a variant became less consistent, by relabelling repetitions within each case.
public enum ConsistencyTest {
    /// How a p value came about.
    public enum Method: Sendable, Hashable {
        /// By convolution of the cases' exact distributions.
        case exact
        /// By the normal distribution with exact mean and variance, with very many repetitions.
        case normal
    }

    /// P value and how it came about.
    public struct Answer: Sendable, Hashable {
        /// Small means less consistent than before.
        public let pValue: ExactPValue
        /// How it came about.
        public let method: Method
        /// Cases that could say anything: two candidate repetitions and a pooled outcome that varies.
        public let cases: Int
    }

    /// Whether the flip rate of passes within cases rose: statistic Σ c(R - c)/(R(R - 1)), given the pooled passes.
    public static func flipRateRose(_ pairs: [PairedTally]) -> Answer {
        let informative = pairs.filter { $0.isComparable && $0.candidate.repetitions > 1 && CaseShape($0).isInformative }
        return agreementFell(
            informative.map { pair in
                PairedAnswerCounts(
                    baseline: [pair.baseline.passes, pair.baseline.failures],
                    candidate: [pair.candidate.passes, pair.candidate.failures])
            })
    }

    /// Whether pairwise agreement of answers fell: statistic ΣC(k, 2)/C(R, 2) of the candidate, given the pooled answers of each case.
    ///
    /// Exact while no case has more than 40 candidate repetitions; beyond, the normal distribution with exact moments.
    public static func agreementFell(_ cases: [PairedAnswerCounts]) -> Answer {
        let informative = cases.filter(\.isInformative)
        guard !informative.isEmpty else { return Answer(pValue: .certain, method: .exact, cases: 0) }
        guard informative.allSatisfy({ $0.candidateTotal <= 40 && $0.total <= 400 }) else { return normal(informative) }

        let lattice = CommonLattice.steps(
            denominators: Set(informative.map(\.candidatePairs)).sorted(), cases: informative.count)
        var known: [PairedAnswerCounts.Shape: [Double]] = [:]
        var steps: [LatticeStep] = []
        var observed = 0
        for entry in informative {
            let distribution = known[entry.shape] ?? entry.distribution()
            known[entry.shape] = distribution
            func score(_ agreeing: Int) -> Int {
                Int((Double(agreeing) * Double(lattice) / Double(entry.candidatePairs)).rounded())
            }
            let possible = distribution.indices.filter { distribution[$0] > 0 }
            let least = score(possible.first ?? 0)
            steps.append(
                LatticeStep(
                    scores: possible.map { score($0) - least }, probabilities: possible.map { distribution[$0] }, count: 1))
            observed += score(entry.agreeingPairs) - least
        }
        var sum = LatticeSum()
        return Answer(
            pValue: sum.lowerTail(steps.sorted { $0.highest < $1.highest }, observed: observed), method: .exact,
            cases: informative.count)
    }

    private static func normal(_ cases: [PairedAnswerCounts]) -> Answer {
        var distance = 0.0
        var variance = 0.0
        for entry in cases {
            let moments = entry.moments()
            let pairs = Double(entry.candidatePairs)
            distance += (Double(entry.agreeingPairs) - moments.mean) / pairs
            variance += moments.variance / (pairs * pairs)
        }
        let p = variance > 0 ? Normal.cumulative(distance / variance.squareRoot()) : 1
        return Answer(pValue: ExactPValue(tail: p, point: 0), method: .normal, cases: cases.count)
    }
}
