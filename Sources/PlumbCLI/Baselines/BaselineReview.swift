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

    @Argument(help: "Suites, or suite/variant. All suites when none is given.", completion: .suites)
    var targets: [String] = []

    @OptionGroup var paging: PagingOptions
    @OptionGroup var display: DisplayOptions

    /// A result that waits, beside what it would replace.
    private struct Waiting {
        var target: BaselineTargets.Target
        var file: BaselineFile
        var accepted: BaselineFile?
        /// What the gate says of the two; nil without a baseline.
        var gate: GateReport?
    }

    func run() async throws {
        let workspace = try Workspace(display: display)
        let runs = try workspace.openStore()
        let waiting = try await waiting(in: workspace, runs)
        guard !waiting.isEmpty else { return workspace.console.noteLine("nothing waits to be reviewed") }
        guard StandardStream.input.isTerminal, StandardStream.output.isTerminal, !workspace.isContinuousIntegration else {
            let pages = waiting.map {
                BaselinePages.review(pending: $0.file, accepted: $0.accepted, gate: $0.gate).text(workspace.terminal)
            }
            return workspace.show(pages.joined(separator: "\n"), paging: paging)
        }
        for (index, item) in waiting.enumerated() {
            show(item, in: workspace)
            guard try await decide(item, runs, place: "\(index + 1) of \(waiting.count)", in: workspace) else { return }
        }
    }

    private func waiting(in workspace: Workspace, _ runs: RunStore) async throws -> [Waiting] {
        let store = BaselineStore(workspace)
        var waiting: [Waiting] = []
        for target in try BaselineTargets(targets, in: workspace).targets {
            do throws(DiagnosticsError) {
                guard let file = try store.pending(suite: target.suite.name, variant: target.variant.name) else { continue }
                waiting.append(Waiting(target: target, file: file))
            } catch { workspace.show(error.diagnostics) }
        }
        for index in waiting.indices {
            let (target, file) = (waiting[index].target, waiting[index].file)
            guard let before = try workspace.baselines(of: target.suite, variants: [target.variant.name])[target.variant.name] else {
                continue
            }
            waiting[index].accepted = before
            waiting[index].gate = Gate.decide(
                GateInput(
                    baseline: before.tally, candidate: file.tally, settings: target.suite.gate, requirements: target.suite.requirements,
                    plan: await StoredPlan(store: runs).plan(of: file), occasionVariance: before.occasionVariance,
                    baselineRun: before.occasions.last?.run))
        }
        return waiting
    }

    private func show(_ item: Waiting, in workspace: Workspace) {
        workspace.show(BaselinePages.reviewed(pending: item.file, accepted: item.accepted, gate: item.gate), paging: paging)
    }

    /// Asks what to do; false ends the review.
    private func decide(_ item: Waiting, _ runs: RunStore, place: String, in workspace: Workspace) async throws -> Bool {
        let name = item.target.name
        while true {
            workspace.console.answer("\n\(place)  \(name)  [a]ccept  [r]eject  [s]kip  [v]iew again  [q]uit: ")
            switch readLine()?.lowercased().first {
            case "a":
                if try await accept(item, runs, in: workspace) { return true }
            case "r":
                do throws(DiagnosticsError) {
                    let path = try BaselineStore(workspace).reject(suite: item.target.suite.name, variant: item.target.variant.name)
                    if let path { workspace.console.answerLine("rejected \(name)  \(path)") }
                } catch { workspace.show(error.diagnostics) }
                return true
            case "s": return true
            case "v": show(item, in: workspace)
            case "q", nil: return false
            default: continue
            }
        }
    }

    /// Asks why and accepts; false when it was refused, which has been told.
    private func accept(_ item: Waiting, _ runs: RunStore, in workspace: Workspace) async throws -> Bool {
        workspace.console.answer(item.gate?.verdict == .regressed ? "why, although it regressed? " : "why? ")
        let reason = readLine().flatMap { $0.isEmpty ? nil : $0 }
        do {
            try await BaselineAcceptance(workspace: workspace, store: runs, reason: reason).accept(item.file, for: item.target.suite)
            return true
        } catch let code as ExitCode where code == ExitStatus.invalidInput.code {
            return false
        }
    }
}
