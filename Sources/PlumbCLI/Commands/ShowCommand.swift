import ArgumentParser
import PlumbModel
import PlumbReports
import PlumbRunner
import PlumbStore

/// `plumb show`: a stored run, or one of its cases.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a stored run, or one case of it with prompt, answers and what the checks said.",
        discussion: """
            Stored answers are shown as graded by today's checks.

            EXAMPLES
              plumb show triage
              plumb show triage --case refund --variant few-shot
              plumb show triage --run latest~1
            """)

    @Argument(help: "The suite.")
    var suite: String

    @Option(name: .long, help: "This stored run instead of the newest: an id, its beginning, 'latest' or 'latest~1'.")
    var run: String?

    @Option(name: .customLong("case"), help: "Only the case of this id, in full.")
    var caseID: String?

    @Option(name: .long, help: "Only this variant; may be given several times.")
    var variant: [String] = []

    @Option(name: .long, help: "How many of the worst cases are shown.")
    var cases = RunSummary.usualCases

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let store = try workspace.openStore()
        var suite = try workspace.loadSuites([suite])[0]
        let selection = Selection(variants: variant, cases: caseID.map { [$0] } ?? [])
        do throws(PlanError) { (suite.variants, suite.cases) = try selection.apply(to: suite) } catch {
            workspace.show(error.diagnostics)
            throw ExitStatus.nothingSelected.code
        }
        guard let stored = try await workspace.storedRun(run, of: suite, in: store) else { throw ExitStatus.nothingSelected.code }
        let results = StoredResults(workspace: workspace, store: store)
        if let testCase = suite.cases.first, caseID != nil {
            let trials = try await results.trials(of: stored, case: testCase, in: suite)
            return showCase(testCase, of: suite, in: stored.record, trials, workspace)
        }
        let outcome = try await results.outcome(of: stored, in: suite)
        let shown = RunResults(run: outcome.record, tallies: outcome.tallies, suite: suite, ending: outcome.ending)
        workspace.console.answer(RunSummary.page(shown, cases: cases).text(workspace.terminal))
    }

    private func showCase(
        _ testCase: Case, of suite: Suite, in run: RunRecord, _ trials: [GradedTrial], _ workspace: Workspace
    ) {
        for variant in suite.variants {
            let mine = trials.filter { $0.trial.key.variant == variant.name }
            guard !mine.isEmpty else { continue }
            let messages = (try? variant.messages(for: testCase)) ?? []
            let page = CasePage(run: run, variant: variant.name, testCase: testCase, messages: messages, trials: mine).page
            workspace.console.answer(page.text(workspace.terminal))
        }
    }
}
