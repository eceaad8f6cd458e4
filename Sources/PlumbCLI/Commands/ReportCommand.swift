import ArgumentParser
import PlumbModel
import PlumbReports
import PlumbStore

/// `plumb report`: a stored run in any format.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write reports of stored runs, beside their baselines; no model is called.",
        discussion: """
            Without --run the newest run of each variant is reported, graded with today's checks. '-' is standard output.

            EXAMPLES
              plumb report --junit plumb.xml --markdown "$GITHUB_STEP_SUMMARY"
              plumb report triage --run latest~1 --format json
              plumb report triage --csv trials.csv
            """)

    @Argument(help: "The suites: names under Suites/, or paths. All when none is given.", completion: .suites)
    var suites: [String] = []

    @Option(name: .long, help: "This stored run instead of the newest: an id, its beginning, 'latest' or 'latest~1'.")
    var run: String?

    @Option(name: .long, help: ArgumentHelp("Write this format to standard output.", valueName: "name"))
    var format: ReportFormat?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard format != nil || !output.files.isEmpty else {
            throw ValidationError("say what to write: a file, such as --junit plumb.xml, or --format NAME for standard output")
        }
        if let format, output.claimsStandardOutput {
            throw ValidationError("--format \(format.rawValue) and '-' cannot share standard output; give one of them a file")
        }
    }

    func run() async throws {
        let workspace = try Workspace(display: output.display)
        let files = ReportFiles(workspace: workspace, output: output, printed: format)
        try files.check()
        let loaded = try workspace.loadSuites(suites)
        let stored = StoredResults(workspace: workspace, store: try workspace.openStoreForReading())
        var results: [RunResults] = []
        for suite in loaded {
            guard let outcome = try await stored.outcome(named: run, in: suite) else {
                workspace.noteNothingStored(of: suite)
                continue
            }
            let baselines = try workspace.baselines(of: suite, variants: outcome.tallies.map(\.variant))
            results.append(RunPresenter.results(of: outcome, baselines: baselines))
        }
        guard !results.isEmpty else { throw ExitStatus.nothingSelected.code }
        try await files.write(results, of: loaded, run: run)
    }
}
