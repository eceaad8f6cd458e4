import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbReports

/// The first screen: the answer, then a line for each variant, then what was demanded.
struct Overview {
    private let report: HTMLReport

    init(_ report: HTMLReport) { self.report = report }

    var markup: Markup {
        let answer = Answer(report)
        return Markup(
            "section", ["id": "overview", "class": "overview", "aria-label": "Overview"],
            [
                Markup(
                    "div", ["class": "answer \(answer.tone.name)"],
                    [
                        Markup("p", ["class": "question"], answer.question),
                        Markup(
                            "h1", [:],
                            [Markup("span", ["class": "sign", "aria-hidden": "true"], answer.sign), Markup("span", [:], answer.word)]),
                        Markup("p", ["class": "sentence"], answer.sentence),
                    ]),
                Strip(report).markup, demands, next, notes,
            ])
    }

    /// The suite's demands and the limits on growth; nil without any.
    private var demands: Markup? {
        var list = Markup("ul", ["class": "demands", "aria-label": "Requirements"])
        var count = 0
        func add(_ outcome: RequirementResult.Outcome, _ text: String) {
            let (sign, tone): (String, Tone) = outcome == .met ? ("✓", .fine) : outcome == .unmet ? ("✗", .worse) : ("?", .open)
            let word = outcome == .met ? "met" : outcome == .unmet ? "not met" : "not measured"
            list.add(
                Markup(
                    "li", ["class": tone.name],
                    [Markup("span", ["class": "sign"], sign), Markup("span", [:], text), Markup("span", ["class": "dim"], word)]))
            count += 1
        }
        if case .run(let results) = report.subject {
            for result in results.requirements {
                let metric = result.requirement.metric
                let measured = result.measured.map { ", measured \(MetricFigure.text($0, metric))" } ?? ""
                add(result.outcome, "\(result.variant): \(metric.name) \(result.requirement.bound.text)\(measured)")
            }
            for gate in results.gate {
                for limit in gate.limits {
                    let growth = limit.ratio.map { ", measured \(Figure.fixed($0, decimals: 2)) times" } ?? ""
                    let bound = Figure.fixed(limit.limit.ratio, decimals: 2)
                    add(limit.outcome, "\(gate.variant): \(limit.limit.metric.name) at most \(bound) times the baseline's\(growth)")
                }
            }
        }
        return count > 0 ? list : nil
    }

    /// What to do about the variant that needs it most; nil when nothing has to be done.
    private var next: Markup? {
        guard let gate = report.columns.lazy.compactMap(\.gate).first(where: { $0.standing != .fine }), let advice = Advice(gate).markup
        else {
            return nil
        }
        return Markup("div", ["class": "next"], [Markup("b", [:], "What to do"), advice])
    }

    /// What could not be compared, in sentences; nil when there is nothing to say.
    private var notes: Markup? {
        var list = Markup("ul", ["class": "notes"])
        var seen: Set<String> = []
        for column in report.columns {
            guard let comparison = column.comparison else { continue }
            let lines =
                column.gate.map { LeftOutLines(leftOut: $0.leftOut) }
                ?? LeftOutLines(leftOut: comparison.leftOut, sides: (comparison.baseline.title, comparison.candidate.title))
            for text in lines.texts where seen.insert(text).inserted { list.add(Markup("li", [:], text)) }
        }
        return seen.isEmpty ? nil : list
    }
}
