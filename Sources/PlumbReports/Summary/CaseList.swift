import PlumbMetrics
import PlumbModel

/// The cases that do not always pass, worst first, with what was answered and why that failed.
struct CaseList {
    /// Distinct answers shown of a case.
    static let mostAnswers = 3
    /// Characters shown of an answer or a reason.
    static let longestText = 300

    let variant: RunResults.Variant
    /// Cases shown.
    let limit: Int

    /// Cases that failed at least once, those that always failed first.
    var worst: [CaseMetrics] {
        variant.metrics.cases.enumerated()
            .filter { $0.element.tally.passes < $0.element.tally.graded }
            .sorted { ($0.element.passRate ?? 0, $0.offset) < ($1.element.passRate ?? 0, $1.offset) }
            .map(\.element)
    }

    /// Empty when every case always passed.
    var page: Page {
        var page = Page()
        let worst = worst
        guard !worst.isEmpty else { return page }
        page.heading(heading(worst))
        var table = Table(
            [
                .init("", .identifier), .init("", .identifier), .init("", .number), .init("", .number), .init("", .truncated),
                .init("", .wrapped),
            ], leading: 3, header: .hidden)
        for entry in worst.prefix(limit) { Self.add(entry, to: &table) }
        page.table(table, indent: 2)
        if worst.count > limit {
            page.paragraph(StyledText("… and \(Figure.counted(worst.count - limit, "more case")) like these", .dim), indent: 2)
        }
        return page
    }

    private func heading(_ worst: [CaseMetrics]) -> StyledText {
        let failing = worst.count { $0.standing == .fails }
        let flaky = worst.count - failing
        var parts: [String] = []
        if failing > 0 { parts.append("\(Figure.counted(failing, "case")) always \(failing == 1 ? "fails" : "fail")") }
        if flaky > 0 { parts.append("\(Figure.counted(flaky, "case")) sometimes \(flaky == 1 ? "fails" : "fail")") }
        return "\(variant.name): \(parts.joined(separator: ", "))"
    }

    private static func add(_ entry: CaseMetrics, to table: inout Table) {
        let mark = entry.standing == .fails ? Mark.fail : Mark.flaky
        let rows = answers(entry.tally)
        for (index, row) in rows.enumerated() {
            let head: [StyledText] =
                index == 0 ? [mark.text, StyledText(entry.id), "\(entry.tally.passes)/\(entry.tally.graded)"] : ["", "", ""]
            table.add(head + row)
        }
    }

    /// A row for each distinct answer: how often, what, why it failed.
    static func answers(_ tally: CaseTally) -> [[StyledText]] {
        var rows = tally.answers.prefix(mostAnswers).map { answer -> [StyledText] in
            let verdict: StyledText
            if answer.passes == answer.count {
                verdict = Mark.pass.text
            } else if answer.passes > 0 {
                verdict = "passes \(Figure.count(answer.passes)) of \(Figure.count(answer.count)) times; \(Self.shown(answer.reason))"
            } else {
                verdict = StyledText(shown(answer.reason), .dim)
            }
            return [
                "\(Figure.count(answer.count)) ×", answer.text.isEmpty ? StyledText("(empty)", .dim) : StyledText(shown(answer.text)),
                verdict,
            ]
        }
        if tally.answers.count > mostAnswers {
            let rest = tally.answers.dropFirst(mostAnswers)
            rows.append([
                "\(Figure.count(rest.reduce(0) { $0 + $1.count })) ×", StyledText(Figure.counted(rest.count, "other answer"), .dim), "",
            ])
        }
        return rows.isEmpty ? [["", StyledText("no answer", .dim), ""]] : rows
    }

    private static func shown(_ text: String) -> String { VisibleText.shown(text, limit: longestText) }
}
