import Foundation
import PlumbBaselines
import PlumbHTML
import PlumbMetrics
import PlumbModel
import PlumbReports
import PlumbRunner

/// A suite whose few-shot variant got worse, small enough to know every number.
enum Samples {
    static let expected = ["billing", "shipping", "account"]

    static func suite(cases: Int = 12, repetitions: Int = 10) throws -> Suite {
        let prompt = Prompt(
            turns: [
                .init(.system, try Template(parsing: "You route messages.")),
                .init(.user, try Template(parsing: "Which queue? One word.\n\n{{ message }}\nQueue:")),
            ])
        return Suite(
            name: "triage", directory: "/nowhere", file: "Suites/triage/suite.yaml",
            cases: (0..<cases).map { number in
                Case(
                    id: "case-\(number)",
                    variables: ["message": .string("Where is parcel \(number)?"), "expected": .string(expected[number % 3])],
                    tags: [number % 2 == 0 ? "even" : "odd"])
            },
            variants: ["zero-shot", "few-shot"].map { Variant(name: $0, prompt: prompt, backend: "local") }, checks: [],
            repetitions: repetitions, backends: [:])
    }

    static func trial(
        _ variant: String, _ testCase: Case, _ repetition: Int, answer: String, passes: Bool, reason: String = "is not as expected"
    ) -> GradedTrial {
        let completion = Completion(text: answer, finishReason: .stop, usage: Usage(input: 40, output: 2), servedModel: "small")
        return GradedTrial(
            trial: Trial(
                key: TrialKey(variant: variant, caseID: testCase.id, repetition: repetition), requestHash: "",
                outcome: .answered(completion), latency: .milliseconds(300 + 10 * repetition)),
            answer: answer, agreementKey: answer,
            grade: TrialGrade(
                outcome: passes ? .pass : .fail, score: passes ? 1 : 0,
                checks: [CheckGrade(check: "equals", weight: 1, grade: Grade(passes ? .pass : .fail, reason: passes ? "is right" : reason))]
            ))
    }

    static func failed(_ variant: String, _ testCase: Case, _ repetition: Int, _ message: String = "no answer in time") -> GradedTrial {
        GradedTrial(
            trial: Trial(
                key: TrialKey(variant: variant, caseID: testCase.id, repetition: repetition), requestHash: "",
                outcome: .failed(TrialError(kind: .timeout, message: message))),
            answer: nil, agreementKey: nil, grade: nil)
    }

    static func run(_ suite: Suite, purpose: RunRecord.Purpose = .gate) -> RunRecord {
        RunRecord(
            id: "20261121-134501-3f9a", suite: suite.name, purpose: purpose, status: .finished, startedAt: 1_795_268_701,
            endedAt: 1_795_268_826, planHash: "a87ff679a2f3e71d", repetitions: suite.repetitions,
            variants: suite.variants.map { variant in
                RunRecord.Variant(
                    name: variant.name, fingerprint: suite.fingerprint(of: variant), promptText: variant.prompt.text,
                    parameters: variant.parameters.json, requestedModel: nil,
                    backend: BackendIdentity(kind: "local", endpoint: "127.0.0.1", model: "small"))
            },
            toolVersion: "0.1.0", commit: "72ac82e+", processID: 4711)
    }

    /// What a variant answers: `right` says which trials of which cases pass.
    static func measured(
        _ suite: Suite, _ variant: Variant, into collector: inout EvidenceCollector,
        wrong: (_ place: Int, _ repetition: Int) -> String = { _, _ in "technical" }, right: (_ place: Int, _ repetition: Int) -> Bool
    ) -> VariantTally {
        var builder = TallyBuilder(suite: suite, variant: variant)
        for repetition in 0..<suite.repetitions {
            for (place, testCase) in suite.cases.enumerated() {
                let passes = right(place, repetition)
                let wrong = wrong(place, repetition)
                let answer = passes ? expected[place % 3] : wrong
                let graded = trial(variant.name, testCase, repetition, answer: answer, passes: passes, reason: "answered \(wrong)")
                builder.add(graded)
                collector.add(graded)
            }
        }
        return builder.tally
    }

    /// A gate of both variants: zero-shot stands, few-shot lost every third case, there with other wrong answers where some are given.
    static func gate(cases: Int = 12, answers: [String] = ["technical"]) throws -> HTMLReport {
        let suite = try suite(cases: cases)
        var (before, now) = (EvidenceCollector(), EvidenceCollector())
        var baselines: [String: VariantTally] = [:]
        var tallies: [VariantTally] = []
        for variant in suite.variants {
            baselines[variant.name] = measured(suite, variant, into: &before) { place, repetition in place > 0 || repetition > 4 }
            let isWorse = variant.name == "few-shot"
            tallies.append(
                measured(
                    suite, variant, into: &now, wrong: { answers[($0 / 3 * suite.repetitions + $1) % answers.count] },
                    right: { place, repetition in isWorse && place % 3 == 1 ? false : place > 0 || repetition > 4 }))
        }
        baselines["few-shot"]?.promptText = "user:\nWhich queue?\n\n{{ message }}"
        let reports = Gate.decide(family: tallies.map { GateInput(baseline: baselines[$0.variant], candidate: $0) })
        let results = RunResults(
            run: run(suite), tallies: tallies, suite: suite, gate: reports, baselines: baselines, ending: .complete)
        return HTMLReport(results, evidence: now.evidence, suite: suite)
    }

    /// Texts as a hostile or broken model might answer them, the corpus of the other reports.
    static let hostile: [String] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "PlumbReportsTests/Fixtures/hostile.json")
        guard let bytes = try? Data(contentsOf: file), let json = try? JSON.parse(utf8: Array(bytes)) else { return [] }
        let corpus = (json.array ?? []).map { entry in
            let (text, many) = (entry["text"]?.string ?? "", entry["repeat"]?.integer ?? 1)
            return entry["mark"]?.string.map { text + String(repeating: $0, count: many) } ?? String(repeating: text, count: many)
        }
        let canary = "document.title='OWNED'"
        return corpus + [
            "</script><script>\(canary)</script>", "<!--<script>\(canary)</script>-->", "]]><script>\(canary)</script>",
            "<img src=x onerror=\"\(canary)\">", "\"><svg onload=\(canary)>", "'-\(canary)-'", "${\(canary)}",
            "{{constructor.constructor(\"\(canary)\")()}}",
            "javascript:\(canary)", "<style>*{display:none}</style>", "<meta http-equiv=refresh content=0;url=javascript:\(canary)>",
            "</title><script>\(canary)</script>", "<base href=//evil.example>", "__proto__", "constructor",
            "&lt;script&gt;\(canary)&lt;/script&gt;",
        ]
    }()
}
