/// How often each distinct answer of one case was given under baseline and candidate.
public struct PairedAnswerCounts: Sendable, Hashable {
    /// Times each answer was given by the baseline.
    public let baseline: [Int]
    /// Times the same answers were given by the candidate.
    public let candidate: [Int]

    /// Takes counts of the same answers in the same order; the shorter list is filled with 0, negative counts are taken as 0.
    public init(baseline: [Int], candidate: [Int]) {
        let length = max(baseline.count, candidate.count)
        func filled(_ counts: [Int]) -> [Int] {
            counts.map { max(0, $0) } + [Int](repeating: 0, count: length - counts.count)
        }
        self.baseline = filled(baseline)
        self.candidate = filled(candidate)
    }

    /// All that the null distribution depends on.
    struct Shape: Hashable {
        let pooled: [Int]
        let candidate: Int
    }

    /// Times each answer was given in all, most frequent first, absent ones left out.
    var pooled: [Int] { zip(baseline, candidate).map(+).filter { $0 > 0 }.sorted(by: >) }
    var shape: Shape { Shape(pooled: pooled, candidate: candidateTotal) }
    var candidateTotal: Int { candidate.reduce(0, +) }
    var total: Int { candidateTotal + baseline.reduce(0, +) }

    /// Pairs of candidate repetitions.
    var candidatePairs: Int { Self.pairs(candidateTotal) }
    /// Pairs of candidate repetitions with the same answer.
    var agreeingPairs: Int { candidate.reduce(0) { $0 + Self.pairs($1) } }

    /// Whether relabelling can change the agreement: two candidate repetitions, a baseline, answers of which one was given twice.
    var isInformative: Bool {
        let pooled = pooled
        return candidateTotal > 1 && total > candidateTotal && pooled.count > 1 && (pooled.first ?? 0) > 1
    }

    private static func pairs(_ count: Int) -> Int { count * (count - 1) / 2 }

    /// Exact chances of 0, 1, … agreeing pairs when the candidate's repetitions are drawn from the pooled ones at random.
    func distribution() -> [Double] {
        let drawn = candidateTotal
        let most = Self.pairs(drawn)
        // chances[d][p]: chance of p agreeing pairs when d repetitions are drawn from the answers so far.
        var chances = [[Double]](repeating: [Double](repeating: 0, count: most + 1), count: drawn + 1)
        chances[0][0] = 1
        var seen = 0
        for (count, isSingle) in steps() {
            seen += count
            chances = Self.add(count: count, agrees: !isSingle, to: chances, drawn: drawn, seen: seen)
        }
        let total = chances[drawn].reduce(0, +)
        return chances[drawn].map { $0 / total }
    }

    /// Answers with their counts; those given once are one step, since they never agree.
    private func steps() -> [(count: Int, isSingle: Bool)] {
        let pooled = pooled
        let singles = pooled.count { $0 == 1 }
        let repeated = pooled.filter { $0 > 1 }.map { (count: $0, isSingle: false) }
        return singles > 0 ? repeated + [(count: singles, isSingle: true)] : repeated
    }

    /// One more answer: of d drawn from the `seen` repetitions, `x` are of this answer and the others of those before.
    private static func add(count: Int, agrees: Bool, to chances: [[Double]], drawn: Int, seen: Int) -> [[Double]] {
        var next = [[Double]](repeating: [Double](repeating: 0, count: chances[0].count), count: drawn + 1)
        for d in 0...drawn {
            for x in 0...min(count, d) where d - x <= seen - count {
                let extra = agrees ? pairs(x) : 0
                let factor = Hypergeometric.chance(marked: count, of: seen, drawn: d, hit: x)
                guard factor > 0 else { continue }
                for p in 0..<(chances[0].count - extra) { next[d][p + extra] += factor * chances[d - x][p] }
            }
        }
        return next
    }

    /// Exact mean and variance of the agreeing pairs, from factorial moments of the multivariate hypergeometric distribution.
    func moments() -> (mean: Double, variance: Double) {
        func falling(_ n: Int, _ k: Int) -> Double { (0..<k).reduce(1) { $0 * Double(max(0, n - $1)) } }
        let n = candidateTotal
        func scale(_ k: Int) -> Double { falling(n, k) / falling(total, k) }
        let pooled = pooled
        let twos = pooled.reduce(0) { $0 + falling($1, 2) }
        let mean = twos * scale(2)
        var square = 0.0
        for count in pooled {
            let own = falling(count, 2)
            square += falling(count, 4) * scale(4) + 4 * falling(count, 3) * scale(3) + 2 * own * scale(2)
            square += own * (twos - own) * scale(4)
        }
        // Factorial moments count ordered pairs.
        return (mean / 2, max(0, square - mean * mean) / 4)
    }
}

extension Hypergeometric {
    /// P(`hit` marked ones among `drawn` from `count` of which `marked` are marked).
    static func chance(marked: Int, of count: Int, drawn: Int, hit: Int) -> Double {
        guard hit >= 0, hit <= min(marked, drawn), drawn - hit <= count - marked else { return 0 }
        return exponential(
            Binomial.logCoefficient(marked, hit) + Binomial.logCoefficient(count - marked, drawn - hit)
                - Binomial.logCoefficient(count, drawn))
    }
}
