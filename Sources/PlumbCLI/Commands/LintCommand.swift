import ArgumentParser
import PlumbBaselines
import PlumbModel
import PlumbReports
import PlumbSuites

/// `plumb lint`: everything wrong in suites and prompts, without a model.
struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Show everything wrong in suites, prompts and cases; no model is needed.",
        discussion: """
            EXAMPLES
              plumb lint
              plumb lint triage --format github
            """)

    /// How findings are written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        /// As compilers do.
        case text
        /// One JSON object.
        case json
        /// Annotations of a GitHub workflow.
        case github
    }

    @Argument(help: "The suites: names under Suites/, or paths. All when none is given.", completion: .suites)
    var suites: [String] = []

    @Option(name: .long, help: "How findings are written: text, json or github.")
    var format: Format = .text

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let names = suites.isEmpty ? workspace.project.suiteNames : suites
        let loader = SuiteLoader(project: workspace.project)
        var findings: [Diagnostic] = []
        for name in names {
            do throws(DiagnosticsError) {
                let loaded = try loader.load(name)
                findings += loaded.diagnostics
                findings += try Self.reach(of: loaded.suite, baselines: BaselineStore(workspace))
            } catch {
                findings += error.diagnostics
            }
        }
        // What is wrong in plumb.yaml is found again with every suite.
        var seen: Set<Diagnostic> = []
        findings.removeAll { !seen.insert($0).inserted }
        let report = DiagnosticsReport(findings)
        switch format {
        case .text: workspace.console.answer(report.page.text(workspace.terminal))
        case .json: workspace.console.answerLine(report.json)
        case .github: workspace.console.answer(report.gitHub)
        }
        if names.isEmpty {
            workspace.showError("there is no suite in Suites/", help: "write one with 'plumb init NAME'")
            throw ExitStatus.nothingSelected.code
        }
        if findings.contains(where: { $0.severity == .error }) { throw ExitStatus.invalidInput.code }
        if format == .text, findings.isEmpty {
            workspace.console.noteLine("\(names.count) \(names.count == 1 ? "suite is" : "suites are") fine")
        }
    }

    /// Which gates cannot see the drop that they are to see.
    private static func reach(of suite: Suite, baselines: BaselineStore) throws(DiagnosticsError) -> [Diagnostic] {
        var files: [BaselineFile] = []
        for variant in suite.variants {
            if let file = try baselines.load(suite: suite.name, variant: variant.name) { files.append(file) }
        }
        return ReachFinding.diagnostics(suite: suite, baselines: files)
    }
}
