import PlumbModel
import Testing

@Suite struct TrialGradeTests {
    static func check(_ outcome: Grade.Outcome, _ weight: Double = 1, score: Double? = nil) -> CheckGrade {
        CheckGrade(check: "c", weight: weight, grade: Grade(outcome, score: score, reason: "because"))
    }

    struct Decision: CustomTestStringConvertible {
        var checks: [CheckGrade]
        var threshold: Double?
        var outcome: Grade.Outcome
        var score: Double
        var testDescription: String {
            "\(checks.map { "\($0.grade.outcome)×\($0.weight)" }) \(threshold.map { "≥ \($0)" } ?? "") → \(outcome)"
        }

        init(_ checks: [CheckGrade], _ outcome: Grade.Outcome, _ score: Double) { self.init(checks, nil, outcome, score) }

        init(_ checks: [CheckGrade], _ threshold: Double?, _ outcome: Grade.Outcome, _ score: Double) {
            self.checks = checks
            self.threshold = threshold
            self.outcome = outcome
            self.score = score
        }
    }

    static let decisions: [Decision] = [
        .init([check(.pass)], .pass, 1), .init([check(.pass), check(.fail)], .fail, 0.5),
        .init([check(.pass), check(.error)], .error, 0.5),
        // Beside an error nothing decides: to leave out only what would have passed would make accuracy too low.
        .init([check(.fail), check(.error)], .error, 0), .init([check(.error)], .error, 0),
        // Weight 0 never decides.
        .init([check(.pass), check(.fail, 0)], .pass, 1), .init([check(.pass), check(.error, 0)], .pass, 1),
        .init([check(.fail, 0)], .pass, 1), .init([], .pass, 1),
        // A check may fail with a good score, and pass with a poor one.
        .init([check(.fail, score: 0.9)], .fail, 0.9), .init([check(.pass, score: 0.2)], .pass, 0.2),
        // Under a threshold the weighted mean decides.
        .init([check(.pass, 3), check(.fail, 1)], 0.75, .pass, 0.75), .init([check(.pass, 3), check(.fail, 1)], 0.76, .fail, 0.75),
        .init([check(.fail, score: 0.9)], 0.8, .pass, 0.9), .init([check(.pass), check(.error)], 0.4, .error, 0.5),
        .init([check(.fail), check(.error)], 0.4, .error, 0),
        .init([check(.pass), check(.error, 0)], 1, .pass, 1),
        .init([check(.pass, score: 0.1), check(.pass, score: 0.2)], 0.15, .pass, 0.15),
        .init([check(.pass, 0.5, score: 1), check(.pass, 0.25, score: 0.5)], 0.8, .pass, 0.625 / 0.75),
    ]

    @Test(arguments: decisions) func decides(decision: Decision) {
        let grade = TrialGrade(checks: decision.checks, passThreshold: decision.threshold)
        #expect(grade.outcome == decision.outcome)
        #expect(abs(grade.score - decision.score) < 1e-12)
        #expect(grade.checks == decision.checks)
    }

    @Test func scoresFollowOutcomes() {
        #expect(Grade(.pass, reason: "").score == 1)
        #expect(Grade(.fail, reason: "").score == 0)
        #expect(Grade(.error, reason: "").score == 0)
    }

    @Test func finishReasonsKeepTheirNames() {
        for name in ["stop", "length", "content_filter", "tool_calls", "eos"] { #expect(FinishReason(name: name).name == name) }
        #expect(FinishReason(name: "length") == .length)
    }

    @Test func durationsInSeconds() {
        #expect(Duration.milliseconds(1500).inSeconds == 1.5)
        #expect(Duration.zero.inSeconds == 0)
    }
}
