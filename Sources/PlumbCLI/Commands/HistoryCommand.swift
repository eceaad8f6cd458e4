import ArgumentParser
import PlumbBaselines
import PlumbModel
import PlumbReports

/// `plumb history`: how a suite moved over time.
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show how a suite moved from run to run.",
        discussion: """
            EXAMPLES
              plumb history triage
              plumb history triage --variant few-shot --last 50
              plumb history --format json
            """)

    /// How the history is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        /// A table for each variant.
        case text
        /// One JSON object.
        case json
    }

    @Argument(help: "The suites: names under Suites/, or paths. All when none is given.", completion: .suites)
    var suites: [String] = []

    @Option(name: .long, help: "Only this variant; may be given several times.")
    var variant: [String] = []

    @Option(name: .long, help: "How many runs are shown, the newest.")
    var last = 20

    @Option(name: .long, help: "How the history is written: text or json.")
    var format: Format = .text

    @OptionGroup var paging: PagingOptions
    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let history = StoredHistory(workspace: workspace, store: try workspace.openStoreForReading())
        var rows: [HistoryPage.Row] = []
        var baselines: [VariantTally] = []
        var variants: [String] = []
        for suite in try workspace.loadSuites(suites) {
            let names = suite.variants.map(\.name)
            variants += names
            let wanted = suite.variantNames(meantBy: variant)
            baselines += try workspace.baselines(of: suite, variants: names).values.map(\.tally)
            rows += try await history.rows(of: suite, last: last).filter { wanted.isEmpty || wanted.contains($0.variant) }
        }
        switch format {
        case .text:
            workspace.show(HistoryPage.page(rows, baselines: baselines, variants: variants), paging: paging)
        case .json: workspace.console.answerLine(HistoryJSON.json(rows, baselines: baselines, variants: variants).text())
        }
    }
}
