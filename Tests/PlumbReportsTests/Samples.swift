import PlumbMetrics
import PlumbModel
import PlumbRunner

@testable import PlumbReports

/// Values as a small suite would bring them.
enum Samples {
    static let narrow = TerminalCapabilities(width: 80)
    static let wide = TerminalCapabilities(width: 200)
    /// As wide as any line.
    static let unbroken = TerminalCapabilities(width: 100_000)
    static let colored = TerminalCapabilities(destination: .terminal, width: 80, coloring: .ansi)

    static func fingerprint(prompt: String = "8f14e45fceea167a") -> Fingerprint {
        Fingerprint(
            prompt: prompt, parameters: "c9f0f895fb98ab91", extraction: "45c48cce2e2d7fbd", checks: "d3d9446802a44259",
            cases: "6512bd43d9caa6e0", model: "c20ad4d76fe97759")
    }

    static let prompts = [
        "zero-shot": "user:\nWhich queue? One word.\n\n{{ message }}",
        "few-shot": "user:\nWhich queue? One word.\n\nMy card was charged twice: billing\n\n{{ message }}",
    ]

    static func run(
        variants: [String] = ["zero-shot", "few-shot"], repetitions: Int = 5, status: RunRecord.Status = .finished
    ) -> RunRecord {
        RunRecord(
            id: "20261121-134501-3f9a", suite: "triage", purpose: .run, status: status, startedAt: 1_795_268_701,
            endedAt: 1_795_268_826, planHash: "a87ff679a2f3e71d", repetitions: repetitions,
            variants: variants.map { name in
                RunRecord.Variant(
                    name: name, fingerprint: fingerprint(), promptText: prompts[name] ?? "user:\n{{ message }}",
                    parameters: ["temperature": 0.7, "max_tokens": 24], requestedModel: nil,
                    backend: BackendIdentity(kind: "local", endpoint: "127.0.0.1", model: "smollm2-360m"))
            },
            toolVersion: "0.1.0", commit: "72ac82e+", processID: 4711)
    }

    static func effort(_ answers: Int) -> CaseTally.Effort {
        CaseTally.Effort(
            tokens: 63 * answers, counted: answers, cost: Money(dollars: 0.0005) * answers, priced: answers, seconds: 0.9 * Double(answers),
            timed: answers)
    }

    /// A case whose answers are given as text, count and passes.
    static func tally(
        _ id: String, tags: [String] = [], errors: Int = 0, _ answers: [(String, Int, Int)], reason: String = "", hash: String? = nil
    ) -> CaseTally {
        CaseTally(
            id: id, contentHash: hash ?? "hash-\(id)", tags: tags, graded: answers.reduce(0) { $0 + $1.1 },
            passes: answers.reduce(0) { $0 + $1.2 }, errors: errors, scoreSum: Double(answers.reduce(0) { $0 + $1.2 }),
            answers: answers.map { answer in
                CaseTally.Answer(
                    text: answer.0, count: answer.1, passes: answer.2,
                    reason: answer.2 < answer.1 ? (reason.isEmpty ? "is not “billing”" : reason) : "")
            }, distinctTexts: answers.count, effort: effort(answers.reduce(0) { $0 + $1.1 }))
    }

    static func variant(
        _ name: String, cases: [CaseTally], cost: Money? = nil, unpriced: Int? = nil, cached: Int = 0,
        failures: [VariantTally.Failure] = []
    ) -> VariantTally {
        let answered = cases.reduce(0) { $0 + $1.graded }
        return VariantTally(
            suite: "triage", variant: name, fingerprint: fingerprint(), promptText: prompts[name] ?? "",
            parameters: ["temperature": 0.7, "max_tokens": 24], servedModels: ["smollm2-360m"], cases: cases,
            latencies: (0..<answered).map { 0.8 + 0.01 * Double($0) }, usage: Usage(input: 60 * answered, output: 3 * answered),
            usageCount: answered, cost: cost, unpriced: unpriced ?? (cost == nil ? answered : 0), cached: cached, failures: failures)
    }

