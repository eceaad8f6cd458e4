import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbRunner
import Testing

@testable import PlumbReports

@Suite struct SummaryTests {
    private var results: RunResults {
        let requirements = [
            Requirement(metric: .accuracy, bound: Bound(.atLeast, 0.6)),
            Requirement(metric: .latency(percentile: 95), bound: Bound(.atMost, 0.9)),
            Requirement(metric: .cost, bound: Bound(.atMost, 0.001)),
        ]
        let variants = [
            RunResults.Variant(Samples.zeroShot, techniques: [.zeroShot]),
            RunResults.Variant(Samples.fewShot, techniques: [.fewShot, .systemInstruction]),
        ]
        return RunResults(
            run: Samples.run(), variants: variants, requirements: variants.flatMap { RequirementResult.all(requirements, of: $0.metrics) },
            ending: .complete)
    }

    @Test func twoVariants() { Snapshot.expect(RunSummary.page(results), "summary") }

    @Test func aRunWithABaselineSaysHowItStandsToIt() {
        var results = RunResults(run: Samples.run(variants: ["zero-shot"]), variants: [.init(Samples.after)], ending: .complete)
        results.gate = [Gate.decide(GateInput(baseline: Samples.before, candidate: Samples.after))]
        results.baselines = ["zero-shot": Samples.before]
        let text = RunSummary.page(results).text(Samples.wide)
        #expect(text.contains("\nbeside the baselines\n  ▼ zero-shot regressed: accuracy fell 15.8 points"))
        #expect(text.hasSuffix("      plumb gate triage                worse than the baseline?\n"))
        #expect(MarkdownReport.text(results).contains("### ▼ triage: worse than its baseline; zero-shot is right in 83 % of its trials"))
    }

    @Test func severalRunsAreNamedWithTheirVariants() {
        var older = Samples.run(variants: ["few-shot"], repetitions: 3)
        older.id = "20261101-080000-older"
        let origins = [
            RunSummary.Origin(run: Samples.run(variants: ["zero-shot"]), variants: ["zero-shot"]),
            RunSummary.Origin(run: older, variants: ["few-shot"]),
        ]
        let text = RunSummary.page(results, origins: origins).text(Samples.wide)
        let (lines, run) = (text.split(separator: "\n"), Samples.run())
        #expect(lines[0] == "triage: 5 cases × 2 variants")
        #expect(lines[1].hasPrefix("  zero-shot: \(run.id)") && lines[1].hasSuffix("5 repetitions"))
        #expect(lines[2].hasPrefix("  few-shot: 20261101-080000-older") && lines[2].hasSuffix("3 repetitions"))
    }

    @Test(arguments: [
        (BackendIdentity(kind: "scripted", endpoint: "scripted 1"), "scripted", "scripted"),
        (
            BackendIdentity(kind: "openai", endpoint: "http://localhost:11434/v1", model: "llama3.2"), "llama3.2",
            "llama3.2 at localhost:11434"
        ),
        (BackendIdentity(kind: "openai", endpoint: "https://api.openai.com/v1", model: "gpt"), "gpt-1", "openai gpt (served as gpt-1)"),
        (BackendIdentity(kind: "local", endpoint: "file.gguf"), "smol", "local smol"),
    ])
    func modelsAreNamedOnce(backend: BackendIdentity, served: String, name: String) {
        var run = Samples.run(variants: ["zero-shot"])
        for index in run.variants.indices {
            run.variants[index].backend = backend
            run.variants[index].requestedModel = nil
        }
        var tally = Samples.zeroShot
        tally.servedModels = [served]
        #expect(RunHeader(results: RunResults(run: run, variants: [.init(tally)])).models == [name])
    }

    @Test func inColour() { Snapshot.expect(RunSummary.page(results).text(Samples.colored), "summary-colour.txt") }

    @Test func inASCII() {
        let text = RunSummary.page(results).text(TerminalCapabilities(width: 80, glyphs: .ascii))
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        Snapshot.expect(text, "summary-ascii.txt")
    }

    @Test func oneRepetitionSaysWhatItCannotTell() {
        let cases = [Samples.tally("a", [("billing", 1, 1)]), Samples.tally("b", [("shipping", 1, 0)])]
        let results = RunResults(
            run: Samples.run(variants: ["zero-shot"], repetitions: 1), variants: [.init(Samples.variant("zero-shot", cases: cases))],
            ending: .complete)
        Snapshot.expect(RunSummary.page(results), "summary-once")
    }

