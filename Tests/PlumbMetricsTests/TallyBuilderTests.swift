import PlumbModel
import Testing

@testable import PlumbMetrics

@Suite struct TallyBuilderTests {
    @Test func countsWhatHappened() throws {
        let suite = try Samples.suite(prices: PriceTable(["m-1": Price(input: Money(picodollars: 3), output: Money(picodollars: 7))]))
        var builder = TallyBuilder(suite: suite, variant: suite.variants[0])
        builder.add(Samples.trial("case-1", 0, answer: "Billing", outcome: .pass, seconds: 0.5))
        builder.add(Samples.trial("case-1", 1, answer: "billing", outcome: .pass, seconds: 1.5))
        builder.add(Samples.trial("case-1", 2, answer: "sales", outcome: .fail, usage: nil, provenance: .cache))
        builder.add(Samples.failure("case-2", 0))
        builder.add(Samples.trial("case-2", 1, answer: "x", outcome: .error))
        let tally = builder.tally

        #expect(tally.cases.map(\.id) == ["case-1", "case-2", "case-3"])
        let first = tally.cases[0]
        #expect(first.graded == 3 && first.passes == 2 && first.errors == 0 && first.scoreSum == 2)
        #expect(first.tags == ["first"] && first.contentHash == suite.cases[0].contentHash)
        #expect(first.answers.map(\.text) == ["Billing", "sales"] && first.answers.map(\.count) == [2, 1])
        #expect(first.answers.map(\.passes) == [2, 0] && first.answers.map(\.reason) == ["", "wrong queue"])
        #expect(first.answers[0].key == CaseTally.Answer.key(of: "billing"))
        #expect(first.distinctTexts == 3)
        #expect(tally.cases[1].graded == 0 && tally.cases[1].errors == 2)
        #expect(tally.cases[2] == CaseTally(id: "case-3", contentHash: suite.cases[2].contentHash))
        #expect(tally.latencies == [0.5, 1, 1.5] && tally.cached == 1)
        #expect(tally.usage == Usage(input: 30, output: 15) && tally.usageCount == 3)
        #expect(tally.cost == Money(picodollars: 3 * (30 + 35)) && tally.unpriced == 1)
        #expect(tally.servedModels == ["m-1-served"] && tally.requestedModel == "m-1")
        #expect(tally.failures == [.init(error: TrialError(kind: .timeout, message: "timed out after 60 s"), count: 1)])
        // 15 tokens and 65 picodollars twice; half a second and one and a half.
        let logarithms = CaseTally.Logarithms(tokens: 2 * 2_708_050, cost: 2 * -23_456_634, seconds: -693_147 + 405_465)
        #expect(
            first.effort
                == CaseTally.Effort(
                    tokens: 30, counted: 2, cost: Money(picodollars: 130), priced: 2, seconds: 2, timed: 2, logarithms: logarithms))
    }

    @Test func theOrderOfTrialsDoesNotMatter() throws {
        let suite = try Samples.suite()
        var trials: [GradedTrial] = []
        for place in 0..<200 {
            let outcome: Grade.Outcome = place % 7 == 0 ? .fail : .pass
            let answer = place % 5 == 0 ? "Answer" : "ANSWER \(place % 80)"
            let score = 0.1 * Double(place % 10)
            let caseID = "case-\(place % 3 + 1)"
            trials.append(
                Samples.trial(
                    caseID, place / 3, answer: answer, outcome: outcome, score: score, seconds: 0.001 * Double(place),
                    reason: "reason \(place)"))
        }
        var forward = TallyBuilder(suite: suite, variant: suite.variants[0])
        for trial in trials { forward.add(trial) }
        var backward = TallyBuilder(suite: suite, variant: suite.variants[0])
        for trial in trials.reversed() { backward.add(trial) }
        #expect(forward.tally == backward.tally)
        // Sums of tenths would differ in their last digits if they were added as they are.
        #expect(forward.tally.cases.map(\.scoreSum) == backward.tally.cases.map(\.scoreSum))
    }

    @Test func countsStayExactWhenTextsAreLetGo() throws {
        let suite = try Samples.suite(cases: 1)
        var builder = TallyBuilder(suite: suite, variant: suite.variants[0])
        for place in 0..<300 {
            builder.add(Samples.trial("case-1", place, answer: "answer \(place % 150)", outcome: .pass))
        }
        let tally = builder.tally.cases[0]
        #expect(tally.answers.count == 150)
        #expect(tally.answers.count { !$0.text.isEmpty } == TextLimits.answers)
        #expect(tally.answers.allSatisfy { $0.count == 2 && $0.passes == 2 })
        #expect(Set(tally.answers.map(\.text).filter { !$0.isEmpty }) == Set((0..<64).map { "answer \($0)" }))
        let agreement = try #require(CaseMetrics(tally).agreement)
        #expect(abs(agreement - 150.0 * 2 / (300 * 299)) < 1e-12)
    }

    @Test func hostileOutputIsCut() throws {
        let suite = try Samples.suite(cases: 1)
        var builder = TallyBuilder(suite: suite, variant: suite.variants[0])
        let huge = String(repeating: "ä", count: 100_000)
        builder.add(
            Samples.trial(
                "case-1", 0, answer: huge, outcome: .fail, score: .nan, usage: Usage(input: .max, output: .max), reason: huge,
                served: huge))
        builder.add(Samples.trial("case-1", 1, answer: huge, outcome: .fail, usage: Usage(input: .max, output: -5)))
        let tally = builder.tally
        let answer = tally.cases[0].answers[0]
        #expect(answer.count == 2)
        #expect(answer.text.unicodeScalars.count == TextLimits.answer && answer.text.hasSuffix("…"))
        #expect(answer.reason.unicodeScalars.count == TextLimits.reason)
        #expect(tally.servedModels.allSatisfy { $0.unicodeScalars.count <= TextLimits.name })
        #expect(tally.cases[0].scoreSum == 0)
        #expect(TextLimits.cut(answer.text, to: TextLimits.answer) == answer.text)
    }

    @Test func nothingExtractedIsAnAnswerOfItsOwn() throws {
        let suite = try Samples.suite(cases: 1)
        var builder = TallyBuilder(suite: suite, variant: suite.variants[0])
        for repetition in 0..<2 {
            var trial = Samples.trial("case-1", repetition, answer: "", outcome: .fail, text: "no match \(repetition)")
            trial.answer = nil
            trial.agreementKey = nil
            builder.add(trial)
        }
        builder.add(Samples.trial("case-1", 2, answer: "", outcome: .fail))
        let answers = builder.tally.cases[0].answers
        #expect(answers.map(\.count) == [2, 1])
        #expect(answers.map(\.key) == ["", CaseTally.Answer.key(of: "")])
    }

    @Test func otherVariantsAndCasesAreNotCounted() throws {
        let suite = try Samples.suite()
        var builder = TallyBuilder(suite: suite, variant: suite.variants[0])
        builder.add(Samples.trial("case-1", 0, answer: "a", outcome: .pass, variant: "other"))
        builder.add(Samples.trial("gone", 0, answer: "a", outcome: .pass))
        #expect(builder.strangers == 2)
        #expect(builder.tally.graded == 0 && builder.tally.latencies.isEmpty)
    }

    @Test func missingRecordingsOfACaseAreOneCause() throws {
        let suite = try Samples.suite(cases: 1)
        var builder = TallyBuilder(suite: suite, variant: suite.variants[0])
        for repetition in 0..<30 {
            var failed = Samples.failure("case-1", repetition, message: "")
            failed.trial.outcome = .failed(
                TrialError(
                    kind: .missingRecording, message: "no answer is recorded for case 'case-1', variant 'plain', repetition \(repetition)"))
            builder.add(failed)
        }
        #expect(builder.tally.failures.map(\.error.message) == ["no answer is recorded for case 'case-1', variant 'plain'"])
        #expect(builder.tally.failures.map(\.count) == [30])
    }

    @Test func rareFailuresAreGrouped() throws {
        let suite = try Samples.suite(cases: 1)
        var builder = TallyBuilder(suite: suite, variant: suite.variants[0])
        for repetition in 0..<100 { builder.add(Samples.failure("case-1", repetition, message: "request \(repetition) failed")) }
        let failures = builder.tally.failures
        #expect(failures.count == TextLimits.failures + 1)
        #expect(failures.reduce(0) { $0 + $1.count } == 100)
        #expect(failures[0].error.message == "(various messages)" && failures[0].count == 100 - TextLimits.failures)
    }

    @Test func theReasonUnderAThresholdIsTheScore() throws {
        let suite = try Samples.suite(cases: 1, passThreshold: 0.8)
        var builder = TallyBuilder(suite: suite, variant: suite.variants[0])
        var trial = Samples.trial("case-1", 0, answer: "a", outcome: .pass, score: 0.5)
        trial.grade?.outcome = .fail
        builder.add(trial)
        #expect(builder.tally.cases[0].answers[0].reason == "the score is below the threshold")
    }
}
