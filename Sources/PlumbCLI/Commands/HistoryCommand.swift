import ArgumentParser
import PlumbModel
import PlumbReports
import PlumbStore

/// `plumb history`: how a suite moved over time.
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show how a suite moved from run to run.",
        discussion: """
            EXAMPLES
              plumb history triage
              plumb history triage --variant few-shot --last 50
            """)

    @Argument(help: "The suites: names under Suites/, or paths. All when none is given.")
    var suites: [String] = []

    @Option(name: .long, help: "Only this variant; may be given several times.")
    var variant: [String] = []

    @Option(name: .long, help: "How many runs are shown, the newest.")
    var last = 20

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let store = try workspace.openStoreForReading()
        for suite in try workspace.loadSuites(suites) {
            let entries = try await workspace.withStore { () throws(StoreError) in
                try await store.history(.init(suite: suite.name, limit: last))
            }
            let rows = entries.filter { variant.isEmpty || variant.contains($0.variant) }.map { entry in
                HistoryPage.Row(run: entry.record, variant: entry.variant, figures: entry.summary.flatMap(HistoryFigures.init(json:)))
            }
            workspace.console.answer(HistoryPage.page(rows).text(workspace.terminal))
        }
    }
}
