import ArgumentParser
import PlumbBaselines
import PlumbModel
import PlumbReports

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
        var waiting: [(target: BaselineTargets.Target, file: BaselineFile)] = []
        for target in try BaselineTargets(targets, in: workspace).targets {
            do throws(DiagnosticsError) {
                if let file = try store.pending(suite: target.suite.name, variant: target.variant.name) { waiting.append((target, file)) }
            } catch { workspace.show(error.diagnostics) }
        }
        guard !waiting.isEmpty else { return workspace.console.noteLine("nothing waits to be reviewed") }
        let canAsk = StandardStream.input.isTerminal && StandardStream.output.isTerminal && !workspace.isContinuousIntegration
        for (index, item) in waiting.enumerated() {
            try show(item.target, item.file, in: workspace)
            if canAsk {
                guard try decide(item.target, item.file, index: index, of: waiting.count, in: workspace) else { return }
            }
        }
    }

    private func show(_ target: BaselineTargets.Target, _ file: BaselineFile, in workspace: Workspace) throws {
        let before = try workspace.baselines(of: target.suite, variants: [target.variant.name])[target.variant.name]
        workspace.console.answer(BaselinePages.review(pending: file, accepted: before).text(workspace.terminal))
        guard let before else { return }
        let report = Gate.decide(
            GateInput(
                baseline: before.tally, candidate: file.tally, settings: target.suite.gate, requirements: target.suite.requirements,
                occasionVariance: before.occasionVariance))
        workspace.console.answerLine("\n\(report.sentence)")
    }

    /// Asks what to do; false ends the review.
    private func decide(
        _ target: BaselineTargets.Target, _ file: BaselineFile, index: Int, of count: Int, in workspace: Workspace
    ) throws -> Bool {
        while true {
            workspace.console.answer("\n\(index + 1) of \(count)  \(target.name)  [a]ccept  [r]eject  [s]kip  [q]uit: ")
            switch readLine()?.lowercased().first {
            case "a":
                workspace.console.answer("why? ")
                let reason = readLine().flatMap { $0.isEmpty ? nil : $0 }
                try BaselineAcceptance(workspace: workspace, reason: reason).accept(file, settings: target.suite.gate)
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