    @Test func whatEndedEarlySaysSo() {
        func sentence(_ status: RunRecord.Status, _ ending: RunEnding?, _ tallies: [VariantTally] = [Samples.zeroShot]) -> String {
            RunConclusion(results: RunResults(run: Samples.run(status: status), variants: tallies.map { .init($0) }, ending: ending))
                .sentence
        }
        #expect(
            sentence(.interrupted, .interrupted)
                == "interrupted after 25 trials: run it again to go on, no answer is asked twice; zero-shot is right in 68 % of its trials,"
                + " always in 3 of 5 cases")
        #expect(
            sentence(.limited, .budgetReached("100 of 100 calls")).hasPrefix("the budget was reached after 25 trials: 100 of 100 calls; "))
        #expect(
            sentence(.failed, .backendFailed(BackendError(.authentication, "the key was refused")), [])
                == "could not measure: the key was refused (set the environment variable that plumb.yaml names as the backend's `key:`)")
        #expect(sentence(.finished, .complete, []) == "nothing could be graded")
    }

    @Test func demandsDecideTheLastSign() throws {
        let page = RunConclusion(results: results).page.text(Samples.wide)
        #expect(page.hasPrefix("✗ 2 of 6 requirements are not met; few-shot is ahead"))
    }

    private func conclusion(_ tallies: [VariantTally], sources: RunResults.Sources = .init()) -> RunConclusion {
        RunConclusion(
            results: RunResults(
                run: Samples.run(variants: tallies.map(\.variant)), variants: tallies.map { .init($0) }, ending: .complete, sources: sources
            ))
    }

    private func variant(_ name: String, _ passes: [Int], of graded: Int = 5, errors: Int = 0) -> VariantTally {
        Samples.variant(
            name,
            cases: passes.enumerated().map { place, passes in
                Samples.tally("c\(place)", errors: errors, [("yes", passes, passes), ("no", graded - passes, 0)].filter { $0.1 > 0 })
            })
    }

    @Test func figuresAloneAreNeitherGoodNorBad() {
        let hopeless = conclusion([variant("a", [0, 0])])
        #expect(hopeless.mark == .neutral && hopeless.sentence == "a is right in 0 % of its trials, always in 0 of 2 cases")
        let many = conclusion([variant("a", [Int](repeating: 1, count: 20_000), of: 1)])
        #expect(many.sentence.hasSuffix("always in 20,000 of 20,000 cases"))
        #expect(conclusion([variant("a", [0, 0], of: 0, errors: 3)]).mark == .unknown)
    }

    @Test func demandsAndBaselinesMakeARunGoodOrBad() {
        let tally = variant("zero-shot", [Int](repeating: 20, count: 30), of: 20)
        var results = RunResults(run: Samples.run(variants: ["zero-shot"]), variants: [.init(tally)], ending: .complete)
        results.requirements = RequirementResult.all(
            [Requirement(metric: .accuracy, bound: Bound(.atLeast, 0.9))], of: results.variants[0].metrics)
        #expect(RunConclusion(results: results).mark == .pass)
        #expect(RunConclusion(results: results).sentence.hasPrefix("the requirement is met; zero-shot is right"))
        results.requirements = []
        results.gate = [Gate.decide(GateInput(baseline: tally, candidate: tally))]
        #expect(RunConclusion(results: results).mark == .pass)
        #expect(RunConclusion(results: results).sentence.hasPrefix("not worse than its baseline; "))
        results.gate = [Gate.decide(GateInput(baseline: variant("zero-shot", [3, 4]), candidate: variant("zero-shot", [4, 3])))]
        #expect(RunConclusion(results: results).mark == .neutral)
        #expect(RunConclusion(results: results).sentence.hasPrefix("zero-shot is right"))
    }

    @Test func nobodyIsAheadByChance() {
        let (good, close, bad) = (variant("a", [5, 5, 5, 5]), variant("b", [5, 5, 5, 4]), variant("c", [0, 0, 0, 1]))
        #expect(conclusion([close, good]).sentence == "no difference is shown between a (100 %) and b (95 %)")
        #expect(
            conclusion([bad, close, good]).sentence == "no difference is shown between a (100 %) and b (95 %), the best two of 3 variants")
        #expect(conclusion([bad, good]).sentence == "a is ahead with 100 %, against 5 % for c")
        var twin = good
        twin.variant = "d"
        #expect(conclusion([good, twin, bad]).sentence == "a and d are level at 100 %, the best two of 3 variants")
        var third = good
        third.variant = "e"
        #expect(conclusion([good, twin, third, bad]).sentence == "a, d and 1 other are level at 100 %")
    }

    @Test func onlyAWholeRunIsOfferedAsABaseline() {
        func texts(_ conclusion: RunConclusion) -> [String] { conclusion.commands.map(\.text) }
        #expect(texts(conclusion([variant("a", [5, 4])])) == ["plumb show triage --case c1", "plumb baseline accept triage"])
        #expect(texts(conclusion([variant("a", [5, 5], errors: 1)])) == ["plumb run triage"])
        #expect(texts(conclusion([variant("a", [0, 0], of: 0, errors: 1)])) == ["plumb run triage"])
        #expect(texts(conclusion([variant("a", [])])) == [])
        let part = RunResults.Sources(cases: ["c0": SourceLocation(file: "a"), "c9": SourceLocation(file: "a")])
        #expect(texts(conclusion([variant("a", [5])], sources: part)) == ["plumb run triage"])
    }

    @Test func casesArePresentedWorstFirst() {
        let list = CaseList(variant: RunResults.Variant(Samples.zeroShot), limit: 1)
        #expect(list.worst.map(\.id) == ["login-loop", "refund-late"])
        #expect(list.page.text(Samples.wide).contains("… and 1 more case like these"))
        #expect(CaseList(variant: RunResults.Variant(Samples.variant("v", cases: [])), limit: 1).page.isEmpty)
    }

    @Test func commandsAreQuoted() {
        #expect(Command(["plumb", "show", "triage", "--case", "it's; rm -rf"], "x").text == "plumb show triage --case 'it'\\''s; rm -rf'")
    }

    @Test(arguments: Hostile.corpus) func hostileAnswers(sample: Hostile.Sample) {
        let cases = [
            Samples.tally("c", [(sample.text, 3, 0), ("ok", 2, 2)], reason: sample.text),
            Samples.tally(String(sample.text.prefix(60)), [("x", 5, 0)]),
        ]
        let tally = Samples.variant(
            "zero-shot", cases: cases, failures: [.init(error: TrialError(kind: .malformedResponse, message: sample.text), count: 1)])
        let page = RunSummary.page(RunResults(run: Samples.run(), variants: [.init(tally)], ending: .complete))
        for capabilities in [Samples.narrow, Samples.wide] { #expect(Hostile.dangers(in: page.text(capabilities)) == []) }
        #expect(Hostile.dangers(in: page.text(Samples.colored), styled: true) == [])
        #expect(page.text(Samples.narrow).utf8.count < 20_000)
    }
}
