import Testing

@testable import PlumbStatistics

private func gateCase(_ id: String, _ baseline: (Int, Int), _ candidate: (Int, Int), tags: [String] = []) throws -> GateCase {
    GateCase(
        id: id, baseline: try #require(Tally(passes: baseline.0, of: baseline.1)),
        candidate: try #require(Tally(passes: candidate.0, of: candidate.1)), tags: tags)
}

/// Fifty cases measured 20 against 3; the first `broken` of them pass no more.
private func suite(broken: Int, of count: Int = 50) throws -> [GateCase] {
    try (0..<count).map { try gateCase("case-\($0)", (20, 20), ($0 < broken ? 0 : 3, 3), tags: [$0 % 2 == 0 ? "even" : "odd"]) }
}

private func answer(_ question: GateQuestion) -> GateAnswer {
    var evaluator = GateEvaluator()
    return evaluator.answer(question)
}

@Test func impossibleTalliesCannotBeMade() {
    #expect(Tally(passes: 4, of: 3) == nil)
    #expect(Tally(passes: -1, of: 3) == nil)
    #expect(Tally(passes: 0, of: -1) == nil)
    #expect(Tally([true, false, true]) == Tally(passes: 2, of: 3))
    #expect(Tally.none.passRate == nil)
}

@Test func deadCaseRegressesAndIsNamed() throws {
    let result = answer(GateQuestion(cases: try suite(broken: 1)))
    #expect(result.verdict == .regressed)
    #expect(result.decidingTest == .breakage)
    #expect(result.regressedCases.map(\.id) == ["case-0"])
    #expect(result.improvedCases.isEmpty)
    #expect(abs((result.evidence?.drop ?? 0) - 0.02) < 1e-12)
    #expect(result.tags.map(\.tag) == ["even", "odd"])
    #expect(result.tags.map(\.verdict) == [.regressed, .notShown])
    #expect(result.furtherCalls == nil)
}

@Test func exchangingSidesTurnsTheVerdict() throws {
    for broken in [0, 1, 3, 10] {
        let cases = try (0..<20).map { try gateCase("\($0)", (5, 5), ($0 < broken ? 1 : 5, 5)) }
        let swapped = cases.map { GateCase(id: $0.id, baseline: $0.candidate, candidate: $0.baseline) }
        let there = answer(GateQuestion(cases: cases))
        let back = answer(GateQuestion(cases: swapped))
        switch there.verdict {
        case .regressed: #expect(back.verdict == .improved)
        default: #expect(back.verdict == there.verdict)
        }
        #expect(there.regressedCases.map(\.id) == back.improvedCases.map(\.id))
        #expect(abs((there.evidence?.drop ?? 0) + (back.evidence?.drop ?? 0)) < 1e-12)
        #expect(abs((there.evidence?.interval.lower ?? 0) + (back.evidence?.interval.upper ?? 0)) < 1e-9)
    }
}

@Test func unchangedHasToBeEarned() throws {
    let few = answer(GateQuestion(cases: try (0..<20).map { try gateCase("\($0)", (20, 20), (1, 1)) }))
    #expect(few.verdict == .inconclusive)
    let calls = try #require(few.furtherCalls)
    #expect(calls.repetitionsPerCase > 0 && calls.calls == 20 * calls.repetitionsPerCase)
    let many = answer(GateQuestion(cases: try (0..<100).map { try gateCase("\($0)", (10, 10), (10, 10)) }))
    #expect(many.verdict == .unchanged)
    #expect(many.decidingTest == .nonInferiority)
    #expect((many.evidence?.interval.width ?? 0) > 0)
}

@Test func furtherCallsSuffice() throws {
    // With so many more candidate repetitions at the same rates, the verdict is indeed reached.
    let cases = try (0..<30).map { try gateCase("\($0)", (19, 20), (2, 2)) }
    let first = answer(GateQuestion(cases: cases, detect: 0.06))
    guard first.verdict == .inconclusive else { return #expect(first.verdict == .unchanged) }
    let more = try #require(first.furtherCalls).repetitionsPerCase
    let later = try cases.map { try gateCase($0.id, (19, 20), (2 + more, 2 + more)) }
    #expect(answer(GateQuestion(cases: later, detect: 0.06)).verdict != .inconclusive)
}

@Test func noNumberOfCallsMakesUpForAShallowBaseline() throws {
    let cases = try (0..<6).map { try gateCase("\($0)", ($0 % 2, 1), ($0 % 2, 1)) }
    let result = answer(GateQuestion(cases: cases, detect: 0.02))
    #expect(result.verdict == .inconclusive)
    #expect(result.furtherCalls == nil)
}

@Test func marginIsHeldAgainstTheBoundNotThePoint() throws {
    // A drop of 4 points with a wide interval: beyond 2 points as a number, not as evidence.
    let dead = try suite(broken: 2)
    #expect(answer(GateQuestion(cases: dead)).verdict == .regressed)
    let narrow = answer(GateQuestion(cases: dead, margin: 0.035))
    #expect(narrow.verdict != .regressed)
    #expect(try #require(narrow.evidence?.beyondMargin) > 0.05)
    #expect(narrow.regressedCases.count == 2)
    let wide = answer(GateQuestion(cases: try suite(broken: 10), margin: 0.02))
    #expect(wide.verdict == .regressed)
    #expect(wide.decidingTest == .margin)
}

@Test func meanIsAnotherQuestion() throws {
    // Half the cases gain, half lose: something broke, the mean did not move.
    let cases = try (0..<20).map { try gateCase("\($0)", (10, 20), ($0 % 2 == 0 ? 9 : 1, 10)) }
    #expect(answer(GateQuestion(cases: cases, estimand: .mean)).verdict != .regressed)
    let lower = try (0..<20).map { try gateCase("\($0)", (14, 20), (4, 10)) }
    let result = answer(GateQuestion(cases: lower, estimand: .mean))
    #expect(result.verdict == .regressed)
    #expect(result.decidingTest == .accuracy)
}

@Test func casesMissingOnOneSideAreListed() throws {
    let cases = [
        try gateCase("both", (5, 5), (5, 5)), try gateCase("old", (5, 5), (0, 0)), try gateCase("new", (0, 0), (2, 3)),
        try gateCase("never", (0, 0), (0, 0)),
    ]
    let result = answer(GateQuestion(cases: cases))
    #expect(
        result.leftOut == [
            LeftOutCase(id: "old", missing: .candidate), LeftOutCase(id: "new", missing: .baseline),
            LeftOutCase(id: "never", missing: .both),
        ])
    #expect(result.evidence?.cases == 1)
    #expect(answer(GateQuestion(cases: Array(cases.dropFirst()))).verdict == .notComparable(.noCommonCases))
    #expect(answer(GateQuestion(cases: [])).verdict == .notComparable(.noCommonCases))
}

@Test func badSettingsAreRefused() throws {
    let cases = try suite(broken: 0, of: 3)
    func reason(_ question: GateQuestion) -> GateVerdict { answer(question).verdict }
    #expect(reason(GateQuestion(cases: cases, alpha: 0)) == .notComparable(.settings(.alpha(0))))
    #expect(reason(GateQuestion(cases: cases, margin: -0.1)) == .notComparable(.settings(.margin(-0.1))))
    #expect(reason(GateQuestion(cases: cases, margin: 0.1, detect: 0.05)) == .notComparable(.settings(.detect(0.05))))
    #expect(
        reason(GateQuestion(cases: cases, plan: .sequential(maximumRepetitions: 3, sweepsUsed: 4)))
            == .notComparable(.settings(.plan(maximumRepetitions: 3, sweepsUsed: 4, firstLook: 1))))
    #expect(reason(GateQuestion(cases: cases + cases)) == .notComparable(.duplicateCase("case-0")))
    if case .notComparable(.settings(.alpha)) = reason(GateQuestion(cases: cases, alpha: .nan)) {} else { Issue.record("NaN was taken") }
}

