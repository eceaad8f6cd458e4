import PlumbStatistics

/// What a fixed number of repetitions gave in one scenario.
struct FixedResult: Sendable {
    let layout: Layout
    let kind: SuiteKind
    let change: Change
    /// How often each rule blocked, in order of `Rule.all`; only ours when the others were not asked.
    var blocked: [Share]
    /// How often we said "unchanged".
    var unchanged = Share()
    /// How often our interval held the true drop.
    var covered = Share()

    var ours: Share { blocked[blocked.count - 1] }
}

/// Simulates comparisons with a fixed number of repetitions.
struct FixedSimulation: Sendable {
    let layout: Layout
    let kind: SuiteKind
    let change: Change
    let rules: [Rule]
    let replicates: Int
    let seed: UInt64

    func run() -> FixedResult {
        var random = SplitMix64(seed: seed)
        var tools = Rule.Tools(random: SplitMix64(seed: ~seed))
        var result = FixedResult(
            layout: layout, kind: kind, change: change, blocked: [Share](repeating: Share(), count: rules.count + 1))
        for _ in 0..<replicates {
            let replicate = Replicate(kind, layout.cases, change, &random)
            let comparison = Comparison(pairs: replicate.pairs(layout, &random), truth: replicate.truth)
            for (place, rule) in rules.enumerated() { result.blocked[place].count(rule.blocks(comparison, &tools)) }
            let (verdict, evidence) = tools.gate.verdict(GateQuestion(cases: Rule.cases(comparison.pairs)))
            result.blocked[rules.count].count(verdict == .regressed)
            result.unchanged.count(verdict == .unchanged)
            result.covered.count(evidence?.interval.contains(replicate.drop) ?? false)
        }
        return result
    }
}

/// One case among fifty dies: who is named.
struct DeadCaseSimulation: Sendable {
    let layout: Layout
    let replicates: Int
    let seed: UInt64

    struct Result: Sendable {
        let layout: Layout
        var named = Share()
        var othersNamed = Share()
        var regressed = Share()
    }

    func run() -> Result {
        var random = SplitMix64(seed: seed)
        var gate = GateEvaluator()
        var result = Result(layout: layout)
        for _ in 0..<replicates {
            var rates = SuiteKind.mixed.rates(layout.cases, &random)
            rates[0] = 0.97
            let baseline = rates.map { random.binomial(layout.baseline, $0) }
            rates[0] = 0
            let pairs = zip(baseline, rates).compactMap { passes, rate -> PairedTally? in
                guard let before = Tally(passes: passes, of: layout.baseline),
                    let after = Tally(passes: random.binomial(layout.candidate, rate), of: layout.candidate)
                else { return nil }
                return PairedTally(baseline: before, candidate: after)
            }
            let cases = Rule.cases(pairs)
            let answer = gate.answer(GateQuestion(cases: cases))
            let names = answer.regressedCases.map(\.id)
            result.named.count(names.contains(cases[0].id))
            result.othersNamed.count(names.contains { $0 != cases[0].id })
            result.regressed.count(answer.verdict == .regressed)
        }
        return result
    }
}
