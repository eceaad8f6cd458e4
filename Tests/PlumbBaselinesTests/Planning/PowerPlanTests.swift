import PlumbMetrics
import PlumbModel
import PlumbStatistics
import Testing

@testable import PlumbBaselines

/// What a gate can see before a call is made.
@Suite struct PowerPlanTests {
    private func plan(cases: Int, repetitions: Int, _ settings: GateSettings = GateSettings()) -> PowerPlan {
        PowerPlan(suite: "triage", variant: "few-shot", cases: cases, repetitions: repetitions, settings: settings)
    }

    /// The figures that the reference gives for a suite of mixed difficulty.
    @Test(arguments: [(50, 1, 12.6), (50, 3, 7.3), (50, 5, 5.6), (50, 10, 4.0), (20, 5, 8.9), (200, 3, 3.6), (200, 10, 2.0)])
    func withoutABaselineItTakesAMixedSuite(cases: Int, repetitions: Int, points: Double) {
        let plan = plan(cases: cases, repetitions: repetitions)
        #expect(abs(plan.planned.detectableDrop * 100 - points) < 0.06)
        #expect(plan.basis == .missingBaseline)
        #expect(plan.noise == 0.064)
        #expect(plan.planned.calls == cases * repetitions)
        #expect(plan.planned.callsOnce == cases * repetitions)
        let range = plan.planned.detectableRange
        #expect(range.map { abs($0.lowerBound / plan.planned.detectableDrop - 0.673) < 0.01 } == true)
        #expect(range.map { abs($0.upperBound / plan.planned.detectableDrop - 1.262) < 0.01 } == true)
        #expect(plan.sentence.contains("there is no baseline yet"))
    }

    @Test func aDeeperBaselineHelpsAsTheReferenceSays() throws {
        let plan = plan(cases: 50, repetitions: 5)
        let deeper = try #require(plan.offers.first { $0.kind == .deeperBaseline && $0.baselineRepetitions == 20 })
        #expect(abs(deeper.detectableDrop * 100 - 4.4) < 0.06)
        #expect(deeper.calls == 250)
        #expect(deeper.callsOnce == 1000)
    }

    @Test func powerIsEightyPercentAtTheDetectableDrop() {
        for repetitions in [1, 4, 9] {
            let first = plan(cases: 30, repetitions: repetitions, GateSettings(margin: 0.01)).planned
            let again = plan(cases: 30, repetitions: repetitions, GateSettings(margin: 0.01, detect: first.detectableDrop)).planned
            #expect(abs(again.power - 0.8) < 1e-9)
        }
    }

    @Test func withABaselineItAgreesWithTheGate() throws {
        let tally = Samples.tally(Samples.cases([20, 19, 18, 20, 12, 20, 7, 20, 20, 0], of: 20))
        for repetitions in [1, 3, 10, 20] {
            let plan = try #require(PowerPlan(baseline: tally, repetitions: repetitions, settings: GateSettings(margin: 0.02, detect: 0.1)))
            let gate = Gate.detectableDrop(baseline: tally, repetitions: repetitions, settings: GateSettings(margin: 0.02))
            #expect(abs(plan.planned.detectableDrop - (gate ?? 0)) < 1e-9)
            #expect(plan.basis == .baseline(20...20))
            #expect(plan.planned.callsOnce == 0)
            #expect(plan.planned.detectableRange == nil)
        }
    }

    @Test func twiceTheCasesAreWorthASquareRoot() throws {
        let tally = Samples.tally(Samples.cases([9, 7, 10, 10, 4], of: 10))
        let plan = try #require(PowerPlan(baseline: tally, repetitions: 5, settings: GateSettings()))
        let twice = try #require(plan.offers.first { $0.kind == .cases(times: 2) })
        let four = try #require(plan.offers.first { $0.kind == .cases(times: 4) })
        #expect(abs(twice.detectableDrop * 2.0.squareRoot() - plan.planned.detectableDrop) < 1e-12)
        #expect(abs(four.detectableDrop * 2 - plan.planned.detectableDrop) < 1e-12)
        #expect(twice.calls == 50 && twice.callsOnce == 50)
        #expect(four.calls == 100 && four.callsOnce == 150)
    }

    @Test func aBaselineAskedOnceTellsNothingOfNoise() throws {
        let tally = Samples.tally(Samples.cases([1, 1, 0, 1, 1], of: 1))
        let plan = try #require(PowerPlan(baseline: tally, repetitions: 3, settings: GateSettings()))
        #expect(plan.basis == .askedOnce)
        // Four of five passed: 6/9 with two of either added, and half of 2/9 as within cases of a mixed suite.
        #expect(abs(plan.noise - 0.064 * (2.0 / 9) / 0.1275) < 1e-12)
        #expect(plan.planned.detectableRange != nil)
        #expect(PowerPlan(baseline: Samples.tally([]), repetitions: 3, settings: GateSettings()) == nil)
    }

