import Foundation
import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbReports
import PlumbRunner
import PlumbSuites

/// Shows what runs brought and says what it means for the exit status.
struct RunPresenter: Sendable {
    let workspace: Workspace
    let output: OutputOptions

    /// The results of a run beside the accepted baselines.
    static func results(of outcome: RunOutcome, baselines: [String: BaselineFile]) -> RunResults {
        let inputs = outcome.tallies.compactMap { tally in
            baselines[tally.variant].map {
                GateInput(
                    baseline: $0.tally, candidate: tally, settings: outcome.suite.gate, requirements: outcome.suite.requirements,
                    occasionVariance: $0.occasionVariance, baselineRun: $0.occasions.last?.run)
            }
        }
        return RunResults(
            run: outcome.record, tallies: outcome.tallies, suite: outcome.suite, gate: Gate.decide(family: inputs),
            baselines: baselines.mapValues(\.tally), ending: outcome.ending)
    }

    /// The results of a gate, suite by suite.
    static func results(of measured: [GateMeasurement.Measured], _ reports: [GateReport]) -> [RunResults] {
        var bySuite: [String: [(measured: GateMeasurement.Measured, report: GateReport)]] = [:]
        var order: [String] = []
        for pair in zip(measured, reports) {
            let name = pair.0.outcome.suite.name
            if bySuite[name] == nil { order.append(name) }
            bySuite[name, default: []].append((pair.0, pair.1))
        }
        return order.compactMap { bySuite[$0].flatMap(results) }
    }

    private static func results(_ pairs: [(measured: GateMeasurement.Measured, report: GateReport)]) -> RunResults? {
        guard let first = pairs.first?.measured.outcome else { return nil }
        var record = first.record
        record.variants = pairs.flatMap(\.measured.outcome.record.variants)
        record.repetitions = pairs.flatMap(\.measured.outcome.tallies).map { VariantMetrics($0).repetitions.upperBound }.max() ?? 0
        record.endedAt = pairs.compactMap(\.measured.outcome.record.endedAt).max()
        let baselines = pairs.compactMap { pair in pair.measured.input.baseline.map { ($0.variant, $0) } }
        return RunResults(
            run: record, tallies: pairs.flatMap(\.measured.outcome.tallies), suite: first.suite, gate: pairs.map(\.report),
            baselines: Dictionary(baselines) { first, _ in first }, ending: pairs.last?.measured.outcome.ending)
    }

    /// Shows a run beside its baselines and hands over what the reports are made of.
    func present(_ outcome: RunOutcome) throws -> RunResults {
        let baselines = try workspace.baselines(of: outcome.suite, variants: outcome.tallies.map(\.variant))
        let results = Self.results(of: outcome, baselines: baselines)
        if !output.claimsStandardOutput { workspace.console.answer(RunSummary.page(results).text(workspace.terminal) + "\n") }
        return results
    }

    /// The exit status of a run: its requirements and its ending, never its comparison with a baseline.
    static func status(of results: RunResults) -> ExitStatus {
        var statuses = [endingStatus(results.ending)]
        // A shard has a part of the cases, or none: what the suite requires is told of the whole.
        if results.run.part == nil {
            if !results.unmet.isEmpty { statuses.append(.regressed) }
            if !results.unmeasured.isEmpty { statuses.append(.couldNotMeasure) }
        }
        // A run that was stopped is judged by why; one that went to its end must have measured what it claims.
        let isWhole = results.ending == nil || results.ending == .complete
        if isWhole, results.variants.contains(where: { $0.metrics.coverageGap != nil }) { statuses.append(.couldNotMeasure) }
        return .combined(statuses)
    }

    /// What an ending alone says.
    static func endingStatus(_ ending: RunEnding?) -> ExitStatus {
        switch ending {
        case .complete, .decided, .paused, nil: .fine
        case .interrupted: .interrupted
        case .budgetReached: .budgetReached
        case .backendFailed, .storeFailed: .couldNotMeasure
        }
    }

    /// Lets whole results wait beside the baselines; never in continuous integration.
    func leavePending(_ outcome: RunOutcome) {
        guard !workspace.isContinuousIntegration, outcome.ending == .complete || outcome.ending == .decided else { return }
        let store = BaselineStore(workspace)
        for tally in outcome.tallies where tally.graded > 0 {
            let file = BaselineFile(tally, run: outcome.record.id, at: outcome.record.isoDate)
            guard file.concerns.allSatisfy({ $0.severity != .error }) else { continue }
            do throws(DiagnosticsError) { try store.savePending(file) } catch { workspace.show(error.diagnostics) }
        }
    }
}

extension BaselineStore {
    /// The project's baselines.
    init(_ workspace: Workspace) { self.init(directory: workspace.project.baselinesDirectory) }
}

extension RunRecord {
    /// When the run began, by ISO 8601.
    var isoDate: String { Date(timeIntervalSince1970: startedAt).formatted(.iso8601) }
}
