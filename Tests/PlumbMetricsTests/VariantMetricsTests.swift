import PlumbModel
import PlumbStatistics
import Testing

@testable import PlumbMetrics

@Suite struct VariantMetricsTests {
    private func close(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
        value.map { abs($0 - expected) <= tolerance } ?? false
    }

    /// Six cases of five repetitions, passes 4, 5, 1, 3, 5, 0: the two-level example of the known answers.
    private let twoLevel = Samples.tally(
        [4, 5, 1, 3, 5, 0].enumerated().map { Samples.testCase("c\($0.offset)", $0.element, of: 5, tags: $0.offset < 3 ? ["low"] : []) })

    @Test func accuracyIsTheMeanOfCases() throws {
        let metrics = VariantMetrics(twoLevel)
        let accuracy = try #require(metrics.accuracy)
        #expect(close(accuracy.value, 0.6))
        // Standard errors 0.17127 (cases a sample) and 0.06236 (only calls random), as Wilson intervals on effective trials.
        let population = try #require(accuracy.population)
        let fixed = try #require(accuracy.fixedSuite)
        let trials = 0.24 / (0.17126976771553507 * 0.17126976771553507)
        let critical = StudentT.quantile(0.975, degrees: 5)
        let expected = ProportionInterval.wilson(share: 0.6, effectiveTrials: trials, critical: critical, confidence: 0.95)
        #expect(close(population.lowerBound, expected.lower, 1e-6) && close(population.upperBound, expected.upper, 1e-6))
        #expect(fixed.upperBound - fixed.lowerBound < population.upperBound - population.lowerBound)
        #expect(fixed.contains(0.6) && population.contains(0.6))
        #expect(metrics.repetitions == 5...5 && metrics.graded == 30 && metrics.passes == 18)
        #expect(metrics.flakyCases == 3)
        #expect(close(metrics.stability, 0.5))
        #expect(metrics.score?.value == accuracy.value && metrics.score?.interval == accuracy.population)
    }

    @Test func casesCountOnceHoweverOftenAsked() throws {
        let metrics = VariantMetrics(Samples.tally([Samples.testCase("a", 20, of: 20), Samples.testCase("b", 0, of: 1)]))
        #expect(close(metrics.accuracy?.value, 0.5))
        #expect(metrics.repetitions == 1...20)
    }

    @Test(arguments: [(10, 3, 5, 11.0 / 12, 0.0), (10, 9, 3, 1.0, 0.7), (5, 5, 5, 1.0, 1.0), (8, 2, 7, 1.0, 0.0), (3, 0, 2, 0.0, 0.0)])
    func passAtKIsUnbiased(n: Int, c: Int, k: Int, any: Double, all: Double) throws {
        let metrics = VariantMetrics(Samples.tally([Samples.testCase("a", c, of: n)]))
        #expect(close(metrics.value(.passAtK(k)), any))
        #expect(close(metrics.value(.passHatK(k)), all))
        #expect(metrics.value(.passAtK(n + 1)) == nil)
    }

    @Test func laddersAreSensible() {
        let ten = VariantMetrics(Samples.tally([Samples.testCase("a", 5, of: 10), Samples.testCase("b", 10, of: 10)]))
        #expect(ten.passAtK.map(\.k) == [2, 3, 5, 10] && ten.passHatK.map(\.k) == [2, 3, 5, 10])
        #expect(VariantMetrics(Samples.tally([Samples.testCase("a", 1, of: 1)])).passAtK.isEmpty)
        // One case of six lost a trial: the others still tell pass@5.
        let gap = (0..<5).map { Samples.testCase("c\($0)", 5, of: 5) } + [Samples.testCase("d", 4, of: 4, errors: 1)]
        let ladder = VariantMetrics(Samples.tally(gap)).passHatK
        #expect(ladder.map(\.k) == [2, 3, 5] && ladder.last?.cases == 5)
        // Half of the cases are too few.
        let half = [Samples.testCase("a", 5, of: 5), Samples.testCase("b", 2, of: 2)]
        #expect(VariantMetrics(Samples.tally(half)).value(.passHatK(5)) == nil)
    }

    /// The agreement suite of the known answers.
    @Test func agreementOfAnswers() {
        func testCase(_ id: String, _ counts: [Int]) -> CaseTally {
            let total = counts.reduce(0, +)
            return CaseTally(
                id: id, contentHash: id, graded: total, passes: 0,
                answers: counts.enumerated().map { .init(text: "t\($0.offset)", count: $0.element, passes: 0) },
                distinctTexts: counts.count)
        }
        let metrics = VariantMetrics(
            Samples.tally([
                testCase("a", [3, 1, 1]), testCase("b", [5]), testCase("c", [3, 2]), testCase("d", [1, 1, 1, 1, 1]),
            ]))
        #expect(metrics.cases.map(\.agreement) == [0.3, 1, 0.4, 0])
        #expect(close(metrics.agreement?.value, 0.425))
        #expect(close(metrics.majorityAgreement, (0.6 + 1 + 0.6 + 0.2) / 4))
        #expect(close(metrics.totalAgreementAnswers, 0.25) && close(metrics.totalAgreementTexts, 0.25))
        #expect(metrics.agreement?.interval?.lowerBound == 0)
    }

