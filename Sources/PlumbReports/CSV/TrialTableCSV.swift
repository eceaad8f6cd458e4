import PlumbMetrics
public import PlumbModel

/// Trials as comma-separated values, one row for each, in a form that notebooks and spreadsheets read.
///
/// `answer` and `reason` are for people: invisible characters are shown as escapes. `completion`, `error` and `checks` are JSON, so that
/// nothing is lost. Times are in seconds, scores 0…1; what is not known is blank.
public enum TrialTableCSV {
    /// The columns' names in order.
    public static let columns = [
        "run", "suite", "variant", "case", "repetition", "outcome", "score", "answer", "reason", "served_model", "finish_reason",
        "input_tokens", "output_tokens", "cached_input_tokens", "reasoning_tokens", "latency", "attempts", "provenance", "started_at",
        "request_hash", "agreement_key", "completion", "error", "checks",
    ]

    /// The first line.
    public static var header: String { CSVLine.text(columns.map(CSVLine.Field.text)) }

    /// A trial's row with its line break.
    public static func row(_ graded: GradedTrial, of run: RunRecord) -> String {
        let trial = graded.trial
        let completion = trial.completion
        let usage = completion?.usage
        let deciding = graded.grade?.checks.first { $0.weight > 0 && $0.grade.outcome != .pass }
        return CSVLine.text([
            .text(run.id), .text(run.suite), .text(trial.key.variant), .text(trial.key.caseID), .number("\(trial.key.repetition)"),
            .text(graded.outcome.rawValue), number(graded.grade?.score), .text(graded.answer ?? ""),
            .text(deciding?.grade.reason ?? trial.error?.message ?? ""), .text(completion?.servedModel ?? ""),
            .text(completion?.finishReason?.name ?? ""), count(usage?.input), count(usage?.output), count(usage?.cachedInput),
            count(usage?.reasoning), number(trial.latency.inSeconds), .number("\(trial.attempts)"), .text(trial.provenance.rawValue),
            number(trial.startedAt), .text(trial.requestHash), json(graded.agreementKey.map(JSON.string)), json(completion?.json),
            json(trial.error?.json), json(graded.grade.map { .array($0.checks.map(\.json)) }),
        ])
    }

    private static func number(_ value: Double?) -> CSVLine.Field { .number(value.map { JSON.double($0).text() }) }

    private static func count(_ value: Int?) -> CSVLine.Field { .number(value.map { "\($0)" }) }

    private static func json(_ value: JSON?) -> CSVLine.Field { .exact(value?.safeText(.compact)) }
}
