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

    @Argument(help: "The suites: names under Suites/, or paths. All when none is given.")
    var suites: [String] = []

    @Option(name: .long, help: "This stored run instead of the newest: an id, its beginning, 'latest' or 'latest~1'.")
    var run: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let workspace = try Workspace(display: output.display)
        let store = try workspace.openStore()
        let presenter = RunPresenter(workspace: workspace, output: output)
        var results: [RunResults] = []
        for suite in try workspace.loadSuites(suites) {
            guard let stored = try await workspace.storedRun(run, of: suite, in: store) else { continue }
            let outcome = try await StoredResults(workspace: workspace, store: store).outcome(of: stored, in: suite)
            results.append(try presenter.present(outcome))
        }
        try ReportFiles(workspace: workspace, output: output).write(results)
        guard !results.isEmpty else { throw ExitStatus.nothingSelected.code }
        try ExitStatus.combined(results.map(RunPresenter.status)).finish()
    }
}

extension Workspace {
    /// A suite's stored run by name, or the newest; nil, and a word about it, when nothing is stored.
    func storedRun(_ name: String?, of suite: Suite, in store: RunStore) async throws -> StoredRun? {
        let run = try await withStore { () throws(StoreError) -> StoredRun? in
            if let name { return try await store.run(named: name, suite: suite.name) }
            return try await store.latest(.init(suite: suite.name))
        }
        if run == nil { console.noteLine("\(suite.name): no run is stored; ask first: plumb run \(suite.name)") }
        return run
    }
}
