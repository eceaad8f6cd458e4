import PlumbModel
import Testing

@testable import PlumbChecks

/// `not-` is done once, for every check.
@Suite struct NegationTests {
    @Test(arguments: ExampleTests.samples) func negationTurnsEveryGradeRound(sample: ExampleTests.Sample) async throws {
        let example = sample.example
        var members: [(String, JSON)] = []
        for (name, value) in try #require(example.written.object) {
            guard CheckName(name) != nil else {
                members.append((name, value))
                continue
            }
            members.append((name.hasPrefix("not-") ? String(name.dropFirst(4)) : "not-\(name)", value))
        }
        let plain = try await Exam.grade(example.written, example.answer, variables: example.variables, call: example.call)
        let negated = try await Exam.grade(
            .object(JSONObject(members: members)), example.answer, variables: example.variables, call: example.call)
        switch plain.outcome {
        case .pass: #expect(negated.outcome == .fail)
        case .fail: #expect(negated.outcome == .pass)
        case .error: #expect(negated.outcome == .error && negated.score == 0)
        }
        if plain.outcome != .error {
            #expect(abs(plain.score + negated.score - 1) < 1e-12)
            #expect(plain.reason == negated.reason)
        }
    }

    @Test func thresholdComesBeforeNegation() async throws {
        let check: JSON = ["not-similarity": "abcd", "threshold": 0.75]
        #expect(try await Exam.grade(check, "abcx").outcome == .fail)
        #expect(try await Exam.grade(check, "abxx").outcome == .pass)
    }
}
