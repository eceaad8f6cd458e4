import PlumbBaselines
import PlumbHTML
import PlumbModel
import PlumbReports
import PlumbStore

/// A suite over time: how it stands, how its variants moved, and all measurements, two of which can be put side by side.
struct SuitePage {
    let suite: Suite
    /// What its newest runs say; nil when it was not asked yet.
    let newest: Reading?
    let entries: [HistoryEntry]
    let baselines: [ViewedBaseline]

    var page: ViewerPage {
        let name = VisibleText.shown(suite.name, limit: 80)
        let answer = newest?.report.answer
        return ViewerPage(
            title: "\(answer?.sign ?? "?") \(name)", steps: [.init(title: suite.name, link: nil)], facts: facts,
            main: [head(answer), LivePanel.markup(only: nil), history, measurements].compactMap { $0 })
    }

    private var facts: String {
        [
            Figure.counted(suite.variants.count, "variant"), Figure.counted(suite.cases.count, "case"),
            Figure.counted(suite.repetitions, "repetition"), VisibleText.shown(suite.file, limit: 200),
        ].joined(separator: " · ")
    }

    private func head(_ answer: ReportAnswer?) -> Markup {
        var head = Markup("div", ["class": "answer \((answer?.tone ?? .open).name)"])
        if let description = suite.description { head.add(Markup("p", ["class": "dim"], VisibleText.shown(description, limit: 400))) }
        head.add(Markup("p", ["class": "question"], answer?.question ?? "How good is it?"))
        head.add(
            Markup(
                "h1", [:],
                [
                    Markup("span", ["class": "sign", "aria-hidden": "true"], answer?.sign ?? "?"),
                    Markup("span", [:], answer?.word ?? "Not asked yet"),
                ]))
        head.add(Markup("p", ["class": "sentence"], answer?.sentence ?? "ask it: plumb run \(VisibleText.shown(suite.name, limit: 80))"))
        if answer != nil {
            head.add(
                Markup(
                    "p", ["class": "ways"],
                    [Markup("a", ["href": Link.newest(suite.name), "class": "button"], "Cases, what changed, reliability →")]))
        }
        return head
    }

    private var history: Markup? {
        let rows = entries.map(HistoryPage.Row.init)
        let accepted = Dictionary(baselines.filter { $0.state == .accepted }.map { ($0.tally.variant, $0) }) { first, _ in first }
        let histories = suite.variants.compactMap { variant in
            VariantHistory(variant: variant.name, rows: rows.filter { $0.variant == variant.name }, baseline: accepted[variant.name])
        }
        guard !histories.isEmpty else { return nil }
        var section = Markup(
            "section", ["class": "block", "aria-label": "History"],
            [
                Markup("h2", [:], "Over the runs"), Markup("div", ["class": "charts"], histories.map(\.markup)),
                Markup(
                    "p", ["class": "how"],
                    "How to read: from the oldest run at the left to the newest, with the 95 % interval of each; the dashed line is the "
                        + "baseline that is accepted now, ⚑ where one was accepted, ✎ where something of what is asked had changed, "
                        + "▼ where accuracy began to fall below the baseline, a ring a run that a gate called regressed."),
            ])
        // Most often it is the same for all variants.
        for caution in Set(histories.compactMap(\.caution)).sorted() {
            section.add(Markup("p", ["class": "how"], VisibleText.shown(caution, limit: 400)))
        }
        return section
    }

    // MARK: Measurements, two of which can be chosen

