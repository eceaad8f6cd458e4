import ArgumentParser
import PlumbModel
import PlumbReports
import PlumbStore

/// `plumb grade`: today's checks on stored answers.
struct GradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grade",
        abstract: "Grade stored answers again with today's checks; no model is called.",
        discussion: """
            EXAMPLES
              plumb grade triage
              plumb grade triage --run latest~1 --json grades.json
            """)

    @Argument(help: "The suites: names under Suites/, or paths. All when none is given.", completion: .suites)
    var suites: [String] = []

    @Option(name: .long, help: "This stored run instead of the newest: an id, its beginning, 'latest' or 'latest~1'.")
    var run: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let workspace = try Workspace(display: output.display)
        let store = try workspace.openStoreForReading()
        let presenter = RunPresenter(workspace: workspace, output: output)
        var results: [RunResults] = []
        let loaded = try workspace.loadSuites(suites)
        for suite in loaded {
            guard let outcome = try await StoredResults(workspace: workspace, store: store).outcome(named: run, in: suite) else {
                workspace.noteNothingStored(of: suite)
                continue
            }
            results.append(try presenter.present(outcome))
        }
        try await ReportFiles(workspace: workspace, output: output).write(results, of: loaded, run: run)
        guard !results.isEmpty else { throw ExitStatus.nothingSelected.code }
        try ExitStatus.combined(results.map(RunPresenter.status)).finish()
    }
}

extension Workspace {
    /// Says that there is nothing to show of a suite.
    func noteNothingStored(of suite: Suite) {
        console.noteLine("\(suite.name): no run is stored; ask first: plumb run \(suite.name)")
    }
}
