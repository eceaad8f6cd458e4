/// How far the repetitions of one case gave the same answer.
public struct AnswerAgreement: Sendable, Hashable {
    /// Repetitions with an answer, ≥ 1.
    public let repetitions: Int
    /// Different answers among them.
    public let distinct: Int
    /// Share of the most frequent answer; biased upwards for few repetitions.
    public let majority: Double
    /// Chance that two different repetitions agree, Σk(k-1)/(N(N-1)): unbiased, the headline.
    ///
    /// Nil for one repetition.
    public let pairwise: Double?
    /// 1 - Σ(k/N)², the plug-in diversity.
    public let giniSimpson: Double
    /// Shannon entropy in nats.
    public let entropy: Double
    /// Entropy over ln N, 0…1; nil for one repetition.
    public let normalisedEntropy: Double?
    /// Entropy with Miller and Madow's bias correction, + (distinct - 1)/(2N), in nats.
    public let correctedEntropy: Double

    /// Whether every repetition gave the same answer.
    public var isTotal: Bool { distinct == 1 }

    /// From how often each distinct answer was given; counts below 1 are ignored, nil when none is left.
    public init?(counts: [Int]) {
        let counts = counts.filter { $0 > 0 }.sorted(by: >)
        guard let most = counts.first else { return nil }
        repetitions = counts.reduce(0, +)
        distinct = counts.count
        let n = Double(repetitions)
        majority = Double(most) / n
        pairwise =
            repetitions > 1
            ? counts.reduce(0) { $0 + Double($1) * Double($1 - 1) } / (n * (n - 1)) : nil
        giniSimpson = 1 - counts.reduce(0) { $0 + (Double($1) / n) * (Double($1) / n) }
        entropy = max(0, counts.reduce(0) { $0 - Double($1) / n * naturalLog(Double($1) / n) })
        normalisedEntropy = repetitions > 1 ? entropy / naturalLog(n) : nil
        correctedEntropy = entropy + Double(counts.count - 1) / (2 * n)
    }

    /// From the answers themselves, compared for equality; nil when there are none.
    public init?<Answer: Hashable>(_ answers: some Sequence<Answer>) {
        var counts: [Answer: Int] = [:]
        for answer in answers { counts[answer, default: 0] += 1 }
        self.init(counts: Array(counts.values))
    }

    /// Share of cases whose repetitions all gave the same answer (TAR@N, Atil and others 2024); nil without cases.
    public static func totalAgreementRate(_ cases: [AnswerAgreement]) -> Double? {
        Moments.mean(cases.map { $0.isTotal ? 1 : 0 })
    }
}
