import PlumbMetrics
import PlumbReports

/// How reliable the variants are, drawn.
struct FiguresView {
    private let report: HTMLReport

    init(_ report: HTMLReport) { self.report = report }

    var markup: Markup {
        var view = Markup("section", ["id": "figures", "class": "view", "aria-label": "Reliability"])
        view.add(Markup("h2", [:], "Reliability"))
        var charts = Markup("div", ["class": "charts"])
        for drawing in [
            PassRateChart(report).drawing, CostChart(report).drawing, LatencyChart(report).drawing, HistoryChart(report).drawing,
        ] {
            charts.add(drawing?.markup)
        }
        view.add(charts)
        view.add(Markup("div", ["class": "scroll"], [consistency]))
        view.add(
            Markup(
                "p", ["class": "how"],
                "How to read: agreement is the chance that two answers to a case are equal, flips the chance that two trials of a case get "
                    + "different verdicts, stable the share of cases that pass always or never, pass^k the chance that all of k trials pass."
            ))
        for column in report.columns where column.role == .variant && !column.metrics.unknowns.isEmpty {
            view.add(
                Markup(
                    "p", ["class": "dim"],
                    "\(column.title): not known: \(column.metrics.unknowns.map { VisibleText.shown($0, limit: 300) }.joined(separator: "; "))."
                ))
        }
        return view
    }

    private var consistency: Markup {
        let deepest = report.columns.compactMap { $0.metrics.passHatK.last?.k }.max()
        let rows = report.columns.map { column in
            let metrics = column.metrics
            func share(_ value: Double?) -> String { value.map { Figure.percent($0, of: metrics.graded) } ?? Figure.unknown }
            return [
                VisibleText.shown(column.title, limit: 100), share(metrics.accuracy?.value),
                metrics.accuracy?.population.map { Figure.percents($0, of: metrics.graded) } ?? Figure.unknown,
                metrics.accuracy?.fixedSuite.map { Figure.percents($0, of: metrics.graded) } ?? Figure.unknown, share(metrics.score?.value),
                share(metrics.agreement?.value), share(metrics.flipRate?.value), share(metrics.stability),
                share(metrics.passHatK.first { $0.k == deepest }?.estimate.value), Figure.count(metrics.errors),
            ]
        }
        return SimpleTable(
            caption: "Accuracy and consistency",
            head: [
                "measurement", "accuracy", "new inputs", "these cases", "score", "agreement", "flips", "stable",
                deepest.map { "pass^\($0)" } ?? "pass^k", "errors",
            ], rows: rows
        ).markup
    }
}
