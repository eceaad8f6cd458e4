import ArgumentParser
import PlumbBaselines
import PlumbModel
import PlumbReports

/// `plumb baseline verify`: whether the stored files are whole and belong to something.
struct BaselineVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that the stored baselines are whole, add up, and belong to suites that exist.",
        discussion: "EXAMPLE\n  plumb baseline verify")

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let known = try workspace.loadSuites([]).flatMap { suite in
            suite.variants.map {
                BaselineStore.KnownVariant(suite: suite.name, variant: $0.name, fingerprint: suite.fingerprint(of: $0))
            }
        }
        let findings = BaselineStore(workspace).verify(known: known)
        guard !findings.isEmpty else {
            var page = Page()
            page.paragraph(StyledText("✓ all baselines are fine", .green))
            return workspace.console.answer(page.text(workspace.terminal))
        }
        workspace.console.answer(DiagnosticsReport(findings).page.text(workspace.terminal))
        if findings.contains(where: { $0.severity == .error }) { throw ExitStatus.invalidInput.code }
    }
}

/// `plumb baseline prune`: take away what belongs to nothing.
struct BaselinePrune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove the baselines of suites and variants that no longer exist.",
        discussion: "EXAMPLE\n  plumb baseline prune --dry-run")

    @Flag(name: .long, help: "Show what would be removed, and remove nothing.")
    var dryRun = false

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let suites = try workspace.loadSuites([])
        let known = Dictionary(suites.map { ($0.name, Set($0.variants.map(\.name))) }) { $0.union($1) }
        let store = BaselineStore(workspace)
        try workspace.checked { () throws(DiagnosticsError) in
            let paths =
                dryRun
                ? try store.obsolete(known: known).map { store.shownPath(suite: $0.suite, variant: $0.variant) }
                : try store.prune(known: known)
            for path in paths { workspace.console.answerLine((dryRun ? "would remove " : "removed ") + path) }
            if paths.isEmpty { workspace.console.noteLine("every baseline belongs to a variant") }
        }
    }
}
