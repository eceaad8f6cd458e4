import PlumbModel
import Testing

@testable import PlumbHTML

@Suite struct EvidenceTests {
    private let testCase = Case(id: "a", variables: [:])

    private func collected(_ trials: [GradedTrial], limits: EvidenceLimits = EvidenceLimits()) throws -> CaseEvidence {
        var collector = EvidenceCollector(limits: limits)
        for trial in trials { collector.add(trial) }
        return try #require(collector.evidence.of(variant: "v", caseID: "a"))
    }

    @Test func groupsEqualAnswersMostFrequentFirst() throws {
        let evidence = try collected([
            Samples.trial("v", testCase, 0, answer: "no", passes: false, reason: "is not yes"),
            Samples.trial("v", testCase, 1, answer: "yes", passes: true), Samples.trial("v", testCase, 2, answer: "yes", passes: true),
            Samples.failed("v", testCase, 3), Samples.failed("v", testCase, 4),
        ])
        #expect(evidence.answers.map { $0.text?.text } == ["yes", "no"])
        #expect(evidence.answers.map(\.count) == [2, 1])
        #expect(evidence.answers[0].repetitions == [1, 2])
        #expect(evidence.answers[0].seconds == 0.31...0.32)
        #expect(evidence.answers[1].checks.map(\.reason.text) == ["is not yes"])
        #expect(evidence.failures.map(\.count) == [2])
    }

    @Test func tellsWhyAnAnswerFailedThoughItPassedFirst() throws {
        let evidence = try collected([
            Samples.trial("v", testCase, 0, answer: "so", passes: true),
            Samples.trial("v", testCase, 1, answer: "so", passes: false, reason: "the judge changed its mind"),
        ])
        #expect(evidence.answers.map(\.passes) == [1])
        #expect(evidence.answers[0].checks.map(\.reason.text) == ["the judge changed its mind"])
    }

    @Test func countsAnswersBeyondTheLimit() throws {
        let trials = (0..<10).map { Samples.trial("v", testCase, $0, answer: "answer \($0)", passes: true) }
        let evidence = try collected(trials, limits: EvidenceLimits(answers: 4))
        #expect(evidence.answers.count == 4)
        #expect(evidence.others == 6)
    }

    @Test func cutsEveryTextAlikeWhenThereAreTooMany() throws {
        let trials = (0..<10).map { Samples.trial("v", testCase, $0, answer: "\($0)" + String(repeating: "x", count: 1_999), passes: true) }
        let limits = EvidenceLimits(text: 2_000, total: 10_100)
        let evidence = try collected(trials, limits: limits)
        #expect(Set(evidence.answers.map { $0.text?.text.utf8.count }) == [1_000])
        #expect(evidence.answers.allSatisfy { $0.text?.length == 2_000 })
        #expect(evidence.answers[0].text?.shown.hasSuffix("x… (2,000 characters, of which 1,000 are shown)") == true)
    }

    @Test func keepsTheCompletionOnlyWhereItDiffers() throws {
        var trial = Samples.trial("v", testCase, 0, answer: "yes", passes: true)
        trial.trial.outcome = .answered(Completion(text: "I think: yes", finishReason: .length))
        let evidence = try collected([trial])
        #expect(evidence.answers[0].completion?.text == "I think: yes")
        #expect(evidence.answers[0].endings == ["length"])
    }

    @Test func namesRepetitionsAsPeopleCount() {
        #expect(EvidenceChunk.ranges([0, 1, 2, 5]) == "1–3, 6")
        #expect(EvidenceChunk.ranges([4]) == "5")
        #expect(EvidenceChunk.ranges([]).isEmpty)
        #expect(EvidenceChunk.ranges((0..<40).map { 2 * $0 }).hasSuffix("23, …"))
    }

    @Test func neverSplitsACharacterOfTwoUnits() {
        let texts = StringTable()
        let first = MessageText(Message(.user, "a 😀 b"))
        let second = MessageText(Message(.user, "a 😁 b"))
        #expect(second.json(after: first, texts) == ["user", 2, 2, 0])
        #expect(texts.json == ["😁"])
    }

    /// RFC 4648, section 10.
    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")])
    func writesBase64(text: String, expected: String) { #expect(Base64.text(Array(text.utf8)) == expected) }

    @Test func readsHexadecimal() { #expect(Base64.bytes(hexadecimal: "00ff7a") == [0, 255, 122]) }
}
