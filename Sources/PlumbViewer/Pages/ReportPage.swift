import PlumbHTML
import PlumbModel
import PlumbReports

/// A report's page within the viewer: a run, the newest runs of a suite, or two measurements side by side.
struct ReportPage {
    /// What the page is of.
    enum Subject {
        case run(RunRecord)
        case newest
        case comparison([MeasurementName])
    }

    let reading: Reading
    let subject: Subject

    var page: ViewerPage {
        let served = reading.report.served
        return ViewerPage(
            title: served.title, steps: [.init(title: reading.suite.name, link: Link.suite(reading.suite.name))] + [step],
            facts: served.facts, main: lead + served.main, drawing: .report(data: address + "/data"))
    }

    private var address: String {
        switch subject {
        case .run(let run): Link.run(run.id)
        case .newest: Link.newest(reading.suite.name)
        case .comparison(let names): Link.comparison(reading.suite.name, names.map(\.text))
        }
    }

    private var step: ViewerPage.Step {
        switch subject {
        case .run(let run): .init(title: "run \(run.id)", link: nil)
        case .newest: .init(title: "newest runs", link: nil)
        case .comparison: .init(title: "comparison", link: nil)
        }
    }

    /// What stands above the report: progress, or the way to turn a comparison round.
    private var lead: [Markup] {
        switch subject {
        case .run(let run): return run.status == .running ? [LivePanel.markup(only: run.id)] : []
        case .newest: return []
        case .comparison(let names):
            let turned = Link.comparison(reading.suite.name, names.reversed().map(\.text))
            return [
                Markup(
                    "p", ["class": "ways"],
                    [
                        Markup("a", ["href": turned], "⇄ Turn round"),
                        Markup("a", ["href": Link.suite(reading.suite.name)], "Choose others"),
                    ])
            ]
        }
    }
}

/// The page that leads to comparisons: suite by suite, two variants, or a variant and its baseline.
struct ComparePage {
    /// A suite with the variants that were asked, newest figures first, and its baselines.
    struct Choice: Sendable {
        let suite: String
        let variants: [String]
        let baselines: [String]
    }

    let choices: [Choice]

    var page: ViewerPage {
        var main = [Markup("h2", ["class": "first"], "Compare")]
        for choice in choices where !choice.variants.isEmpty { main.append(article(choice)) }
        if main.count == 1 { main.append(Markup("p", ["class": "empty"], "There are no runs yet. Make one with: plumb run")) }
        return ViewerPage(title: "Compare", steps: [.init(title: "compare", link: nil)], facts: "", main: main)
    }

    private func article(_ choice: Choice) -> Markup {
        var form = Markup("form", ["method": "get", "action": Link.compare, "class": "sheet picker"])
        form.add(Markup("h3", [:], VisibleText.shown(choice.suite, limit: 80)))
        form.add(Markup("input", ["type": "hidden", "name": "suite", "value": choice.suite]))
        let names =
            choice.variants.map { MeasurementName(variant: $0, place: .newest).text }
            + choice.baselines.map { MeasurementName(variant: $0, place: .baseline(.accepted)).text }
        form.add(Self.select("a", "Before", names, chosen: choice.baselines.isEmpty ? 0 : choice.variants.count))
        form.add(Self.select("b", "After", names, chosen: choice.baselines.isEmpty ? 1 : 0))
        form.add(Markup("button", ["type": "submit", "class": "primary"], "Compare"))
        form.add(Markup("a", ["href": Link.suite(choice.suite)], "any two runs →"))
        return form
    }

    private static func select(_ field: String, _ label: String, _ names: [String], chosen: Int) -> Markup {
        let options = names.enumerated().map { place, name in
            var option = Markup("option", ["value": name], VisibleText.shown(name, limit: 120))
            if place == chosen { option.set("selected", "") }
            return option
        }
        var element = Markup("label")
        element.add("\(label) ")
        element.add(Markup("select", ["name": field], options))
        return element
    }
}