@Test func extremesGiveNumbers() throws {
    let odd: [[GateCase]] = [
        [try gateCase("one", (1, 1), (0, 1))], [try gateCase("one", (1, 1), (1, 1))], [try gateCase("one", (0, 1), (0, 1))],
        try (0..<10).map { try gateCase("\($0)", (0, 5), (0, 5)) }, try (0..<10).map { try gateCase("\($0)", (5, 5), (0, 5)) },
        try (0..<10).map { try gateCase("\($0)", (1, 1), (0, 1)) },
        [try gateCase("deep", (49_000, 50_000), (1, 1)), try gateCase("shallow", (1, 1), (9_000, 10_000))],
    ]
    for cases in odd {
        let result = answer(GateQuestion(cases: cases))
        let evidence = try #require(result.evidence)
        for number in [
            evidence.drop, evidence.interval.lower, evidence.interval.upper, evidence.accuracy.exact, evidence.breakage.exact,
            evidence.nonInferiority, evidence.minimumDetectableDrop,
        ] { #expect(number.isFinite) }
        #expect(evidence.interval.contains(evidence.drop))
        #expect(evidence.interval.width > 0)
        #expect((0...1).contains(evidence.breakage.exact) && (0...1).contains(evidence.accuracy.mid))
    }
    #expect(answer(GateQuestion(cases: odd[4])).verdict == .regressed)
    #expect(answer(GateQuestion(cases: odd[5])).verdict == .regressed)
}

@Test func cautiousValueNeverExceedsTheExactOneByMuch() throws {
    for cases in [1, 2, 5, 20] {
        var test = BreakageTest()
        let pairs = try (0..<cases).map { try gateCase("\($0)", (3, 3), ($0 % 2, 3)).pair }
        let p = test.worse(pairs)
        #expect(p.cautious >= p.mid && p.cautious <= p.exact && p.exact <= 1.1 * p.cautious + 1e-15)
    }
}

@Test func sequenceStopsAtTheFirstVerdict() throws {
    let start = try (0..<50).map { GateCase(id: "\($0)", baseline: try #require(Tally(passes: 19, of: 20)), candidate: .none) }
    let plan = GatePlan.sequential(maximumRepetitions: 10, sweepsUsed: 1)
    let failing = [[Tally]](repeating: [Tally](repeating: Tally([false]), count: 50), count: 10)
    let passing = [[Tally]](repeating: [Tally](repeating: Tally([true]), count: 50), count: 10)
    var evaluator = GateEvaluator()
    let worse = evaluator.answer(GateQuestion(cases: start, plan: plan), sweeps: failing)
    #expect(worse.verdict == .regressed)
    #expect(worse.sweepsUsed == 1)
    #expect(worse.isFinal)
    let same = evaluator.answer(GateQuestion(cases: start, plan: plan), sweeps: passing)
    #expect(same.verdict == .unchanged || same.verdict == .improved)
    #expect(try #require(same.sweepsUsed) < 10)
    let nothing = evaluator.answer(GateQuestion(cases: start, plan: plan), sweeps: [])
    #expect(nothing.verdict == .notComparable(.noCommonCases))
    let broken = evaluator.answer(GateQuestion(cases: start, plan: plan), sweeps: [[.none, Tally([true])], []])
    #expect(broken.leftOut.count == 49)
    #expect(broken.sweepsUsed == 2)
}

@Test func laterLooksOnlyStillSpendAlpha() throws {
    let cases = try suite(broken: 0)
    let early = answer(GateQuestion(cases: cases, plan: .sequential(maximumRepetitions: 10, sweepsUsed: 3)))
    let late = answer(GateQuestion(cases: cases, plan: .sequential(maximumRepetitions: 10, sweepsUsed: 3, firstLook: 3)))
    // Not having looked at sweeps 1 and 2 leaves more to spend at 3.
    #expect(try #require(late.evidence?.level) > #require(early.evidence?.level))
    let only = answer(GateQuestion(cases: cases, plan: .sequential(maximumRepetitions: 3, sweepsUsed: 3, firstLook: 3)))
    #expect(abs(try #require(only.evidence?.level) - 0.05) < 1e-9)
}

@Test func familyIsHeldToOneAlpha() throws {
    // p is about 0.03 alone: enough for one variant, not for four.
    let near = try (0..<20).map { try gateCase("\($0)", (5, 5), ($0 < 5 ? 4 : 5, 5)) }
    let alone = answer(GateQuestion(cases: near))
    #expect(alone.verdict == .regressed)
    let calm = try suite(broken: 0)
    let dead = try suite(broken: 5)
    var evaluator = GateEvaluator()
    let family = evaluator.answers(family: [near, calm, dead, calm].map { GateQuestion(cases: $0) })
    #expect(family.map(\.verdict)[2] == .regressed)
    #expect(family[0].verdict != .regressed)
    #expect(family[1].verdict == .unchanged)
    let pairOfThem = evaluator.answers(family: [GateQuestion(cases: dead), GateQuestion(cases: near)])
    #expect(pairOfThem.map(\.verdict) == [.regressed, .regressed])
    #expect(evaluator.answers(family: []).isEmpty)
}

@Test func answersDoNotDependOnWhatWasAskedBefore() throws {
    var used = GateEvaluator()
    _ = used.answer(GateQuestion(cases: try suite(broken: 7)))
    _ = used.answer(GateQuestion(cases: try suite(broken: 3), plan: .sequential(maximumRepetitions: 4, sweepsUsed: 2)))
    let question = GateQuestion(cases: try suite(broken: 1))
    #expect(used.answer(question) == answer(question))
}

/// Calls can be exact about the calls alone: when occasions differ, the interval that knows it must speak too.
@Test func varianceBetweenOccasionsHoldsBackARegression() throws {
    let cases = (0..<50).map { index in
        GateCase(
            id: "c\(index)", baseline: Tally(passes: 18, of: 20) ?? .none, candidate: Tally(passes: index % 5 == 0 ? 8 : 9, of: 11) ?? .none
        )
    }
    var evaluator = GateEvaluator()
    var question = GateQuestion(cases: cases, estimand: .mean)
    let calm = evaluator.answer(question)
    question.extraVariance = 0.1 * 0.1
    let windy = evaluator.answer(question)
    #expect(calm.verdict == .regressed && calm.decidingTest == .accuracy)
    #expect(windy.verdict == .inconclusive)
}
