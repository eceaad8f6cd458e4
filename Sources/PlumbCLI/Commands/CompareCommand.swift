import ArgumentParser
import PlumbBaselines
import PlumbHTML
import PlumbModel
import PlumbReports

/// `plumb compare`: two measurements side by side.
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Show two variants, runs or baselines side by side: figures, flipped cases, prompts.",
        discussion: """
            A measurement is named [SUITE/]VARIANT[@RUN]; RUN is latest, latest~1, an id or its beginning, baseline or pending.
            Nothing is asked.

            EXAMPLES
              plumb compare triage/zero-shot triage/few-shot
              plumb compare triage/few-shot@baseline triage/few-shot
              plumb compare triage/few-shot@latest~1 triage/few-shot
              plumb compare triage/few-shot@baseline triage/few-shot --html comparison.html
            """)

    @Argument(help: "The measurement to compare with.")
    var before: String

    @Argument(help: "The measurement that is compared.")
    var after: String

    @Option(name: .long, help: "How many flipped cases are shown.")
    var cases = ComparisonPage.usualCases

    @Option(name: .long, help: ArgumentHelp("Write the comparison as a page for a browser.", valueName: "file"))
    var html: String?

    @OptionGroup var paging: PagingOptions
    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let references = [MeasurementReference(before), MeasurementReference(after)]
        let named = Set(references.compactMap(\.suite))
        let suites = try workspace.loadSuites(references.contains { $0.suite == nil } ? [] : named.sorted())
        let finder = MeasurementFinder(workspace: workspace, store: try workspace.openStoreForReading(), suites: suites)
        if let html {
            let sides = [try await finder.side(references[0]), try await finder.side(references[1])]
            let page = HTMLReport(comparing: sides, suite: finder.suite(of: sides[0]))
            return try ReportFiles(workspace: workspace, output: OutputOptions()).put(page.text, to: html)
        }
        let first = try await finder.tally(references[0])
        let second = try await finder.tally(references[1])
        let comparison = Comparison(baseline: first, candidate: second, titles: (references[0].text, references[1].text))
        workspace.show(ComparisonPage.page(comparison, cases: cases), paging: paging)
    }
}