    @Test func flipRateIsTheChanceThatTwoVerdictsDiffer() {
        let metrics = VariantMetrics(twoLevel)
        // 2c(N-c)/(N(N-1)) over 20: 8, 0, 8, 12, 0, 0.
        #expect(close(metrics.flipRate?.value, (8.0 + 8 + 12) / 20 / 6))
    }

    @Test func oneRepetitionLeavesConsistencyUnknown() throws {
        let metrics = VariantMetrics(Samples.tally([Samples.testCase("a", 1, of: 1), Samples.testCase("b", 0, of: 1)]))
        #expect(metrics.accuracy?.value == 0.5 && metrics.accuracy?.fixedSuite == nil && metrics.accuracy?.population != nil)
        #expect(metrics.agreement == nil && metrics.flipRate == nil && metrics.stability == nil && metrics.majorityAgreement == nil)
        #expect(metrics.totalAgreementAnswers == nil && metrics.totalAgreementTexts == nil)
        #expect(metrics.unknowns.contains { $0.hasPrefix("consistency") })
        #expect(metrics.value(.passAtK(1)) == 0.5)
    }

    @Test func emptyTalliesKnowNothing() {
        let nothing = VariantMetrics(Samples.tally([]))
        #expect(nothing.accuracy == nil && nothing.coverage == 0 && nothing.repetitions == 0...0)
        #expect(nothing.unknowns == ["everything: no trial was made"])
        let errors = VariantMetrics(Samples.tally([Samples.testCase("a", 0, of: 0, errors: 3)]))
        #expect(errors.accuracy == nil && errors.unmeasuredCases == ["a"] && errors.value(.errorRate) == 1)
        #expect(errors.unknowns == ["everything but the errors: no trial brought a grade"])
        for metric in MetricName.plain where metric != .errorRate {
            #expect(nothing.value(metric) == nil && errors.value(metric) == nil)
        }
    }

    @Test func errorsStayApart() {
        let metrics = VariantMetrics(
            Samples.tally([Samples.testCase("a", 3, of: 3, errors: 7), Samples.testCase("b", 2, of: 4), Samples.testCase("c", 0, of: 0)]))
        #expect(close(metrics.accuracy?.value, 0.75))
        #expect(metrics.errors == 7 && close(metrics.coverage, 0.5))
        #expect(metrics.casesNotAsked == ["c"] && metrics.unmeasuredCases.isEmpty)
        #expect(metrics.cases.map(\.standing) == [.passes, .flaky, .notAsked])
    }

    @Test func scoresThatAreNoPassesGetStudentsInterval() throws {
        var cases = [Samples.testCase("a", 2, of: 2), Samples.testCase("b", 0, of: 2)]
        cases[0].scoreSum = 1.5
        cases[1].scoreSum = 0.5
        let score = try #require(VariantMetrics(Samples.tally(cases)).score)
        #expect(close(score.value, 0.5))
        // t with one degree of freedom is wide: the interval is cut to what scores can be.
        #expect(score.interval == 0...1)
    }

    @Test func latenciesAreOfLiveAnswers() throws {
        var tally = Samples.tally([Samples.testCase("a", 1, of: 1)])
        tally.latencies = (1...11).map(Double.init).reversed()
        let latency = try #require(VariantMetrics(tally).latency)
        #expect(latency.p50 == 6 && latency.p95 == 10.5 && close(latency.p99, 10.9) && latency.longest == 11 && latency.mean == 6)
        #expect(Quantile.linear(0.5, of: [3]) == 3 && Quantile.linear(0.5, of: []) == nil)
    }

    @Test func unpricedIsNotFree() {
        var tally = Samples.tally([Samples.testCase("a", 1, of: 2)])
        tally.unpriced = 2
        let none = VariantMetrics(tally)
        #expect(none.value(.cost) == nil && none.unknowns.contains("cost: unpriced"))
        tally.cost = Money(dollars: 0.5)
        tally.unpriced = 1
        #expect(VariantMetrics(tally).value(.cost) == nil)
        tally.unpriced = 0
        let priced = VariantMetrics(tally)
        #expect(priced.value(.cost) == 0.25 && priced.cost.perPass == 0.5)
        tally.cost = .zero
        #expect(VariantMetrics(tally).value(.cost) == 0)
    }

    @Test func tagsAreMeasuredByThemselves() throws {
        let metrics = VariantMetrics(twoLevel)
        let low = try #require(metrics.tags.first)
        #expect(metrics.tags.map(\.tag) == ["low"] && low.caseCount == 3 && low.graded == 15 && low.passes == 10)
        #expect(close(low.accuracy?.value, 2.0 / 3))
    }
}
