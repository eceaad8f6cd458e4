import PlumbModel
import Testing

@testable import PlumbMetrics

@Suite struct RequirementTests {
    private func result(_ metric: MetricName, _ bound: String, _ cases: [CaseTally]) throws -> RequirementResult {
        let requirement = Requirement(metric: metric, bound: try #require(Bound(bound)))
        return RequirementResult(requirement, of: VariantMetrics(Samples.tally(cases)))
    }

    @Test func measuredFiguresAreHeldToTheirBound() throws {
        let cases = [Samples.testCase("a", 4, of: 5), Samples.testCase("b", 2, of: 5)]
        #expect(try result(.accuracy, ">= 60 %", cases).outcome == .met)
        #expect(try result(.accuracy, "> 0.6", cases).outcome == .unmet)
        #expect(try result(.errorRate, "<= 0", cases).outcome == .met)
        #expect(try result(.passHatK(5), ">= 0.1", cases).outcome == .unmet)
    }

    @Test func whatWasNotMeasuredIsNotMet() throws {
        let once = [Samples.testCase("a", 1, of: 1)]
        let figures: [(MetricName, String, String)] = [
            (.flipRate, "<= 1", "no case was asked twice; ask 2 repetitions or more"),
            (.passHatK(3), ">= 0", "fewer than 3 trials of most cases were graded; ask 3 repetitions or more"),
            (.cost, "<= 1000", "unpriced"), (.tokens, "<= 1000000", "the backend does not tell tokens"),
            (.latency(percentile: 95), "<= 1000", "no answer was live"),
        ]
        for (metric, bound, reason) in figures {
            let outcome = try result(metric, bound, once)
            #expect(outcome.outcome == .unmeasured && outcome.measured == nil && outcome.reason == reason)
        }
        #expect(try result(.accuracy, ">= 0", []).reason == "no trial was made")
        #expect(try result(.accuracy, ">= 0", [Samples.testCase("a", 0, of: 0, errors: 1)]).reason == "no trial brought a grade")
    }

    @Test func missingGradesDecideNothing() throws {
        // 5 of 15 trials are missing: accuracy lies between 0.4 and 0.733 whatever they would have been.
        let cases = ["a", "b", "c"].map { Samples.testCase($0, 2, of: $0 == "c" ? 4 : 3, errors: $0 == "c" ? 1 : 2) }
        let envelope = try #require(VariantMetrics(Samples.tally(cases)).accuracyEnvelope)
        #expect(abs(envelope.lowerBound - 0.4) < 1e-12 && abs(envelope.upperBound - 11.0 / 15) < 1e-12)
        #expect(try result(.accuracy, ">= 0.4", cases).outcome == .met)
        #expect(try result(.accuracy, ">= 0.75", cases).outcome == .unmet)
        let open = try result(.accuracy, ">= 0.6", cases)
        #expect(open.outcome == .unmeasured && open.reason == "5 of 15 trials brought no grade")
        #expect(try result(.agreement, ">= 0", cases).outcome == .unmeasured)
        #expect(try result(.errorRate, "<= 0.3", cases).outcome == .unmet)
    }

    @Test func aCaseWithoutAGradeIsAGap() throws {
        let cases = (0..<9).map { Samples.testCase("c\($0)", 3, of: 3) } + [Samples.testCase("lost", 0, of: 0, errors: 3)]
        #expect(try result(.accuracy, ">= 0.95", cases).outcome == .unmeasured)
        #expect(try result(.accuracy, ">= 0.9", cases).outcome == .met)
        #expect(try result(.accuracy, ">= 0.95", cases).reason == "the case lost brought no grade")
    }

    @Test func demandsOnOtherVariantsDoNotCount() throws {
        let bound = try #require(Bound(">= 0"))
        let all = [
            Requirement(metric: .accuracy, bound: bound), Requirement(metric: .accuracy, bound: bound, variant: "plain"),
            Requirement(metric: .accuracy, bound: bound, variant: "other"),
        ]
        let results = RequirementResult.all(all, of: VariantMetrics(Samples.tally([Samples.testCase("a", 1, of: 1)])))
        #expect(results.map(\.requirement.variant) == [nil, "plain"])
    }
}