    @Test func reachNamesTheCheapestOffer() throws {
        #expect(plan(cases: 200, repetitions: 10).reach == .reached)
        let modest = plan(cases: 50, repetitions: 5)
        guard case .reachedBy(let offer) = modest.reach else { throw CountsFault("\(modest.reach)") }
        // A baseline of 20 is paid once, and every gate stays at 250 calls.
        #expect(offer.kind == .deeperBaseline && offer.baselineRepetitions == 20)
        #expect(modest.reachSentence.contains("with a baseline of 20 repetitions it sees 4.4 points, for 250 calls a gate and 1000 once"))
        let hopeless = plan(cases: 5, repetitions: 1)
        #expect(hopeless.reach == .outOfReach)
        #expect(hopeless.reachSentence.hasSuffix("none of the offers reaches 80 %"))
    }

    @Test func occasionsSetALimitThatNoCallsRemove() throws {
        let tally = Samples.tally(Samples.cases([Int](repeating: 20, count: 40), of: 20))
        let plan = try #require(
            PowerPlan(baseline: tally, repetitions: 20, settings: GateSettings(), occasionVariance: 0.03 * 0.03))
        #expect(plan.reach == .outOfReach)
        for offer in plan.offers { #expect(offer.detectableDrop > 0.074) }
    }

    @Test func tokensAndMoneyFollowTheCalls() throws {
        let known = PowerPlan(
            suite: "s", variant: "v", cases: 10, repetitions: 4, settings: GateSettings(),
            call: CallFigures(tokens: 120.5, dollars: 0.002))
        #expect(known.planned.tokens == 4820)
        #expect(known.planned.cost == Money(dollars: 0.08))
        #expect(plan(cases: 10, repetitions: 4).planned.tokens == nil)
        #expect(plan(cases: 10, repetitions: 4).planned.cost == nil)
        let measured = try #require(PowerPlan(baseline: Samples.full(), repetitions: 2, settings: GateSettings()))
        #expect(measured.planned.tokens == 4 * 14)
        // Some of the answers are unpriced, so what a call costs is not known.
        #expect(measured.planned.cost == nil)
    }

    @Test func sentencesAreOnesThatPeopleRead() {
        let plan = plan(cases: 50, repetitions: 1)
        #expect(
            plan.sentence
                == "few-shot with 50 cases and 1 repetition sees drops of 12.6 points or more with 80 % power, if its answers vary as "
                + "those of a suite of mixed difficulty do (8.5 to 15.9 points if hardly or much); there is no baseline yet to take "
                + "its noise from")
        #expect(
            plan.offers.map(\.sentence).first == "with 3 repetitions it sees 10.3 points, for 150 calls a gate and 50 once")
    }
}

/// Cases that no result could name.
@Suite struct CaseReachTests {
    private func undecidable(_ counts: [(Int, Int)], repetitions: Int) -> [CaseReach] {
        let cases = counts.enumerated().map { Samples.testCase("c\($0)", $1.0, of: $1.1) }
        return CaseReach.undecidable(Samples.tally(cases), repetitions: repetitions, alpha: 0.05)
    }

    @Test func aCaseThatNeverPassedHasNothingToLose() throws {
        let found = undecidable([(20, 20), (0, 20)], repetitions: 5)
        #expect(found.map(\.id) == ["c1"])
        #expect(found.first?.reason == .neverPassed)
        #expect(found.first?.leastP == 1)
    }

    @Test func threeAgainstThreeCanJustBeNamedAlone() {
        // 1 of 20 arrangements.
        #expect(undecidable([(3, 3)], repetitions: 3).isEmpty)
        let two = undecidable([(2, 2)], repetitions: 3)
        #expect(two.first?.reason == .tooFew)
        #expect(two.first.map { abs($0.leastP - 0.1) < 1e-12 } == true)
    }

    @Test func aNoisyCaseCannotBeNamed() {
        let found = undecidable([(20, 20), (4, 20), (20, 20)], repetitions: 5)
        #expect(found.map(\.id) == ["c1"])
        #expect(found.first?.reason == .tooNoisy)
        #expect(found.first.map { $0.leastP > $0.level } == true)
        #expect(found.first?.sentence == "c1 passed 4 of 20: too noisy to be named, even if it failed every time")
    }

    /// What is said of each case is what the list itself does when the case dies.
    @Test func agreesWithTheListOfNamedCases() {
        var draws = SeededDraws(seed: 5)
        for _ in 0..<40 {
            let depth = 2 + draws.below(8)
            let repetitions = 1 + draws.below(5)
            let counts = (0..<(2 + draws.below(12))).map { _ in (depth - draws.below(draws.below(depth + 1) + 1), depth) }
            let found = Set(undecidable(counts, repetitions: repetitions).map(\.id))
            for place in counts.indices {
                let pairs = counts.enumerated().map { index, count in
                    let kept = min(repetitions, Int(Double(count.0) / Double(count.1) * Double(repetitions) + 0.5))
                    return PairedTally(
                        baseline: Tally(passes: count.0, of: count.1) ?? .none,
                        candidate: Tally(passes: index == place ? 0 : kept, of: repetitions) ?? .none)
                }
                let isNamed = Tarone(pairs).named.contains(place)
                #expect(isNamed != found.contains("c\(place)"), "\(counts) x \(repetitions), \(place)")
            }
        }
    }
}
