import PlumbStatistics

/// What playing sweeps until a verdict gave.
struct SequentialResult: Sendable {
    let rule: SequentialSimulation.Stopping
    let cases: Int
    let change: Change
    var regressed = Share()
    var unchanged = Share()
    var inconclusive = Share()
    var covered = Share()
    var sweeps = 0

    var meanSweeps: Double { Double(sweeps) / Double(max(1, regressed.of)) }
}

/// Simulates a gate that adds repetitions to a stored baseline.
struct SequentialSimulation: Sendable {
    /// When a rule stops.
    enum Stopping: String, CaseIterable, Sendable {
        case ours = "plumb, until the verdict is final"
        case six = "plumb, 6 sweeps"
        case peeking = "stop as soon as p <= 0.05"
        case evidence = "evidence that may be looked at any time, 2:1"
    }

    let rule: Stopping
    let cases: Int
    let change: Change
    let replicates: Int
    let seed: UInt64
    let baseline = 20
    let most = 10

    func run() -> SequentialResult {
        var random = SplitMix64(seed: seed)
        var gate = GateEvaluator()
        var result = SequentialResult(rule: rule, cases: cases, change: change)
        for _ in 0..<replicates {
            let replicate = Replicate(.mixed, cases, change, &random)
            switch rule {
            case .ours: playOurs(replicate, &random, &gate, &result)
            case .six: playFixed(replicate, sweeps: 6, &random, &gate, &result)
            case .peeking: playPeeking(replicate, &random, &gate, &result)
            case .evidence: playEvidence(replicate, &random, &result)
            }
        }
        return result
    }

    private func stored(_ replicate: Replicate, _ random: inout SplitMix64) -> [Tally] {
        replicate.before.map { Tally(passes: random.binomial(baseline, $0), of: baseline) ?? .none }
    }

    private func sweep(_ replicate: Replicate, _ random: inout SplitMix64) -> [Tally] {
        replicate.after.map { Tally([random.uniform() < $0]) }
    }

    private func playOurs(
        _ replicate: Replicate, _ random: inout SplitMix64, _ gate: inout GateEvaluator, _ result: inout SequentialResult
    ) {
        var pairs = stored(replicate, &random).map { PairedTally(baseline: $0, candidate: .none) }
        for sweep in 1...most {
            pairs = zip(pairs, self.sweep(replicate, &random)).map { PairedTally(baseline: $0.baseline, candidate: $0.candidate + $1) }
            let question = GateQuestion(
                cases: Rule.cases(pairs), plan: .sequential(maximumRepetitions: most, sweepsUsed: sweep))
            let (verdict, evidence) = gate.verdict(question)
            guard verdict != .inconclusive || sweep == most else { continue }
            result.sweeps += sweep
            count(verdict, &result)
            result.covered.count(evidence?.interval.contains(replicate.drop) ?? false)
            return
        }
    }

    private func playFixed(
        _ replicate: Replicate, sweeps: Int, _ random: inout SplitMix64, _ gate: inout GateEvaluator,
        _ result: inout SequentialResult
    ) {
        let layout = Layout(cases: cases, baseline: baseline, candidate: sweeps)
        let (verdict, evidence) = gate.verdict(GateQuestion(cases: Rule.cases(replicate.pairs(layout, &random))))
        result.sweeps += sweeps
        count(verdict, &result)
        result.covered.count(evidence?.interval.contains(replicate.drop) ?? false)
    }

    private func playPeeking(
        _ replicate: Replicate, _ random: inout SplitMix64, _ gate: inout GateEvaluator, _ result: inout SequentialResult
    ) {
        var pairs = stored(replicate, &random).map { PairedTally(baseline: $0, candidate: .none) }
        for sweep in 1...most {
            pairs = zip(pairs, self.sweep(replicate, &random)).map { PairedTally(baseline: $0.baseline, candidate: $0.candidate + $1) }
            let (verdict, evidence) = gate.verdict(GateQuestion(cases: Rule.cases(pairs)))
            guard verdict == .regressed || sweep == most else { continue }
            result.sweeps += sweep
            count(verdict, &result)
            result.covered.count(evidence?.interval.contains(replicate.drop) ?? false)
            return
        }
    }

    /// Blocks of two fresh stored repetitions and one new one; never accepts.
    private func playEvidence(_ replicate: Replicate, _ random: inout SplitMix64, _ result: inout SequentialResult) {
        var process = StratifiedEProcess(cases: cases)
        var asked = 0
        blocks: for _ in 0..<most {
            for place in replicate.before.indices {
                let pair = Tally([random.uniform() < replicate.before[place], random.uniform() < replicate.before[place]])
                process.add(case: place, stored: pair, new: Tally([random.uniform() < replicate.after[place]]))
                asked += 1
                if process.alarms { break blocks }
            }
        }
        result.sweeps += (asked + cases - 1) / cases
        count(process.alarms ? .regressed : .inconclusive, &result)
    }

    private func count(_ verdict: GateVerdict, _ result: inout SequentialResult) {
        result.regressed.count(verdict == .regressed)
        result.unchanged.count(verdict == .unchanged)
        result.inconclusive.count(verdict == .inconclusive)
    }
}
