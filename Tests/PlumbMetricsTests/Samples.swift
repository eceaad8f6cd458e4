import PlumbModel

@testable import PlumbMetrics

/// A small suite, and trials of it, for tests.
enum Samples {
    static func suite(cases: Int = 3, prices: PriceTable = PriceTable(), passThreshold: Double? = nil) throws -> Suite {
        let variant = Variant(
            name: "plain", prompt: Prompt(turns: [Prompt.Turn(.user, try Template(parsing: "Route: {{ message }}"))]), backend: "scripted",
            model: "m-1", parameters: Parameters(temperature: 0.7))
        return Suite(
            name: "triage", directory: "/nowhere", file: "Suites/triage/suite.yaml",
            cases: (1...cases).map { Case(id: "case-\($0)", variables: ["message": .string("m\($0)")], tags: $0 == 1 ? ["first"] : []) },
            variants: [variant], checks: [], passThreshold: passThreshold,
            backends: ["scripted": BackendConfiguration(name: "scripted", kind: .scripted(.init(answers: [])))], prices: prices)
    }

    /// An answered and graded trial.
    static func trial(
        _ caseID: String, _ repetition: Int, answer: String, outcome: Grade.Outcome, text: String? = nil, score: Double? = nil,
        usage: Usage? = Usage(input: 10, output: 5), seconds: Double = 1, provenance: Provenance = .live, reason: String = "wrong queue",
        variant: String = "plain", served: String? = "m-1-served"
    ) -> GradedTrial {
        let completion = Completion(text: text ?? answer, usage: usage, servedModel: served)
        let check = CheckGrade(check: "equals", weight: 1, grade: Grade(outcome, score: score, reason: reason))
        return GradedTrial(
            trial: Trial(
                key: TrialKey(variant: variant, caseID: caseID, repetition: repetition), requestHash: "r",
                outcome: .answered(completion), latency: .milliseconds(Int(seconds * 1000)), provenance: provenance),
            answer: answer, agreementKey: answer.lowercased(),
            grade: TrialGrade(outcome: outcome, score: score ?? (outcome == .pass ? 1 : 0), checks: [check]))
    }

    /// A trial without an answer.
    static func failure(_ caseID: String, _ repetition: Int, message: String = "timed out after 60 s") -> GradedTrial {
        GradedTrial(
            trial: Trial(
                key: TrialKey(variant: "plain", caseID: caseID, repetition: repetition), requestHash: "r",
                outcome: .failed(TrialError(kind: .timeout, message: message))),
            answer: nil, agreementKey: nil, grade: nil)
    }

    /// A tally made of counts alone.
    static func tally(_ cases: [CaseTally]) -> VariantTally {
        VariantTally(
            suite: "triage", variant: "plain",
            fingerprint: Fingerprint(prompt: "p", parameters: "q", extraction: "e", checks: "c", cases: "k", model: "m"),
            promptText: "", parameters: JSONObject(), cases: cases)
    }

    /// A case whose passing trials all gave one answer, and whose failing ones another.
    static func testCase(_ id: String, _ passes: Int, of graded: Int, errors: Int = 0, tags: [String] = []) -> CaseTally {
        var answers: [CaseTally.Answer] = []
        if passes > 0 { answers.append(CaseTally.Answer(text: "right", count: passes, passes: passes)) }
        if graded > passes { answers.append(CaseTally.Answer(text: "wrong", count: graded - passes, passes: 0)) }
        return CaseTally(
            id: id, contentHash: "h-\(id)", tags: tags, graded: graded, passes: passes, errors: errors, scoreSum: Double(passes),
            answers: answers, distinctTexts: answers.count)
    }
}
