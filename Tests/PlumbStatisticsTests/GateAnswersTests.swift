import Testing

@testable import PlumbStatistics

/// Every comparison of gate_answers.json: the gate's parts one by one, and together through the evaluator.
@Test func gateAnswers() throws {
    let comparisons = try JSONValue.fixture("gate_answers")["comparisons"].list
    #expect(comparisons.count == 8)
    for comparison in comparisons {
        let id = try comparison["id"].text
        let cases = try comparison["cases"].list.map { entry in
            let counts = try entry.integers
            return PairedTally(
                baseline: try #require(Tally(passes: counts[1], of: counts[0])),
                candidate: try #require(Tally(passes: counts[3], of: counts[2])))
        }
        let tight = 1e-9
        try expect(Drop.mean(cases), comparison["drop"], tight, "\(id) drop")
        var accuracy = AccuracyTest()
        let p = accuracy.worse(cases)
        try expect(p.exact, comparison["accuracy_p"], tight, "\(id) accuracy")
        try expect(p.mid, comparison["accuracy_mid_p"], tight, "\(id) accuracy mid-p")
        var breakage = BreakageTest()
        try expect(
            breakage.worse(cases).exact, comparison["breakage_p"], comparison["breakage_p_tolerance"].number, "\(id) breakage")
        var fine = BreakageTest(lattice: .steps(4096))
        try expect(fine.worse(cases).exact, comparison["breakage_p"], 1e-9, "\(id) breakage on the reference's lattice")
        let family = Tarone(cases)
        try expect(family.threshold, comparison["tarone_threshold"], tight, "\(id) Tarone")
        #expect(family.named == (try comparison["tarone_named"].integers), "\(id) named")
        try expect(Drop.standardError(cases, at: 0.05), comparison["se_at_0.05"], tight, "\(id) standard error")
        try expect(Drop.nonInferiority(cases, detect: 0.05), comparison["z_unchanged_0.05"], tight, "\(id) unchanged")

        var evaluator = GateEvaluator()
        let answer = evaluator.answer(
            GateQuestion(cases: cases.enumerated().map { GateCase(id: "\($0)", baseline: $1.baseline, candidate: $1.candidate) }))
        try expect(answer.evidence?.drop, comparison["drop"], tight, "\(id) answer's drop")
        #expect(answer.regressedCases.map(\.id) == (try comparison["tarone_named"].integers.map(String.init)), "\(id) answer's cases")
    }
}

@Test func pocockThresholdsOfTheGate() throws {
    for entry in try JSONValue.fixture("gate_answers")["pocock_nominal_p"].list {
        let fractions = AlphaSpending.fractions(
            baseline: try entry["baseline"].number, candidate: Array(1...(try entry["sweeps"].integer)))
        let p = AlphaSpending.pocock.thresholds(fractions: fractions, alpha: try entry["alpha"].number).map(Normal.survival)
        try expect(p, entry["thresholds"], entry["tolerance"].number, "thresholds")
    }
}