    private var measurements: Markup? {
        guard !entries.isEmpty || !baselines.isEmpty else { return nil }
        var head = Markup("tr")
        for (title, style) in [
            ("Before", "pick"), ("After", "pick"), ("Run", "when"), ("Variant", "name"), ("Verdict then", "verdict"),
            ("Accuracy", "number"),
            ("New inputs", "number extra"), ("Trials", "number extra"), ("Commit", "commit"),
        ] { head.add(Markup("th", ["scope": "col", "class": style], title)) }
        var table = Markup(
            "table", ["class": "runs"],
            [Markup("caption", ["class": "unseen"], "Measurements to put side by side"), Markup("thead", [:], [head])])
        let (before, after) = usual
        var body = Markup("tbody")
        for baseline in baselines { body.add(row(baseline, before, after)) }
        table.add(body)
        for (run, variants) in RunTable.byRun(entries) {
            var body = Markup("tbody")
            for (place, entry) in variants.enumerated() {
                body.add(row(entry, run, isFirst: place == 0, of: variants.count, before, after))
            }
            table.add(body)
        }
        var form = Markup("form", ["method": "get", "action": Link.compare])
        form.add(Markup("input", ["type": "hidden", "name": "suite", "value": suite.name]))
        form.add(
            Markup(
                "div", ["class": "block-head"],
                [Markup("h2", [:], "Measurements"), Markup("button", ["type": "submit", "class": "primary"], "Compare the chosen two")]))
        form.add(Markup("div", ["class": "sheet scroll"], [table]))
        return Markup("section", ["class": "block", "aria-label": "Measurements"], [form])
    }

    /// The two that are chosen at first: a baseline and its variant's newest run, or the two newest measurements.
    private var usual: (String, String) {
        if let baseline = baselines.first(where: { one in entries.contains { $0.variant == one.tally.variant } }),
            let newest = entries.first(where: { $0.variant == baseline.tally.variant })
        {
            return (Self.name(baseline), Self.name(newest))
        }
        return (entries.dropFirst().first.map(Self.name) ?? "", entries.first.map(Self.name) ?? "")
    }

    private static func name(_ baseline: ViewedBaseline) -> String {
        MeasurementName(variant: baseline.tally.variant, place: .baseline(baseline.state)).text
    }
    private static func name(_ entry: HistoryEntry) -> String { MeasurementName(variant: entry.variant, place: .run(entry.record.id)).text }

    private func picks(_ name: String, _ before: String, _ after: String) -> [Markup] {
        [("a", "before", before), ("b", "after", after)].map { field, word, chosen in
            var radio = Markup("input", ["type": "radio", "name": field, "value": name, "aria-label": "\(name) as \(word)"])
            if name == chosen { radio.set("checked", "") }
            return Markup("td", ["class": "pick"], [radio])
        }
    }

    private func row(_ baseline: ViewedBaseline, _ before: String, _ after: String) -> Markup {
        let figures = HistoryFigures(baseline.metrics)
        var row = Markup("tr", ["class": "baseline"])
        for cell in picks(Self.name(baseline), before, after) { row.add(cell) }
        let newest = baseline.acceptances.max { $0.at < $1.at }
        let word = baseline.state == .accepted ? "⚑ baseline" : "waiting to be accepted"
        var first = Markup("th", ["scope": "row", "class": "when"], word)
        if let newest { first.add(Markup("span", ["class": "below"], CalendarTime(secondsSince1970: newest.at).text)) }
        row.add(first)
        row.add(Markup("td", ["class": "name"], VisibleText.shown(baseline.tally.variant, limit: 80)))
        row.add(Markup("td", ["class": "verdict dim"], newest.map { VisibleText.shown($0.text, limit: 80) } ?? ""))
        row.add(Markup("td", ["class": "number strong"], figures.accuracy.map { Figure.percent($0, of: figures.graded) } ?? Figure.unknown))
        row.add(Markup("td", ["class": "number dim extra"], figures.interval.map { Figure.percents($0, of: figures.graded) } ?? ""))
        row.add(Markup("td", ["class": "number dim extra"], Figure.count(figures.graded)))
        row.add(Markup("td", ["class": "commit"]))
        return row
    }

    private func row(
        _ entry: HistoryEntry, _ run: RunRecord, isFirst: Bool, of count: Int, _ before: String, _ after: String
    ) -> Markup {
        var row = Markup("tr")
        for cell in picks(Self.name(entry), before, after) { row.add(cell) }
        let span = count > 1 ? String(count) : nil
        if isFirst {
            var first = Markup("th", ["scope": "rowgroup", "rowspan": span, "class": "when"], [RunTable.link(run)])
            first.add(Markup("span", ["class": "below"], "\(run.purpose.rawValue)\(RunTable.standing(run))"))
            row.add(first)
        }
        for cell in RunTable.cells(entry) { row.add(cell) }
        if isFirst { row.add(Markup("td", ["rowspan": span, "class": "commit"], VisibleText.shown(run.commit ?? "", limit: 20))) }
        return row
    }
}
