import PlumbMetrics
import PlumbModel
import PlumbReports

/// The parts of the page that are readable without its script.
struct PageShell {
    private let report: HTMLReport

    init(_ report: HTMLReport) { self.report = report }

    /// The line at the top.
    var bar: Markup {
        Markup(
            "header", ["class": "bar"],
            [
                Markup("span", ["class": "brand"], "plumb"), Markup("span", ["class": "where"], report.suiteName),
                Markup("span", ["class": "facts"], facts),
                Markup(
                    "span", ["class": "tools", "id": "tools", "hidden": ""],
                    [
                        Markup("button", ["type": "button", "id": "theme", "title": "Light or dark (t)"], "◐ Theme"),
                        Markup("button", ["type": "button", "id": "keys", "title": "Keyboard (?)"], "? Keys"),
                    ]),
            ])
    }

    /// When and how often was asked.
    var facts: String {
        let variants = report.columns.filter { $0.role == .variant }
        var facts: [String] = []
        if report.runs.count == 1, let run = report.runs.first {
            facts.append(CalendarTime(secondsSince1970: run.startedAt).text)
            if let commit = run.commit { facts.append("commit \(commit)") }
        }
        let cases = variants.map(\.metrics.caseCount).max() ?? 0
        let trials = variants.reduce(0) { $0 + $1.metrics.trials }
        facts += [
            Figure.counted(variants.count, "variant"), Figure.counted(cases, "case"), Figure.counted(trials, "trial"),
        ]
        return facts.joined(separator: " · ")
    }

    /// The first screen and the views below it.
    var parts: [Markup] {
        [
            Overview(report).markup,
            Markup(
                "nav", ["class": "views", "aria-label": "Views"],
                [
                    Self.link("cases", "Cases"), Self.link("changes", "What changed"), Self.link("figures", "Reliability"),
                    Self.link("about", "Provenance"),
                ]),
            Markup("section", ["id": "cases", "class": "view", "aria-label": "Cases"], [WorstCases(report).markup]),
            ChangesView(report).markup, FiguresView(report).markup, AboutView(report).markup,
            Markup("section", ["id": "case", "class": "view", "aria-label": "Case", "hidden": ""]),
        ]
    }

    private static func link(_ id: String, _ title: String) -> Markup {
        Markup("a", ["href": "#\(id)", "data-view": id], title)
    }

    /// The line at the bottom.
    var foot: Markup {
        let version = report.runs.first.map { " \($0.toolVersion)" } ?? ""
        return Markup("footer", ["class": "foot"], "plumb\(version) · one file, no network, no tracking")
    }
}
