import Testing

@testable import PlumbStatistics

@Test func thresholdsSpendExactlyAlpha() {
    // One look spends all of it at once.
    #expect(abs((AlphaSpending.pocock.thresholds(fractions: [1], alpha: 0.05).first ?? 0) - Normal.quantile(0.95)) < 1e-9)
    #expect(AlphaSpending.pocock.thresholds(fractions: [0.5, 0.4], alpha: 0.05).isEmpty)
    #expect(AlphaSpending.pocock.thresholds(fractions: [], alpha: 0.05).isEmpty)
    #expect(abs(AlphaSpending.obrienFleming.spent(0.05, at: 1) - 0.05) < 1e-12)
    #expect(AlphaSpending.pocock.spent(0.05, at: 0) == 0)
    let many = AlphaSpending.pocock.thresholds(fractions: AlphaSpending.fractions(baseline: 20, candidate: Array(1...60)), alpha: 0.05)
    #expect(many.count == 60 && many.allSatisfy { $0 > 1.6 && $0 < 3.5 })
}

@Test func stratifiedEvidenceIsAFairBetUnderNoChange() throws {
    // The mean of the evidence over every outcome of a block is exactly 1, whatever was learned before.
    for stored in 0...2 {
        for before in [0, 1] {
            func process() throws -> StratifiedEProcess {
                var process = StratifiedEProcess(cases: 1)
                if before == 1 { process.add(case: 0, stored: try #require(Tally(passes: 1, of: 2)), new: Tally([true])) }
                return process
            }
            let start = exponential(try process().logEvidence)
            // Given the block's passes s of 3, the new repetition passes with probability s/3.
            for passes in [stored, stored + 1] where passes <= 3 {
                let chance = Double(passes) / 3
                var mean = 0.0
                for (grade, probability) in [(true, chance), (false, 1 - chance)] where probability > 0 {
                    let old = passes - (grade ? 1 : 0)
                    guard let tally = Tally(passes: old, of: 2) else { continue }
                    var next = try process()
                    next.add(case: 0, stored: tally, new: Tally([grade]))
                    mean += probability * exponential(next.logEvidence)
                }
                #expect(abs(mean - start) < 1e-12)
            }
        }
    }
}

@Test func stratifiedEvidenceAlarmsWhenCasesDie() throws {
    var process = StratifiedEProcess(cases: 20)
    for _ in 0..<5 {
        for place in 0..<20 { process.add(case: place, stored: try #require(Tally(passes: 2, of: 2)), new: Tally([place >= 5])) }
    }
    #expect(process.alarms)
    var calm = StratifiedEProcess(cases: 20)
    for place in 0..<20 { calm.add(case: place, stored: try #require(Tally(passes: 2, of: 2)), new: Tally([true])) }
    calm.add(case: 99, stored: Tally([true]), new: Tally([false]))
    #expect(!calm.alarms && calm.logEvidence <= 0)
}

@Test func cusumStaysQuiet() {
    #expect(Cusum([]).alarm == nil)
    #expect(Cusum([1, 2, 3]).path == [0, 0, 0])
}

@Test func detectableDropBeforeTheFirstCall() throws {
    let spotless = try [Tally](repeating: #require(Tally(passes: 20, of: 20)), count: 50)
    let five = try #require(GatePower.detectable(baseline: spotless, candidate: 5))
    let three = try #require(GatePower.detectable(baseline: spotless, candidate: 3))
    #expect(five > 0 && three > five)
    #expect(GatePower.detectable(baseline: [.none], candidate: 3) == nil)
    #expect(GatePower.detectable(baseline: spotless, candidate: 0) == nil)
    // Without small counts the formula of the fixed suite comes out.
    let noisy = try [Tally](repeating: #require(Tally(passes: 500, of: 1000)), count: 50)
    let formula = GatePower.detectable(withinVariance: 0.25 * 1000 / 999, cases: 50, baseline: 1000, candidate: 1000)
    #expect(abs(try #require(GatePower.detectable(baseline: noisy, candidate: 1000)) - formula) < 1e-5)
}

@Test func judgesNoBetterThanChanceCorrectNothing() {
    #expect(JudgeCorrection.roganGladen(judgeRate: 0.5, sensitivity: 0.5, specificity: 0.5) == nil)
    #expect(JudgeCorrection.roganGladen(judgeRate: 0.99, sensitivity: 0.9, specificity: 0.9) == 1)
    #expect(JudgeCorrection.predictionPowered(judgeUnlabelled: [1, 0], judgeLabelled: [1], human: [1]) == nil)
}

@Test func correctionsOfNothing() {
    #expect(MultipleTesting.holm([]).isEmpty)
    #expect(MultipleTesting.benjaminiHochberg([]).isEmpty)
    #expect(MultipleTesting.holmLevels([0.001, 0.2, 0.02], alpha: 0.05) == [0.05 / 3, 0.05, 0.05 / 2])
    #expect(Tarone([]).named.isEmpty)
    #expect(SignFlip([]) == nil && SignFlip([0, 0])?.less == 1)
    #expect(PairedT([1]) == nil && PairedT([-1, -1, -1])?.less == 0 && PairedT([0, 0])?.less == 0.5)
    #expect(McNemar(broke: 0, fixed: 0).twoSided == 1)
}

@Test func tooManyLooksAreRefused() throws {
    let one = GateCase(id: "a", baseline: try #require(Tally(passes: 3, of: 3)), candidate: Tally([true]))
    var evaluator = GateEvaluator()
    let plan = GatePlan.sequential(maximumRepetitions: 1_000_000, sweepsUsed: 1)
    if case .notComparable(.settings(.plan)) = evaluator.answer(GateQuestion(cases: [one], plan: plan)).verdict {
    } else {
        Issue.record("a million looks were taken")
    }
}
