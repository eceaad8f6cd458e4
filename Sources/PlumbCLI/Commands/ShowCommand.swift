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

    @Argument(help: "The suite.", completion: .suites)
    var suite: String

    @Option(name: .long, help: "This stored run instead of the newest: an id, its beginning, 'latest' or 'latest~1'.")
    var run: String?

    @Option(name: .customLong("case"), help: "Only the case of this id, in full.")
    var caseID: String?

    @Option(name: .long, help: "Only this variant; may be given several times.")
    var variant: [String] = []

    @Option(name: .long, help: "How many of the worst cases are shown.")
    var cases = RunSummary.usualCases

    @OptionGroup var paging: PagingOptions
    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let store = try workspace.openStoreForReading()
        var suite = try workspace.loadSuites([suite])[0]
        let selection = Selection(variants: suite.variantNames(meantBy: variant), cases: caseID.map { [$0] } ?? [])
        do throws(PlanError) { (suite.variants, suite.cases) = try selection.apply(to: suite) } catch {
            workspace.show(error.diagnostics)
            throw ExitStatus.nothingSelected.code
        }
        let results = StoredResults(workspace: workspace, store: store)
        if let testCase = suite.cases.first, caseID != nil { return try await showCase(testCase, of: suite, results, workspace) }
        guard let outcome = try await results.outcome(named: run, in: suite) else {
            workspace.noteNothingStored(of: suite)
            throw ExitStatus.nothingSelected.code
        }
        let shown = RunResults(run: outcome.record, tallies: outcome.tallies, suite: suite, ending: outcome.ending)
        let origins = run == nil ? try await origins(of: outcome.tallies.map(\.variant), in: suite, results) : []
        workspace.show(RunSummary.page(shown, cases: cases, origins: origins), paging: paging)
    }

    /// The newest run of each variant, the newest run first.
    private func origins(of variants: [String], in suite: Suite, _ results: StoredResults) async throws -> [RunSummary.Origin] {
        var origins: [RunSummary.Origin] = []
        for variant in suite.variants where variants.contains(variant.name) {
            guard let record = try await results.newest(of: variant, in: suite)?.record else { continue }
            if let place = origins.firstIndex(where: { $0.run.id == record.id }) {
                origins[place].variants.append(variant.name)
            } else {
                origins.append(RunSummary.Origin(run: record, variants: [variant.name]))
            }
        }
        return origins.sorted { $0.run.startedAt > $1.run.startedAt }
    }

    private func showCase(_ testCase: Case, of suite: Suite, _ results: StoredResults, _ workspace: Workspace) async throws {
        var pages: [String] = []
        for variant in suite.variants {
            guard let (record, trials) = try await results.trials(of: testCase, variant: variant, in: suite, run: run) else { continue }
            let messages = (try? variant.messages(for: testCase)) ?? []
            let page = CasePage(run: record, variant: variant.name, testCase: testCase, messages: messages, trials: trials).page
            pages.append(page.text(workspace.terminal))
        }
        if pages.isEmpty {
            workspace.console.noteLine("case \(testCase.id) was not asked in the runs that are stored; ask first: plumb run \(suite.name)")
            throw ExitStatus.nothingSelected.code
        }
        workspace.show(pages.joined(separator: "\n"), paging: paging)
    }
}
