import Foundation
import PlumbBaselines
import PlumbModel
import PlumbSuites

/// Makes results baselines, and writes down who did it and why.
struct BaselineAcceptance: Sendable {
    let workspace: Workspace
    let reason: String?

    /// Accepts a result; a regression against the baseline it replaces needs a reason.
    func accept(_ file: BaselineFile, settings: GateSettings) throws {
        let store = BaselineStore(workspace)
        let name = "\(file.tally.suite)/\(file.tally.variant)"
        do throws(DiagnosticsError) {
            let before = try store.load(suite: file.tally.suite, variant: file.tally.variant)
            let report = before.map {
                Gate.decide(GateInput(baseline: $0.tally, candidate: file.tally, settings: settings))
            }
            if let report, report.verdict == .regressed, reason == nil {
                throw DiagnosticsError([
                    Diagnostic(
                        "reason-needed", .error, "\(name) regressed against the baseline that it would replace: \(report.sentence)",
                        help: "if that is meant, say why: plumb baseline accept \(name) --reason \"…\"")
                ])
            }
            let acceptance = BaselineFile.Acceptance(
                by: Git.userName(in: workspace.project.root) ?? workspace.environment["USER"] ?? "unknown",
                at: Date().formatted(.iso8601), reason: reason ?? (before == nil ? "first measurement" : "accepted without a reason"),
                overrode: report.map(BaselineFile.Acceptance.Overridden.init))
            workspace.show(try store.accept(file, acceptance))
            workspace.console.answerLine("accepted \(name)  \(store.shownPath(suite: file.tally.suite, variant: file.tally.variant))")
        } catch {
            workspace.show(error.diagnostics)
            throw ExitStatus.invalidInput.code
        }
    }
}
