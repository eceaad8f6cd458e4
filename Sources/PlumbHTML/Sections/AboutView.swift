import PlumbModel
import PlumbReports

/// Where the figures come from: runs, models, parameters, hashes.
struct AboutView {
    private let report: HTMLReport

    init(_ report: HTMLReport) { self.report = report }

    var markup: Markup {
        var view = Markup("section", ["id": "about", "class": "view", "aria-label": "Provenance"])
        for run in report.runs { view.add(runTable(run)) }
        view.add(Markup("h2", [:], "What was measured"))
        view.add(Markup("div", ["class": "scroll"], [measurements]))
        view.add(
            Markup(
                "p", ["class": "how"],
                "How to read: equal hashes mean that nothing of it changed; they are the first 16 digits of a SHA-256."))
        for (title, prompt) in prompts {
            view.add(
                Markup(
                    "details", [:],
                    [
                        Markup("summary", [:], "Prompt of \(title)"),
                        Markup("pre", ["class": "text", "tabindex": "0"], VisibleText.shown(prompt, .block, limit: 20_000)),
                    ]))
        }
        return view
    }

    private func runTable(_ run: RunRecord) -> Markup {
        let ended = run.endedAt.map { Figure.duration(seconds: max(0, $0 - run.startedAt)) } ?? "not known"
        var list = Markup("dl", ["class": "about"])
        for (name, value) in [
            ("Run", run.id), ("Suite", run.suite), ("Made by", "plumb \(run.purpose.rawValue)"), ("Status", run.status.rawValue),
            ("Started", CalendarTime(secondsSince1970: run.startedAt).text), ("Took", ended), ("Commit", run.commit ?? "not known"),
            ("Plumb", run.toolVersion), ("Repetitions", Figure.count(run.repetitions)), ("Plan", run.planHash),
        ] {
            list.add(Markup("div", [:], [Markup("dt", [:], name), Markup("dd", [:], VisibleText.shown(value, limit: 400))]))
        }
        return Markup("div", [:], [Markup("h2", [:], "Run \(VisibleText.shown(run.id, limit: 80))"), list])
    }

    private var measurements: Markup {
        let rows = report.columns.map { column in
            let tally = column.tally
            let asked = column.run?.variants.first { $0.name == tally.variant }
            let backend = asked.map { "\($0.backend.kind), \($0.backend.endpoint)" } ?? Figure.unknown
            return [
                column.title, tally.requestedModel ?? asked?.backend.model ?? "the backend's own",
                tally.servedModels.isEmpty ? "not told" : tally.servedModels.joined(separator: ", "), backend,
                JSON.object(tally.parameters).text(), tally.fingerprint.prompt, tally.fingerprint.parameters, tally.fingerprint.model,
                tally.fingerprint.extraction, tally.fingerprint.checks, tally.fingerprint.cases,
            ].map { VisibleText.shown($0, limit: 400) }
        }
        return SimpleTable(
            caption: "What was measured",
            head: [
                "measurement", "model asked", "model that answered", "backend", "parameters", "prompt hash", "parameters", "model",
                "extraction", "checks", "cases",
            ], rows: rows
        ).markup
    }

    /// The prompts' templates, equal ones once.
    private var prompts: [(String, String)] {
        var titles: [String: [String]] = [:]
        var order: [String] = []
        for column in report.columns {
            let text = column.tally.promptText
            if titles[text] == nil { order.append(text) }
            titles[text, default: []].append(column.title)
        }
        return order.map { ((titles[$0] ?? []).prefix(6).joined(separator: "; "), $0) }
    }
}
