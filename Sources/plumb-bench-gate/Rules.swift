import PlumbStatistics

/// One comparison as a rule sees it.
struct Comparison {
    let pairs: [PairedTally]
    /// The true mean of the unchanged suite, for the rule with a fixed bar.
    let truth: Double
}

/// A way to decide that a candidate is worse.
struct Rule: Sendable {
    let name: String
    let blocks: @Sendable (Comparison, inout Tools) -> Bool

    /// What rules keep between comparisons.
    struct Tools {
        var gate = GateEvaluator()
        var accuracy = AccuracyTest()
        var random: SplitMix64
    }
}

extension Rule {
    static let alpha = 0.05

    /// The rules that others use, and ours last.
    static let all: [Rule] = [
        Rule(name: "candidate < baseline") { comparison, _ in drop(comparison) > 1e-9 },
        Rule(name: "all must pass") { comparison, _ in comparison.pairs.contains { $0.candidate.failures > 0 } },
        Rule(name: "fixed bar = truth - 5") { comparison, _ in
            candidateMean(comparison) < comparison.truth - 0.05
        },
        Rule(name: "drop > 2 points") { comparison, _ in drop(comparison) > 0.02 + 1e-9 },
        Rule(name: "drop > 5 points") { comparison, _ in drop(comparison) > 0.05 + 1e-9 },
        Rule(name: "any case flips") { comparison, _ in !RunFlips(comparison.pairs).broke.isEmpty },
        Rule(name: "two-proportion z") { comparison, _ in twoProportions(comparison) },
        Rule(name: "paired t on case means") { comparison, _ in (PairedT(differences(comparison))?.less ?? 1) <= alpha },
        Rule(name: "bootstrap percentile") { comparison, tools in bootstrap(differences(comparison), &tools.random) },
        Rule(name: "McNemar on all-pass") { comparison, _ in mcnemar(comparison) },
        Rule(name: "exact CMH a/2 + Tarone a/2") { comparison, tools in
            (drop(comparison) > 1e-9 && tools.accuracy.worse(comparison.pairs).exact <= alpha / 2)
                || !Tarone(comparison.pairs, alpha: alpha / 2).named.isEmpty
        },
        Rule(name: "exact CMH mid-p") { comparison, tools in
            drop(comparison) > 1e-9 && tools.accuracy.worse(comparison.pairs).mid <= alpha
        },
        ours,
    ]

    static let ours = Rule(name: "plumb") { comparison, tools in
        tools.gate.verdict(GateQuestion(cases: cases(comparison.pairs))).verdict == .regressed
    }

    static func cases(_ pairs: [PairedTally]) -> [GateCase] {
        zip(names, pairs).map { GateCase(id: $0, baseline: $1.baseline, candidate: $1.candidate) }
    }

    private static let names = (0..<1000).map { "case-\($0)" }

    private static func drop(_ comparison: Comparison) -> Double { Drop.mean(comparison.pairs) ?? 0 }

    private static func candidateMean(_ comparison: Comparison) -> Double {
        comparison.pairs.reduce(0) { $0 + ($1.candidate.passRate ?? 0) } / Double(comparison.pairs.count)
    }

    private static func differences(_ comparison: Comparison) -> [Double] { comparison.pairs.compactMap { $0.drop.map { -$0 } } }

    private static func twoProportions(_ comparison: Comparison) -> Bool {
        let baseline = comparison.pairs.reduce(Tally.none) { $0 + $1.baseline }
        let candidate = comparison.pairs.reduce(Tally.none) { $0 + $1.candidate }
        guard let before = baseline.passRate, let after = candidate.passRate, let share = (baseline + candidate).passRate else {
            return false
        }
        let variance = share * (1 - share) * (1 / Double(baseline.repetitions) + 1 / Double(candidate.repetitions))
        return variance > 0 && Normal.survival((before - after) / variance.squareRoot()) <= alpha
    }

    /// Blocks when at most a share alpha of 500 resamples of the cases shows no drop.
    private static func bootstrap(_ differences: [Double], _ random: inout SplitMix64) -> Bool {
        let resamples = 500
        var without = 0
        for _ in 0..<resamples {
            var sum = 0.0
            for _ in differences.indices { sum += differences[Int(random.uniform() * Double(differences.count))] }
            if sum >= -1e-9 { without += 1 }
        }
        return Double(without) <= alpha * Double(resamples)
    }

    /// Each side collapsed to "passed every time", then two-sided.
    private static func mcnemar(_ comparison: Comparison) -> Bool {
        var broke = 0
        var fixed = 0
        for pair in comparison.pairs {
            switch (pair.baseline.failures == 0, pair.candidate.failures == 0) {
            case (true, false): broke += 1
            case (false, true): fixed += 1
            default: break
            }
        }
        return broke > fixed && McNemar(broke: broke, fixed: fixed).twoSided <= alpha
    }
}
