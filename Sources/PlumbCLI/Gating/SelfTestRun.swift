import PlumbBaselines
import PlumbModel
import PlumbReports
import PlumbStore

/// Shows how often the gate would have fired on an unchanged prompt: `plumb gate --self-test`.
struct SelfTestRun: Sendable {
    let workspace: Workspace
    let store: RunStore
    let repetitions: Int?

    /// Tests every variant's gate on its baseline, or else on its newest run.
    func run(_ suites: [Suite], variants: [String]) async throws {
        var tested = 0
        for suite in suites {
            let baselines = try workspace.baselines(of: suite, variants: suite.variants.map(\.name))
            let names = suite.variantNames(meantBy: variants)
            for variant in suite.variants where names.isEmpty || names.contains(variant.name) {
                guard let tally = try await tally(of: variant, in: suite, baselines) else { continue }
                let most = repetitions ?? suite.gate.maximumRepetitions ?? suite.repetitions
                guard let test = SelfTest(of: tally, settings: suite.gate, plan: .fixed, repetitions: most) else { continue }
                show(test, "\(suite.name)/\(variant.name)")
                tested += 1
            }
        }
        guard tested > 0 else {
            workspace.showError("no stored repetitions to test the gate on", help: "ask each case several times first: plumb run")
            throw ExitStatus.nothingSelected.code
        }
    }

    private func tally(of variant: Variant, in suite: Suite, _ baselines: [String: BaselineFile]) async throws -> VariantTally? {
        if let file = baselines[variant.name] { return file.tally }
        let results = StoredResults(workspace: workspace, store: store)
        guard let run = try await results.newest(of: variant, in: suite) else { return nil }
        return try await results.outcome(of: run, in: suite).tallies.first { $0.variant == variant.name }
    }

    private func show(_ test: SelfTest, _ name: String) {
        var page = Page()
        page.paragraph("\(name, .bold): \(test.sentence)")
        page.paragraph(StyledText(test.findingSentence), indent: 2)
        page.append(CaseReachLines(test.undecidable).page)
        page.blank()
        workspace.console.answer(page.text(workspace.terminal))
    }
}
