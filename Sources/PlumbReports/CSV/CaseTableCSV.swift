import PlumbMetrics
import PlumbModel

/// Cases × variants as comma-separated values, one row for each case under each variant.
///
/// Shares are 0…1 and money is in dollars, both with a point; what is not known is blank. A text that a spreadsheet would take for a
/// formula begins with an apostrophe.
public enum CaseTableCSV {
    /// The columns' names in order.
    public static let columns = [
        "suite", "variant", "case", "tags", "graded", "passes", "errors", "pass_rate", "score", "agreement", "flip_rate", "standing",
        "distinct_answers", "leading_answer", "leading_count", "reason", "tokens_per_answer", "dollars_per_answer", "seconds_per_answer",
    ]

    /// The table with its header; lines end as RFC 4180 demands.
    public static func text(_ results: RunResults) -> String { text([results]) }

    /// One table of several runs, with one header.
    public static func text(_ runs: [RunResults]) -> String {
        var text = CSVLine.text(columns.map(CSVLine.Field.text))
        for variant in runs.flatMap(\.variants) {
            for entry in variant.metrics.cases { text += CSVLine.text(fields(entry, variant)) }
        }
        return text
    }

    private static func fields(_ entry: CaseMetrics, _ variant: RunResults.Variant) -> [CSVLine.Field] {
        let tally = entry.tally
        let leading = tally.answers.first
        let effort = tally.effort
        let failing = tally.answers.first { $0.passes < $0.count }
        return [
            .text(variant.tally.suite), .text(variant.name), .text(tally.id), .text(tally.tags.joined(separator: " ")),
            .number("\(tally.graded)"), .number("\(tally.passes)"), .number("\(tally.errors)"), number(entry.passRate), number(entry.score),
            number(entry.agreement), number(entry.flipRate), .text(entry.standing.rawValue), .number("\(tally.answers.count)"),
            .text(leading?.text ?? ""), .number(leading.map { "\($0.count)" }), .text(failing?.reason ?? ""),
            mean(Double(effort.tokens), effort.counted), mean(effort.cost.dollars, effort.priced), mean(effort.seconds, effort.timed),
        ]
    }

    private static func number(_ value: Double?) -> CSVLine.Field { .number(value.map { JSON.double($0).text() }) }

    private static func mean(_ sum: Double, _ count: Int) -> CSVLine.Field { number(count > 0 ? sum / Double(count) : nil) }
}
