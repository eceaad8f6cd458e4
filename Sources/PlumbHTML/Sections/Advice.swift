import PlumbBaselines
import PlumbReports

/// What else was found about a variant, and what to do next.
struct Advice {
    private let gate: GateReport

    init(_ gate: GateReport) { self.gate = gate }

    /// What to do, with the commands to type; nil when there is nothing to do.
    var markup: Markup? {
        guard !gate.advice.isEmpty else { return nil }
        return Markup("ul", ["class": "advice"], gate.advice.map(item))
    }

    /// Findings beside the verdict, in sentences; nil without any.
    var findings: Markup? {
        var sentences: [String] = []
        if let control = gate.control { sentences.append("control: \(control.sentence)") }
        if let consistency = gate.consistency, consistency.direction != .notShown { sentences.append(consistency.sentence) }
        sentences += gate.figureVerdicts.filter { $0.direction != .notShown && !$0.sentence.isEmpty }.map(\.sentence)
        if let figures = gate.evidence {
            let least = Figure.plainPoints(figures.minimumDetectableDrop)
            sentences.append("with these repetitions a drop of \(least) points or more is seen with a chance of 80 %")
        }
        return sentences.isEmpty ? nil : Markup("ul", ["class": "attribution"], sentences.map { Markup("li", [:], $0) })
    }

    /// A phrase whose command, from `plumb` to its end, is set apart.
    private func item(_ phrase: String) -> Markup {
        var item = Markup("li", [:])
        guard let command = phrase.firstRange(of: ": plumb ") else {
            item.add(phrase)
            return item
        }
        item.add(String(phrase[..<command.lowerBound]) + ": ")
        item.add(Markup("code", [:], "plumb " + String(phrase[command.upperBound...])))
        return item
    }
}
