import PlumbBaselines
import PlumbReports
import PlumbStatistics

/// What differs in how variants were asked, beside what came of it.
struct ChangesView {
    /// Lines of a prompt's difference before the rest is counted.
    static let mostLines = 400

    private let report: HTMLReport

    init(_ report: HTMLReport) { self.report = report }

    var markup: Markup {
        var view = Markup("section", ["id": "changes", "class": "view", "aria-label": "What changed"])
        let compared = report.columns.filter { $0.comparison != nil }
        for column in compared { view.add(article(column)) }
        if compared.isEmpty {
            view.add(
                Markup("p", ["class": "empty"], "There is nothing to compare with: accept a baseline, or compare two variants."))
        }
        return view
    }

    private func article(_ column: ReportColumn) -> Markup {
        var article = Markup("article", ["class": "changed"], [Markup("h2", [:], column.title)])
        guard let comparison = column.comparison else { return article }
        article.add(
            Markup(
                "div", ["class": "beside"],
                [
                    Markup("div", [:], [Markup("h3", [:], "What was asked differently"), asked(column, comparison)] + next(column)),
                    Markup("div", [:], [Markup("h3", [:], "What came of it"), figures(comparison), tags(column)]),
                ]))
        return article
    }

    private func next(_ column: ReportColumn) -> [Markup?] {
        guard let gate = column.gate else { return [] }
        let advice = Advice(gate)
        return [
            advice.findings.map { Markup("div", ["class": "further"], [Markup("h3", [:], "What else is known"), $0]) },
            advice.markup.map { Markup("div", ["class": "further"], [Markup("h3", [:], "What to do"), $0]) },
        ]
    }

    private func asked(_ column: ReportColumn, _ comparison: Comparison) -> Markup {
        let changes = column.gate.map(\.attribution) ?? comparison.attribution
        guard !changes.isEmpty else {
            return Markup(
                "p", ["class": "dim"],
                "Nothing: prompt, parameters, model, checks and cases are the same, so that the difference is the model behind the name, "
                    + "the time, or chance.")
        }
        var list = Markup("ul", ["class": "attribution"])
        for change in changes {
            var item = Markup("li", [:], ChangePhrase.text(change))
            if case .prompt(let diff) = change { item.add(Self.diff(diff)) }
            list.add(item)
        }
        return list
    }

    /// A prompt's difference line by line.
    private static func diff(_ diff: TextDiff) -> Markup {
        var block = Markup("pre", ["class": "diff", "role": "group", "tabindex": "0", "aria-label": "Difference of the prompts"])
        var left = mostLines
        for (place, hunk) in diff.hunks(context: 3).enumerated() {
            if place > 0 { block.add(Markup("span", ["class": "skip-line"], "…\n")) }
            for line in hunk.lines {
                left -= 1
                if left >= 0 { block.add(self.line(line)) }
            }
        }
        if left < 0 { block.add(Markup("span", ["class": "skip-line"], "… \(Figure.counted(0 - left, "more line"))\n")) }
        return block
    }

    private static func line(_ line: TextDiff.Line) -> Markup {
        func text(_ sign: String, _ text: String) -> String {
            "\(sign) \(VisibleText.shown(text, .block, limit: 1_000).replacing("\n", with: " "))\n"
        }
        return switch line {
        case .kept(let kept): Markup("span", ["class": "kept"], text(" ", kept))
        case .removed(let removed): Markup("del", [:], text("-", removed))
        case .added(let added): Markup("ins", [:], text("+", added))
        }
    }

    private func figures(_ comparison: Comparison) -> Markup {
        let names = ["", comparison.baseline.title, comparison.candidate.title, "difference", "95 % interval"]
        let accuracy = comparison.difference(.accuracy)
        let hasScores =
            comparison.difference(.score).map { $0.baseline != accuracy?.baseline || $0.candidate != accuracy?.candidate } ?? false
        let rows = comparison.differences.filter { $0.figure != .score || hasScores }.map { difference in
            let figure = PairedFigureText(figure: difference.figure)
            let range = (difference.fixedSuite ?? difference.interval).map(figure.range) ?? Figure.unknown
            return [
                figure.title, figure.value(difference.baseline), figure.value(difference.candidate),
                figure.difference(difference.difference), range,
            ]
        }
        return Markup(
            "div", ["class": "scroll"],
            [
                SimpleTable(caption: "Figures before and now", head: names, rows: rows).markup,
                Markup(
                    "p", ["class": "how"],
                    "How to read: means over the \(Figure.counted(comparison.cases.count, "case")) of both sides; an interval that holds 0 "
                        + "leaves chance as an explanation."),
            ])
    }

    /// How the tags moved; nil outside a gate.
    private func tags(_ column: ReportColumn) -> Markup? {
        guard let tags = column.gate?.tags, !tags.isEmpty else { return nil }
        let rows = tags.sorted { ($1.drop, $0.tag) < ($0.drop, $1.tag) }.prefix(40).map { tag in
            let word = tag.verdict == .regressed ? "▼ regressed" : "not shown"
            return [
                VisibleText.shown(tag.tag, limit: 100), Figure.count(tag.cases), Figure.points(0 - tag.drop), Figure.pNumber(tag.adjustedP),
                word,
            ]
        }
        return Markup(
            "div", ["class": "scroll"],
            [
                Markup("h3", [:], "By tag"),
                SimpleTable(caption: "Change of each tag", head: ["tag", "cases", "points", "p", "worse"], rows: rows).markup,
                Markup("p", ["class": "how"], "How to read: p is corrected for the number of tags."),
            ])
    }
}

/// A table of texts whose first column names the rows.
struct SimpleTable {
    let caption: String
    let head: [String]
    let rows: [[String]]

    var markup: Markup {
        let titles = head.map { Markup("th", ["scope": "col"], $0) }
        let body = rows.map { row in
            Markup("tr", [:], row.enumerated().map { Markup($0 == 0 ? "th" : "td", ["scope": $0 == 0 ? "row" : nil], $1) })
        }
        return Markup(
            "table", ["class": "plain"],
            [
                Markup("caption", ["class": "unseen"], caption), Markup("thead", [:], [Markup("tr", [:], titles)]),
                Markup("tbody", [:], body),
            ])
    }
}