    static let zeroShot = variant(
        "zero-shot",
        cases: [
            tally("charged-twice", tags: ["billing"], [("billing", 5, 5)]),
            tally("refund-late", tags: ["billing"], [("shipping", 3, 0), ("billing", 2, 2)]),
            tally("parcel-lost", tags: ["shipping"], errors: 1, [("shipping", 4, 4)]),
            tally(
                "login-loop", tags: ["account"], [("technical", 4, 0), ("I would say\nthat is technical.", 1, 0)],
                reason: "is not “account”"),
            tally("reset-mail", tags: ["account", "mail"], [("account", 5, 5)]),
        ],
        cached: 10,
        failures: [.init(error: TrialError(kind: .timeout, message: "no answer within 120 s"), count: 1)])

    static let fewShot = variant(
        "few-shot",
        cases: [
            tally("charged-twice", tags: ["billing"], [("billing", 5, 5)]),
            tally("refund-late", tags: ["billing"], [("billing", 4, 4), ("shipping", 1, 0)]),
            tally("parcel-lost", tags: ["shipping"], [("shipping", 5, 5)]),
            tally("login-loop", tags: ["account"], [("account", 5, 5)]),
            tally("reset-mail", tags: ["account", "mail"], [("account", 5, 5)]),
        ], cost: Money(dollars: 0.0123))

    static func completion(_ text: String) -> Completion {
        Completion(text: text, finishReason: .stop, usage: Usage(input: 60, output: 3), servedModel: "smollm2-360m")
    }

    static func trial(
        _ variant: String = "zero-shot", _ caseID: String = "refund-late", _ repetition: Int = 0, _ outcome: Grade.Outcome = .pass,
        text: String = "billing", provenance: Provenance = .live
    ) -> GradedTrial {
        let key = TrialKey(variant: variant, caseID: caseID, repetition: repetition)
        guard outcome != .error else {
            let failed = Trial(
                key: key, requestHash: "a", outcome: .failed(TrialError(kind: .timeout, message: "no answer within 120 s")), attempts: 3)
            return GradedTrial(trial: failed, answer: nil, agreementKey: nil, grade: nil)
        }
        let trial = Trial(
            key: key, requestHash: "a", outcome: .answered(completion(text)), latency: .milliseconds(820), provenance: provenance,
            startedAt: 1_795_268_702)
        let grade = Grade(outcome, reason: outcome == .pass ? "is “billing”" : "is not “billing”")
        return GradedTrial(
            trial: trial, answer: text, agreementKey: text,
            grade: TrialGrade(checks: [CheckGrade(check: "equals", weight: 1, grade: grade)], passThreshold: nil))
    }
}

/// A baseline and a candidate that lost two cases, with everything else that a gate can say.
extension Samples {
    static func side(prompt: String, temperature: Double, repetitions: Int, broken: Bool) -> VariantTally {
        let queues = ["billing", "shipping", "account"]
        let cases = (0..<12).map { index -> CaseTally in
            let queue = queues[index % 3]
            let id = "case-\(index + 1)"
            if broken, index == 3 || index == 7 {
                return tally(
                    id, tags: [queue], [("The message is about shipping, so it goes there.", repetitions - 1, 0), (queue, 1, 1)],
                    reason: "is not “\(queue)”")
            }
            if index == 5 { return tally(id, tags: [queue], [(queue, repetitions - 2, repetitions - 2), ("unsure", 2, 0)]) }
            return tally(id, tags: [queue], [(queue, repetitions, repetitions)])
        }
        var side = variant("zero-shot", cases: cases, cost: Money(dollars: broken ? 0.02 : 0.05))
        side.promptText = prompt
        side.fingerprint.prompt = broken ? "1111111111111111" : "2222222222222222"
        side.parameters["temperature"] = .double(temperature)
        side.fingerprint.parameters = "t\(temperature)"
        return side
    }

    static let before = side(
        prompt: "system:\nYou route messages.\n\nuser:\nWhich queue? Answer with one word.\n\n{{ message }}", temperature: 0.2,
        repetitions: 20,
        broken: false)
    static let after = side(
        prompt: "system:\nYou route messages.\n\nuser:\nWhich queue fits?\n\n{{ message }}\n\nBe friendly.", temperature: 0.7,
        repetitions: 5,
        broken: true)
}
