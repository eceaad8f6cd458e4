import ArgumentParser
import PlumbBaselines
import PlumbModel
import PlumbReports
import PlumbStore

/// `plumb baseline review`: look at what waits, and accept, reject or skip it.
struct BaselineReview: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Look at each result that waits and accept, reject or skip it.",
        discussion: """
            Without a terminal, it shows what waits and the commands to type.

            EXAMPLE
              plumb baseline review triage
            """)

    @Argument(help: "Suites, or suite/variant. All suites when none is given.")
    var targets: [String] = []

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let store = BaselineStore(workspace)
        let runs = try workspace.openStore()
        var waiting: [(target: BaselineTargets.Target, file: BaselineFile)] = []
        for target in try BaselineTargets(targets, in: workspace).targets {
            do throws(DiagnosticsError) {
                if let file = try store.pending(suite: target.suite.name, variant: target.variant.name) { waiting.append((target, file)) }
            } catch { workspace.show(error.diagnostics) }
        }
        guard !waiting.isEmpty else { return workspace.console.noteLine("nothing waits to be reviewed") }
        let canAsk = StandardStream.input.isTerminal && StandardStream.output.isTerminal && !workspace.isContinuousIntegration
        for (index, item) in waiting.enumerated() {
            try await show(item.target, item.file, runs, in: workspace)
            if canAsk {
                guard try await decide(item.target, item.file, runs, index: index, of: waiting.count, in: workspace) else { return }
            }
        }
    }

    private func show(_ target: BaselineTargets.Target, _ file: BaselineFile, _ runs: RunStore, in workspace: Workspace) async throws {
        let before = try workspace.baselines(of: target.suite, variants: [target.variant.name])[target.variant.name]
        workspace.console.answer(BaselinePages.review(pending: file, accepted: before).text(workspace.terminal))
        guard let before else { return }
        let report = Gate.decide(
            GateInput(
                baseline: before.tally, candidate: file.tally, settings: target.suite.gate, requirements: target.suite.requirements,
                plan: await StoredPlan(store: runs).plan(of: file), occasionVariance: before.occasionVariance,
                baselineRun: before.occasions.last?.run))
        var page = Page()
        page.blank()
        page.paragraph(StyledText(report.sentence))
        workspace.console.answer(page.text(workspace.terminal))
    }

    /// Asks what to do; false ends the review.
    private func decide(
        _ target: BaselineTargets.Target, _ file: BaselineFile, _ runs: RunStore, index: Int, of count: Int, in workspace: Workspace
    ) async throws -> Bool {
        while true {
            workspace.console.answer("\n\(index + 1) of \(count)  \(target.name)  [a]ccept  [r]eject  [s]kip  [q]uit: ")
            switch readLine()?.lowercased().first {
            case "a":
                workspace.console.answer("why? ")
                let reason = readLine().flatMap { $0.isEmpty ? nil : $0 }
                try await BaselineAcceptance(workspace: workspace, store: runs, reason: reason).accept(file, for: target.suite)
                return true
            case "r":
                do throws(DiagnosticsError) {
                    _ = try BaselineStore(workspace).reject(suite: target.suite.name, variant: target.variant.name)
                } catch { workspace.show(error.diagnostics) }
                return true
            case "s": return true
            case "q", nil: return false
            default: continue
            }
        }
    }
}
