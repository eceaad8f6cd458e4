import PlumbMetrics
import PlumbModel
import Testing

@testable import PlumbBaselines

/// The old way of asking, asked again beside the new one.
@Suite struct ControlTests {
    static func suite(prompt: String, temperature: Double = 0.7, model: String? = "m-1") throws -> Suite {
        let turns = [
            Prompt.Turn(.system, try Template(parsing: "Be brief.")), Prompt.Turn(.user, try Template(parsing: prompt)),
        ]
        let variant = Variant(
            name: "v", prompt: Prompt(turns: turns), backend: "b", model: model, parameters: Parameters(temperature: temperature))
        return Suite(
            name: "s", directory: "/s", file: "Suites/s/suite.yaml", cases: [Case(id: "a", variables: ["q": "x"])],
            variants: [variant], checks: [],
            backends: ["b": BackendConfiguration(name: "b", kind: .scripted(.init(answers: [.init(text: "y", weight: 1)])))])
    }

    static func baseline(of suite: Suite) -> VariantTally { TallyBuilder(suite: suite, variant: suite.variants[0]).tally }

    @Test func anUnchangedVariantIsItsOwnControl() throws {
        let suite = try Self.suite(prompt: "Say {{ q }}")
        #expect(ControlArm(of: suite.variants[0], in: suite, baseline: Self.baseline(of: suite)) == .itself)
    }

    @Test func theOldPromptIsRebuiltWithItsParametersAndModel() throws {
        let old = try Self.suite(prompt: "Say {{ q }}\n\nor nothing", temperature: 0.1, model: "m-0")
        let new = try Self.suite(prompt: "Shout {{ q }}")
        guard case .ask(let control) = ControlArm(of: new.variants[0], in: new, baseline: Self.baseline(of: old)) else {
            Issue.record("no control")
            return
        }
        #expect(control.name == "v~control")
        #expect(control.prompt.text == old.variants[0].prompt.text)
        #expect(control.parameters == old.variants[0].parameters)
        #expect(control.model == "m-0")
        #expect(try control.messages(for: new.cases[0]).map(\.content) == ["Be brief.", "Say x\n\nor nothing"])
    }

    @Test func examplesThatChangedCannotBeHadAgain() throws {
        var old = try Self.suite(prompt: "Say {{ q }}")
        old.variants[0].examples = Examples(rows: [Case(id: "e", variables: ["q": "1", "expected": "2"])], count: 1)
        var new = old
        new.variants[0].examples = Examples(rows: [Case(id: "e", variables: ["q": "1", "expected": "3"])], count: 1)
        guard case .impossible(let reason) = ControlArm(of: new.variants[0], in: new, baseline: Self.baseline(of: old)) else {
            Issue.record("a control was made")
            return
        }
        #expect(reason.contains("examples"))
    }

    static func input(baseline: [Int], candidate: [Int]) -> GateInput {
        GateInput(
            baseline: Samples.tally(Samples.cases(baseline, of: 20)), candidate: Samples.tally(Samples.cases(candidate, of: 5)),
            plan: .sequential(maximumRepetitions: 5))
    }

    @Test(arguments: [
        ([5, 5, 5, 5, 5, 5], [1, 1, 1, 1, 1, 1], ControlFinding.Cause.change),
        ([1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1], .model),
        ([3, 3, 3, 3, 3, 3], [0, 0, 0, 0, 0, 0], .both),
        ([5, 5, 5, 5, 5, 5], [5, 5, 5, 5, 5, 5], .notShown),
    ])
    func theCauseIsTold(control: [Int], candidate: [Int], cause: ControlFinding.Cause) throws {
        let input = Self.input(baseline: [20, 20, 20, 20, 20, 20], candidate: candidate)
        let verdict = Gate.decide(input).verdict
        let finding = try #require(ControlFinding(input, verdict: verdict, control: Samples.tally(Samples.cases(control, of: 5))))
        #expect(finding.cause == cause, "\(finding.sentence)")
    }

    @Test func aRegressionWithTooFewControlsIsNotExplainedAway() throws {
        let input = Self.input(baseline: [17, 17, 17, 17, 17, 17], candidate: [3, 3, 3, 3, 3, 3])
        let finding = try #require(
            ControlFinding(input, verdict: .regressed, control: Samples.tally(Samples.cases([4, 4, 4, 4, 4, 4], of: 5))))
        #expect(finding.cause == .notShown)
        #expect(finding.sentence.hasPrefix("it cannot be told yet"))
    }
}
