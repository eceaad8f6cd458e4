import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbRunner

@testable import PlumbReports

extension Hostile {
    /// A gate in which every text that a model, a suite or a server could have written is this one.
    static func results(_ text: String) -> RunResults {
        var results = MachineFormatTests.results
        let name = text.isEmpty ? "empty" : text
        results.run = run(text)
        var tally = variant(name, text)
        tally.fingerprint = Samples.fingerprint(prompt: text)
        results.variants = [.init(tally, techniques: [.zeroShot])]
        results.baselines = [name: baseline(of: tally)]
        results.requirements = [
            RequirementResult(
                requirement: Requirement(metric: .accuracy, bound: Bound(.atLeast, 0.9), location: SourceLocation(file: text, line: 3)),
                variant: name, measured: 0.1, outcome: .unmet),
            RequirementResult(
                requirement: Requirement(metric: .score, bound: Bound(.atLeast, 0.9)), variant: name, measured: nil, outcome: .unmeasured,
                reason: text),
        ]
        results.gate = [gate(results.gate[0], name, text, tally)]
        results.ending = .backendFailed(BackendError(.unavailable, text))
        results.sources = .init(
            suiteFile: text, cases: [name: SourceLocation(file: text, line: 2)], expected: [name: text, "x" + name: text])
        return results
    }

    /// Trials whose every text is this one: passed, failed, broken, ungraded.
    static func trials(_ text: String) -> [GradedTrial] {
        let key = TrialKey(variant: text.isEmpty ? "empty" : text, caseID: text, repetition: 0)
        let completion = Completion(
            text: text, finishReason: .other(text), refusal: text, usage: Usage(input: 3, output: 2), servedModel: text, fingerprint: text,
            responseID: text, logprobs: .string(text), toolCalls: [.string(text)])
        let answered = Trial(key: key, requestHash: text, outcome: .answered(completion), latency: .milliseconds(5))
        let failed = Trial(key: key, requestHash: text, outcome: .failed(TrialError(kind: .timeout, message: text)))
        let grades = Grade.Outcome.allCases.map { outcome in
            TrialGrade(
                checks: [CheckGrade(check: text, weight: 1, grade: Grade(outcome, reason: text, spans: [0..<1]))], passThreshold: nil)
        }
        return grades.map { GradedTrial(trial: answered, answer: text, agreementKey: text, grade: $0) } + [
            GradedTrial(trial: failed, answer: nil, agreementKey: nil, grade: nil)
        ]
    }

    static func run(_ text: String) -> RunRecord {
        var run = Samples.run(variants: [text.isEmpty ? "empty" : text])
        run.id = text
        run.suite = text
        run.purpose = .gate
        run.planHash = text
        run.toolVersion = text
        run.commit = text
        run.variants[0].promptText = text
        run.variants[0].requestedModel = text
        run.variants[0].parameters = [text: .string(text)]
        run.variants[0].backend = BackendIdentity(kind: text, endpoint: text, model: text)
        return run
    }

    private static func variant(_ name: String, _ text: String) -> VariantTally {
        let others = [
            Samples.tally("x" + name, tags: [text], [(text, 3, 0), ("x" + text, 1, 0)], reason: text),
            Samples.tally("y" + name, tags: [text], [(text, 2, 0), ("x" + text, 2, 2)], reason: text),
            Samples.tally("z" + name, errors: 3, []), Samples.tally("n" + name, []),
        ]
        var tally = Samples.variant(
            name, cases: [Samples.tally(name, tags: [text], [(text, 3, 0), ("x" + text, 1, 1)], reason: text)] + others,
            failures: [.init(error: TrialError(kind: .timeout, message: text), count: 3)])
        tally.suite = text
        tally.promptText = text
        tally.parameters = [text: .string(text)]
        tally.requestedModel = text
        tally.servedModels = [text]
        return tally
    }

    private static func baseline(of tally: VariantTally) -> VariantTally {
        var before = tally
        for index in before.cases.indices {
            before.cases[index].graded = 20
            before.cases[index].passes = index == 1 ? 0 : 20
        }
        return before
    }

    private static func gate(_ report: GateReport, _ name: String, _ text: String, _ tally: VariantTally) -> GateReport {
        var report = report
        report.suite = text
        report.variant = name
        report.sentence = text
        report.advice = [text]
        report.casesRegressed = [CaseChange(id: name, baseline: tally.cases[0], candidate: tally.cases[0], pValue: 0.001)]
        report.casesImproved = [CaseChange(id: "y" + name, baseline: tally.cases[2], candidate: tally.cases[2], pValue: 0.01)]
        report.leftOut = [LeftOut(id: text, reason: .removed)]
        report.attribution = [
            .prompt(TextDiff(lines: [.removed(text), .added(text), .kept(text)])), .servedModels(before: [text], after: [text]),
            .cases(added: [text], removed: [text], edited: [text]),
        ]
        return report
    }

    /// What a format makes of a hostile run, trials and all.
    static func report(_ format: ReportFormat, _ text: String) -> String? {
        let results = results(text)
        switch format.content {
        case .results(let make): return make([results])
        case .appended(let limit, let make): return make([results], limit)
        case .trials(let make):
            var report = make()
            var document = report.header
            report.begin(results.run)
            for trial in trials(text) { document += report.add(trial) }
            return document + report.end(results)
        case nil: return nil
        }
    }
}
