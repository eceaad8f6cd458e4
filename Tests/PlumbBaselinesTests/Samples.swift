import PlumbMetrics
import PlumbModel

@testable import PlumbBaselines

/// Counts for tests.
enum Samples {
    static let fingerprint = Fingerprint(
        prompt: "aaaaaaaaaaaaaaaa", parameters: "bbbbbbbbbbbbbbbb", extraction: "cccccccccccccccc", checks: "dddddddddddddddd",
        cases: "eeeeeeeeeeeeeeee", model: "ffffffffffffffff")

    static func tally(_ cases: [CaseTally], variant: String = "few-shot") -> VariantTally {
        VariantTally(
            suite: "triage", variant: variant, fingerprint: fingerprint, promptText: "system:\nBe brief.\n\nuser:\nRoute {{ message }}",
            parameters: ["temperature": 0.7, "max_tokens": 24], requestedModel: "m-1", servedModels: ["m-1-2026"], cases: cases)
    }

    /// A case whose passing trials gave "right" and whose failing ones "wrong".
    static func testCase(
        _ id: String, _ passes: Int, of graded: Int, errors: Int = 0, hash: String = "1111111111111111", tags: [String] = []
    ) -> CaseTally {
        var answers: [CaseTally.Answer] = []
        if passes > 0 { answers.append(CaseTally.Answer(text: "right", count: passes, passes: passes)) }
        if graded > passes { answers.append(CaseTally.Answer(text: "wrong", count: graded - passes, passes: 0, reason: "not 'right'")) }
        return CaseTally(
            id: id, contentHash: hash, tags: tags, graded: graded, passes: passes, errors: errors, scoreSum: Double(passes),
            answers: answers.sorted(by: CaseTally.Answer.comesFirst), distinctTexts: answers.count)
    }

    /// Cases `c01`, `c02`, … with so many passes each.
    static func cases(_ passes: [Int], of graded: Int, tags: (Int) -> [String] = { _ in [] }) -> [CaseTally] {
        passes.enumerated().map { place, count in
            testCase(place < 9 ? "c0\(place + 1)" : "c\(place + 1)", count, of: graded, tags: tags(place))
        }
    }

    /// A variant with everything that a baseline keeps.
    static func full() -> VariantTally {
        var first = testCase("plain", 4, of: 5, tags: ["short", "umlaut ü"])
        first.scoreSum = 4.25
        first.effort = CaseTally.Effort(
            tokens: 75, counted: 5, cost: Money(picodollars: 1_500_000), priced: 5, seconds: 2.125, timed: 4)
        var second = CaseTally(
            id: "odd \"id\"\n", contentHash: "2222222222222222", graded: 3, passes: 0, errors: 2,
            answers: [
                .init(text: "Ünlike\n\u{1B}[31m\u{202E}::error::", count: 2, passes: 0, reason: "no such queue"),
                .init(text: "", count: 1, passes: 0, key: ""),
            ], distinctTexts: 3)
        second.effort = CaseTally.Effort(tokens: 9, counted: 1)
        var tally = tally([second, first])
        tally.latencies = [0.25, 0.5, 0.625, 0.75]
        tally.usage = Usage(input: 60, output: 24, cachedInput: 8, reasoning: 2)
        tally.usageCount = 6
        tally.cost = Money(picodollars: 1_500_000)
        tally.unpriced = 3
        tally.cached = 1
        tally.failures = [.init(error: TrialError(kind: .timeout, message: "no answer in 60 s"), count: 2)]
        return tally
    }

    static let acceptance = BaselineFile.Acceptance(by: "Ada <ada@example.org>", at: "2026-11-21T13:45:01Z", reason: "first")
}
