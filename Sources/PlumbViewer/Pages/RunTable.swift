import PlumbHTML
import PlumbModel
import PlumbReports
import PlumbStore

/// Runs, newest first: verdict, accuracy with its interval, when, and of which commit.
struct RunTable {
    /// Which columns there are.
    enum Columns {
        case withSuite
        case ofOneSuite
    }

    let entries: [HistoryEntry]
    let columns: Columns

    /// The entries run by run, in their order.
    static func byRun(_ entries: [HistoryEntry]) -> [(run: RunRecord, variants: [HistoryEntry])] {
        var runs: [(run: RunRecord, variants: [HistoryEntry])] = []
        for entry in entries {
            if runs.last?.run.id == entry.record.id {
                runs[runs.count - 1].variants.append(entry)
            } else {
                runs.append((entry.record, [entry]))
            }
        }
        return runs
    }

    /// When a run began, leading to its page.
    static func link(_ run: RunRecord) -> Markup {
        Markup("a", ["href": Link.run(run.id), "title": "run \(run.id)"], CalendarTime(secondsSince1970: run.startedAt).text)
    }

    var markup: Markup {
        var head = Markup("tr")
        for (title, style) in titles { head.add(Markup("th", ["scope": "col", "class": style], title)) }
        var table = Markup(
            "table", ["class": "runs"], [Markup("caption", ["class": "unseen"], "Runs, newest first"), Markup("thead", [:], [head])])
        for (run, variants) in Self.byRun(entries) {
            var body = Markup("tbody")
            for (place, entry) in variants.enumerated() { body.add(row(run, entry, isFirst: place == 0, of: variants.count)) }
            table.add(body)
        }
        return table
    }

    private var titles: [(String, String)] {
        let suite = columns == .withSuite ? [("Suite", "name")] : []
        return [("Run", "when")] + suite + [
            ("Variant", "name"), ("Verdict then", "verdict"), ("Accuracy", "number"), ("New inputs", "number extra"),
            ("Trials", "number extra"),
            ("Commit", "commit"),
        ]
    }

    private func row(_ run: RunRecord, _ entry: HistoryEntry, isFirst: Bool, of count: Int) -> Markup {
        var row = Markup("tr")
        if isFirst {
            let span = count > 1 ? String(count) : nil
            var first = Markup("th", ["scope": "rowgroup", "rowspan": span, "class": "when"], [Self.link(run)])
            first.add(Markup("span", ["class": "below"], "\(run.purpose.rawValue)\(Self.standing(run))"))
            row.add(first)
            if columns == .withSuite {
                row.add(
                    Markup(
                        "td", ["rowspan": span, "class": "name"],
                        [Markup("a", ["href": Link.suite(run.suite)], VisibleText.shown(run.suite, limit: 80))]))
            }
        }
        for cell in Self.cells(entry) { row.add(cell) }
        if isFirst {
            row.add(
                Markup(
                    "td", ["rowspan": count > 1 ? String(count) : nil, "class": "commit"], VisibleText.shown(run.commit ?? "", limit: 20)))
        }
        return row
    }

    /// `, interrupted` for a run that is not whole.
    static func standing(_ run: RunRecord) -> String {
        switch run.status {
        case .finished: ""
        case .running: ", under way"
        case .interrupted, .limited, .failed: ", \(run.status.rawValue)"
        }
    }

    /// Variant, verdict, accuracy, interval and trials.
    static func cells(_ entry: HistoryEntry) -> [Markup] {
        let figures = HistoryPage.Row(entry).figures
        let failed = entry.failed > 0 ? ", \(Figure.counted(entry.failed, "error"))" : ""
        return [
            Markup("td", ["class": "name"], VisibleText.shown(entry.variant, limit: 80)),
            verdict(figures?.verdict),
            Markup(
                "td", ["class": "number strong"], figures?.accuracy.map { Figure.percent($0, of: figures?.graded ?? 0) } ?? Figure.unknown),
            Markup("td", ["class": "number dim extra"], figures?.interval.map { Figure.percents($0, of: figures?.graded ?? 0) } ?? ""),
            Markup("td", ["class": "number dim extra"], "\(Figure.count(entry.answered))\(failed)"),
        ]
    }

    /// What a gate said when it was made; empty outside of one.
    static func verdict(_ name: String?) -> Markup {
        let mark: Mark =
            switch name {
            case nil: .neutral
            case "regressed": .worse
            case "improved": .better
            case "unchanged": .level
            default: .unknown
            }
        let words = VisibleText.shown(name ?? "", limit: 40).replacing("-", with: " ")
        let text = name == nil ? "" : "\(mark.sign) \(words)"
        return Markup("td", ["class": "verdict \(Tone(mark).name)"], [Markup("span", ["class": "toned"], text)])
    }
}

/// All runs of the store, or those of one suite, newest first.
struct RunsPage {
    let entries: [HistoryEntry]
    let limit: Int

    var page: ViewerPage {
        let runs = RunTable.byRun(entries).count
        var main = [LivePanel.markup(only: nil), Markup("h2", ["class": "first"], "Runs")]
        if entries.isEmpty {
            main.append(Markup("p", ["class": "empty"], "There are no runs yet. Make one with: plumb run"))
        } else {
            main.append(Markup("div", ["class": "sheet scroll"], [RunTable(entries: entries, columns: .withSuite).markup]))
            main.append(
                Markup(
                    "p", ["class": "how"],
                    "How to read: figures are those that were kept when a run ended; its own page grades it with today's checks."))
        }
        if runs >= limit {
            main.append(Markup("p", ["class": "ways"], [Markup("a", ["href": "\(Link.runs)?last=\(limit * 4)"], "Show more runs")]))
        }
        return ViewerPage(
            title: "Runs", steps: [.init(title: "runs", link: nil)],
            facts: runs >= limit ? "the newest \(Figure.count(runs))" : Figure.counted(runs, "run"), main: main)
    }
}

/// Where the viewer's script draws the runs that are under way.
enum LivePanel {
    /// The place, empty until something is under way; for one run it also shows its figures so far.
    static func markup(only run: String?) -> Markup {
        Markup("section", ["id": "live", "class": "live", "aria-label": "Under way", "aria-live": "off", "data-run": run, "hidden": ""])
    }
}
