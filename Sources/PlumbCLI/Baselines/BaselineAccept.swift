import ArgumentParser
import PlumbBaselines
import PlumbModel

/// `plumb baseline accept`: make the newest results the baselines.
struct BaselineAccept: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Make the newest results the baselines.",
        discussion: """
            Takes the result that waits beside the baseline, or else the last stored run. CI never accepts.

            EXAMPLES
              plumb baseline accept triage --reason "first measurement"
              plumb baseline accept triage/few-shot --reason "new examples cost two points and halve the price"
              plumb baseline accept triage --deepen
            """)

    @Argument(help: "Suites, or suite/variant. All suites when none is given.", completion: .suites)
    var targets: [String] = []

    @Option(name: .long, help: "Why; needed when a regression is accepted.")
    var reason: String?

    @Option(name: .long, help: "This stored run instead of the newest: an id, its beginning, 'latest' or 'latest~1'.")
    var run: String?

    @Flag(name: .long, help: "Add the results to the baseline as another occasion instead of replacing it.")
    var deepen = false

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        guard !workspace.isContinuousIntegration else {
            workspace.showError("a baseline is never written in CI", help: "accept it on your machine and commit the file")
            throw ExitStatus.invalidInput.code
        }
        let store = try workspace.openStore()
        let newest = NewestResults(workspace: workspace, store: store, run: run)
        let acceptance = BaselineAcceptance(workspace: workspace, store: store, reason: reason)
        var accepted = 0
        for target in try BaselineTargets(targets, in: workspace).targets {
            guard let file = try await newest.file(for: target) else {
                workspace.console.noteLine("\(target.name): nothing was measured; ask first: plumb run \(target.suite.name)")
                continue
            }
            try await acceptance.accept(deepen ? try deepened(target, by: file, in: workspace) : file, for: target.suite)
            accepted += 1
        }
        if accepted == 0 { throw ExitStatus.nothingSelected.code }
    }

    private func deepened(_ target: BaselineTargets.Target, by file: BaselineFile, in workspace: Workspace) throws -> BaselineFile {
        try workspace.checked { () throws(DiagnosticsError) in
            let before = try BaselineStore(workspace).load(suite: target.suite.name, variant: target.variant.name)
            return try before?.deepened(by: file) ?? file
        }
    }
}

/// `plumb baseline reject`: take away results that wait.
struct BaselineReject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Take away the results that wait beside the baselines.",
        discussion: "EXAMPLE\n  plumb baseline reject triage/few-shot")

    @Argument(help: "Suites, or suite/variant. All suites when none is given.", completion: .suites)
    var targets: [String] = []

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        for target in try BaselineTargets(targets, in: workspace).targets {
            let path = try workspace.checked { () throws(DiagnosticsError) in
                try BaselineStore(workspace).reject(suite: target.suite.name, variant: target.variant.name)
            }
            if let path { workspace.console.answerLine("rejected \(target.name)  \(path)") }
        }
    }
}
