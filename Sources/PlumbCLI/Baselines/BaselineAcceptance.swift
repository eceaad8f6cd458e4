import Foundation
import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbStore
import PlumbSuites

/// Makes results baselines, and writes down who did it and why.
struct BaselineAcceptance: Sendable {
    let workspace: Workspace
    let store: RunStore
    let reason: String?

    /// Accepts a result of a suite's variant; a regression against the baseline it replaces needs a reason.
    func accept(_ file: BaselineFile, for suite: Suite) async throws {
        let plan = await StoredPlan(store: store).plan(of: file)
        let baselines = BaselineStore(workspace)
        let name = "\(file.tally.suite)/\(file.tally.variant)"
        try workspace.checked { () throws(DiagnosticsError) in
            try refusePartial(file, name, suite)
            let before = try baselines.load(suite: file.tally.suite, variant: file.tally.variant)
            let report = before.map {
                Gate.decide(GateInput(baseline: $0.tally, candidate: file.tally, settings: suite.gate, plan: plan))
            }
            if let report, report.verdict == .regressed, reason == nil {
                throw DiagnosticsError([
                    Diagnostic(
                        "reason-needed", .error, "\(name) regressed against the baseline that it would replace: \(report.sentence)",
                        help: "if that is meant, say why: plumb baseline accept \(name) --reason \"…\"")
                ])
            }
            if let before { noteShallower(file, than: before, name) }
            let acceptance = BaselineFile.Acceptance(
                by: Git.userName(in: workspace.project.root) ?? workspace.environment["USER"] ?? "unknown",
                at: Date().formatted(.iso8601), reason: reason ?? (before == nil ? "first measurement" : "accepted without a reason"),
                overrode: report.map(BaselineFile.Acceptance.Overridden.init))
            workspace.show(try baselines.accept(file, acceptance))
            workspace.console.answerLine("accepted \(name)  \(baselines.shownPath(suite: file.tally.suite, variant: file.tally.variant))")
        }
    }

    /// A baseline of a part of the suite would let the rest pass unseen.
    private func refusePartial(_ file: BaselineFile, _ name: String, _ suite: Suite) throws(DiagnosticsError) {
        let measured = Set(file.tally.cases.filter { $0.graded > 0 }.map(\.id))
        let missing = suite.cases.map(\.id).filter { !measured.contains($0) }
        guard !missing.isEmpty else { return }
        let named = missing.prefix(3).joined(separator: ", ") + (missing.count > 3 ? ", …" : "")
        throw DiagnosticsError([
            Diagnostic(
                "partial-result", .error, "\(name): the result lacks \(missing.count) of the suite's \(suite.cases.count) cases (\(named))",
                help: "ask all of them first: plumb run \(suite.name)")
        ])
    }

    private func noteShallower(_ file: BaselineFile, than before: BaselineFile, _ name: String) {
        let (now, then) = (VariantMetrics(file.tally).repetitions, VariantMetrics(before.tally).repetitions)
        guard now.upperBound < then.upperBound else { return }
        workspace.show([
            Diagnostic(
                "shallower-baseline", .warning,
                "\(name): the new baseline has \(now.upperBound) repetitions, the one it replaces has \(then.upperBound)",
                help: "a deep baseline makes later gates sharper: plumb run \(file.tally.suite) -r \(then.upperBound), then accept")
        ])
    }
}

/// Looks up how a stored result was asked, so that it is judged as it was then.
struct StoredPlan: Sendable {
    let store: RunStore

    /// Sequential for what a gate measured, fixed otherwise.
    func plan(of file: BaselineFile) async -> GateInput.Plan {
        guard let name = file.occasions.last?.run, let run = try? await store.run(named: name), run.record.purpose == .gate else {
            return .fixed
        }
        return .sequential(maximumRepetitions: run.record.repetitions)
    }
}
