import ArgumentParser
import PlumbBaselines
import PlumbModel
import PlumbReports

/// `plumb baseline list`: what is stored.
struct BaselineList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the stored baselines and what waits beside them.",
        discussion: "EXAMPLE\n  plumb baseline list")

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let store = BaselineStore(workspace)
        try workspace.checked { () throws(DiagnosticsError) in
            var entries: [BaselinePages.Entry] = []
            for entry in try store.list() {
                entries.append(.init(entry, accepted: try store.load(suite: entry.suite, variant: entry.variant)))
            }
            workspace.console.answer(BaselinePages.list(entries).text(workspace.terminal))
        }
    }
}

/// `plumb baseline show`: one or more baselines in full.
struct BaselineShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show stored baselines: figures, who accepted them, when and why, the worst cases.",
        discussion: "EXAMPLE\n  plumb baseline show triage/few-shot")

    @Argument(help: "Suites, or suite/variant. All suites when none is given.", completion: .suites)
    var targets: [String] = []

    @OptionGroup var paging: PagingOptions
    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        var pages: [String] = []
        for target in try BaselineTargets(targets, in: workspace).targets {
            let files = try workspace.baselines(of: target.suite, variants: [target.variant.name])
            guard let file = files[target.variant.name] else { continue }
            pages.append(BaselinePages.show(file).text(workspace.terminal))
        }
        guard !pages.isEmpty else {
            workspace.console.noteLine("no baseline is stored yet; accept one: plumb baseline accept")
            throw ExitStatus.nothingSelected.code
        }
        workspace.show(pages.joined(separator: "\n"), paging: paging)
    }
}
