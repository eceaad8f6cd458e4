import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// A gate or a run as annotations of a GitHub workflow: what got worse at the lines of the suite, the worst first.
public enum GateAnnotations {
    /// One line for each annotation, at most ten of each kind, and a closing one when there are more; empty when all is well.
    public static func text(_ results: RunResults) -> String {
        let cases = results.gate.reduce(0) { $0 + $1.casesRegressed.count }
        return Annotations(commands(results), others: max(0, cases - Annotations.mostPerKind)).text
    }

    /// Verdicts first, then the most striking cases, then demands.
    private static func commands(_ results: RunResults) -> [GitHubCommand] {
        let suite = results.sources.suiteFile.map { SourceLocation(file: $0) }
        var commands = results.gate.compactMap { verdict($0, at: suite) }
        let cases = results.gate.flatMap { report in report.casesRegressed.map { (report, $0) } }.sorted { $0.1.pValue < $1.1.pValue }
        for (report, change) in cases.prefix(Annotations.mostPerKind) { commands.append(annotation(report, change, results)) }
        for result in results.requirements where result.outcome != .met {
            commands.append(
                GitHubCommand(
                    result.outcome == .unmet ? .error : .warning,
                    title: "\(result.variant): \(result.requirement.metric.name) \(result.requirement.bound.text)",
                    result.measured.map { "is \(MetricFigure.text($0, result.requirement.metric))" } ?? result.reason
                        ?? "could not be measured",
                    at: result.requirement.location ?? suite))
        }
        for (report, limit) in results.gate.flatMap({ report in report.limits.map { (report, $0) } }) where limit.outcome != .met {
            commands.append(
                GitHubCommand(
                    limit.outcome == .unmet ? .error : .warning, title: "\(report.variant): growth of \(limit.limit.metric.name)",
                    limit.reason ?? LimitList.change(limit), at: suite))
        }
        return commands
    }

    private static func verdict(_ report: GateReport, at location: SourceLocation?) -> GitHubCommand? {
        let kind: GitHubCommand.Kind
        switch report.verdict {
        case .unchanged: return nil
        case .improved: kind = .notice
        case .regressed: kind = .error
        case .inconclusive, .notComparable, .couldNotMeasure: kind = .warning
        }
        return GitHubCommand(
            kind, title: "\(report.suite)/\(report.variant): \(report.verdict.words)",
            ([report.sentence] + report.advice).joined(separator: "\n"), at: location)
    }

    private static func annotation(_ report: GateReport, _ change: CaseChange, _ results: RunResults) -> GitHubCommand {
        let entry = CaseChangeTable.Entry(id: change.id, baseline: change.baseline, candidate: change.candidate, pValue: change.pValue)
        var lines = ["\(CaseChangeTable.counts(entry)) (\(Figure.pValue(change.pValue)))", CaseChangeTable.answers(entry).plain]
        let reason = CaseChangeTable.reason(entry)
        if !reason.isEmpty { lines.append(reason) }
        return GitHubCommand(
            .error, title: "\(report.variant): \(change.id) got worse", lines.joined(separator: "\n"),
            at: results.sources.location(of: change.id))
    }
}
