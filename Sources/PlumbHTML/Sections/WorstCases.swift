import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbReports

/// The cases that matter most, for readers without the page's script, which puts the whole matrix in their place.
struct WorstCases {
    /// Cases that are shown.
    static let most = 20

    private let columns: [ReportColumn]

    init(_ report: HTMLReport) { columns = report.columns.filter { $0.role == .variant } }

    var markup: Markup {
        var rows: [(worth: Double, cells: [String])] = []
        for column in columns {
            let moves = CaseMoves(column)
            let before = Dictionary((column.comparison?.cases ?? []).map { ($0.id, $0) }) { first, _ in first }
            for tally in column.tally.cases where tally.passes < tally.graded || tally.errors > 0 {
                let change = before[tally.id]?.difference ?? 0
                let rate = tally.graded > 0 ? Double(tally.passes) / Double(tally.graded) : 0
                let isRegressed = moves.codes[tally.id] == .regressed
                let was = before[tally.id].map { "\($0.baseline.passes)/\($0.baseline.graded)" } ?? ""
                let counts = "\(tally.passes)/\(tally.graded)"
                let answer = tally.answers.first { $0.passes < $0.count }?.text ?? ""
                rows.append(
                    (
                        (isRegressed ? -10 : 0) + 2 * change + rate,
                        [
                            VisibleText.shown(tally.id, limit: 80), VisibleText.shown(column.title, limit: 80), was,
                            isRegressed ? "▼ \(counts)" : counts, VisibleText.shown(answer, limit: 120),
                        ]
                    ))
            }
        }
        let worst = rows.enumerated().sorted { ($0.element.worth, $0.offset) < ($1.element.worth, $1.offset) }.prefix(Self.most)
        let head = ["case", "variant", "before", "now", "most frequent wrong answer"]
        return Markup(
            "div", ["id": "matrix", "class": "scroll"],
            [
                Markup("h2", [:], "Worst cases"),
                SimpleTable(caption: "Worst cases", head: head, rows: worst.map(\.element.cells)).markup,
                Markup("p", ["class": "how"], "All cases, answers and filters need the page's script."),
            ])
    }
}
