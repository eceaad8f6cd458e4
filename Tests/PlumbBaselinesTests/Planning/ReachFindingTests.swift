import PlumbModel
import Testing

@testable import PlumbBaselines

/// Suites that cannot see what they are to see.
@Suite struct ReachFindingTests {
    private func suite(
        cases: Int, variants: [String] = ["few-shot"], repetitions: Int = 5, gate: GateSettings = GateSettings()
    ) -> PlumbModel.Suite {
        let prompt = Prompt(turns: [])
        return PlumbModel.Suite(
            name: "triage", directory: "/", file: "Suites/triage/suite.yaml", cases: (0..<cases).map { Case(id: "c\($0)", variables: [:]) },
            variants: variants.map { Variant(name: $0, prompt: prompt, backend: "local") }, checks: [], repetitions: repetitions,
            gate: gate,
            backends: [:])
    }

    private func baseline(_ passes: [Int], of graded: Int, variant: String = "few-shot") -> BaselineFile {
        BaselineFile(
            Samples.tally(Samples.cases(passes, of: graded), variant: variant), run: "r1", at: "2026-11-21T13:45:01Z")
    }

    @Test func whatIsWithinReachIsNotMentioned() {
        #expect(ReachFinding.diagnostics(suite: suite(cases: 200, repetitions: 10), baselines: []).isEmpty)
        let solid = baseline([Int](repeating: 20, count: 50), of: 20)
        #expect(ReachFinding.diagnostics(suite: suite(cases: 50), baselines: [solid]).isEmpty)
        #expect(ReachFinding.diagnostics(suite: suite(cases: 0), baselines: []).isEmpty)
    }

    @Test func variantsWithoutABaselineAreToldTogether() throws {
        let findings = ReachFinding.diagnostics(suite: suite(cases: 20, variants: ["a", "b", "c", "d", "e"]), baselines: [])
        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.identifier == "out-of-reach" && finding.severity == .warning)
        #expect(finding.location == SourceLocation(file: "Suites/triage/suite.yaml"))
        #expect(
            finding.message
                == "the gate is to see a drop of 5 points, but with 20 cases and 5 repetitions a, b and 3 others show only drops of "
                + "8.9 points or more with 80 % power, if a suite of mixed difficulty is assumed: there is no baseline yet")
        #expect(finding.help == "16 repetitions would do (gate: { max_repetitions: 16 }) or 64 cases; see: plumb plan triage")
    }

    /// What the remedy names is enough, and one less is not.
    @Test func theRemedyIsTheLeastThatWouldDo() throws {
        let settings = GateSettings(detect: 0.08)
        let file = baseline((0..<30).map { 10 - $0 % 4 }, of: 10)
        let plan = try #require(PowerPlan(baseline: file.tally, repetitions: 3, settings: settings))
        #expect(plan.planned.detectableDrop > 0.08)
        let repetitions = try #require(plan.remedies.repetitions)
        func seen(_ repetitions: Int) throws -> Double {
            try #require(PowerPlan(baseline: file.tally, repetitions: repetitions, settings: settings)).planned.detectableDrop
        }
        #expect(try seen(repetitions) <= 0.08 && seen(repetitions - 1) > 0.08)
        let cases = try #require(plan.remedies.cases)
        #expect(abs(Double(cases) / 30 - (plan.planned.detectableDrop / 0.08) * (plan.planned.detectableDrop / 0.08)) < 0.05)
        let findings = ReachFinding.diagnostics(suite: suite(cases: 30, repetitions: 3, gate: settings), baselines: [file])
        #expect(findings.first?.message.hasSuffix("with 80 % power") == true)
        #expect(findings.first?.help?.hasPrefix("\(repetitions) repetitions would do") == true)
    }

    @Test func whereNothingHelpsItSaysWhy() throws {
        let level = ReachFinding.diagnostics(suite: suite(cases: 50, gate: GateSettings(margin: 0.05, detect: 0.05)), baselines: [])
        #expect(level.first?.help == "set detect above the margin: only what exceeds the margin counts")
        let tiny = ReachFinding.diagnostics(suite: suite(cases: 1, repetitions: 1, gate: GateSettings(detect: 0.001)), baselines: [])
        #expect(tiny.first?.help?.hasPrefix("set detect to what can be seen") == true)
    }

    @Test func aBaselineOfAnotherSuiteDoesNotCount() {
        var other = Samples.tally(Samples.cases([Int](repeating: 20, count: 50), of: 20))
        other.suite = "other"
        let file = BaselineFile(other, run: "r1", at: "2026-11-21T13:45:01Z")
        #expect(ReachFinding.diagnostics(suite: suite(cases: 20), baselines: [file]).count == 1)
    }

    /// Cases asked once have no flips: their accuracy tells what there may be, and a suite without a failure is not free of noise.
    @Test func aBaselineAskedOnceIsNotTakenToBeFreeOfNoise() throws {
        func drop(_ passes: [Int]) throws -> Double {
            try #require(
                Gate.detectableDrop(baseline: Samples.tally(Samples.cases(passes, of: 1)), repetitions: 5, settings: GateSettings()))
        }
        let perfect = try drop([Int](repeating: 1, count: 50))
        let mixed = try drop((0..<50).map { $0 % 7 == 0 ? 0 : 1 })
        let half = try drop((0..<50).map { $0 % 2 })
        #expect(perfect > 0.04 && perfect < mixed && mixed < half)
        // 42 of 50, smoothed to 44 of 54: a variance of 0.0757 a call, and 10.6 points at 1 v 5.
        #expect(abs(mixed - 0.106) < 0.0005)
    }
}
