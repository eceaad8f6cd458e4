import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbReports

/// A line for each variant: what is said of it, how it moved, what it takes.
struct Strip {
    private let columns: [ReportColumn]
    private let all: [ReportColumn]
    private let scale: IntervalDrawing.Scale
    private let isCompared: Bool

    init(_ report: HTMLReport) {
        all = report.columns
        columns = report.columns.filter { $0.role == .variant }
        isCompared = columns.contains { $0.reference != nil }
        scale = isCompared ? IntervalDrawing.Scale(changes: columns.compactMap(\.change)) : .share
    }

    var markup: Markup {
        var table = Markup("table", ["class": "strip"])
        table.add(Markup("caption", ["class": "unseen"], "What is said of each variant, and its figures"))
        table.add(head)
        for column in columns { table.add(row(column)) }
        return Markup("div", ["class": "strip-frame"], [table, Markup("p", ["class": "how"], how)])
    }

    private var how: String {
        isCompared
            ? "How to read: the dot is the change of accuracy, the bar its 95 % interval; left of the line is worse. "
                + (columns.contains { $0.change?.detect != nil } ? "The dashed mark is the drop that must not be missed. " : "")
                + (columns.contains { $0.change?.isBound == true } ? "Where a drop was ruled out the bar ends at that bound. " : "")
                + "Small figures say how much more or less than before."
            : "How to read: the dot is the share of right answers, the bar its 95 % interval for other inputs like these."
    }

    private var head: Markup {
        let ends = scale.labels
        let axis = Markup(
            "th", ["scope": "col", "class": "drawn"],
            [
                Markup(
                    "span", ["class": "axis"],
                    [
                        Markup("span", [:], ends.left), Markup("span", [:], ends.middle), Markup("span", [:], ends.right),
                    ])
            ])
        func column(_ title: String, _ style: String = "number") -> Markup { Markup("th", ["scope": "col", "class": style], title) }
        return Markup(
            "thead", [:],
            [
                Markup(
                    "tr", [:],
                    [
                        column("Variant", "name"), column("Accuracy"), axis, column("Passed"), column("Cases"), column("Tokens"),
                        column("Latency"), column("Cost"),
                    ])
            ])
    }

    private func row(_ column: ReportColumn) -> Markup {
        let tone = tone(column)
        var name = Markup(
            "th", ["scope": "row", "class": "name"], [Markup("span", ["class": "variant"], column.title)])
        if let verdict = verdict(column) { name.add(Markup("span", ["class": "pill \(tone.name)"], verdict)) }
        let cells: [Markup] = [
            name, accuracy(column),
            Markup("td", ["class": "drawn"], [drawing(column, tone)]),
            cell("Passed", "\(Figure.count(column.metrics.passes))/\(Figure.count(column.metrics.graded))", below: errors(column)),
            moved(column), tokens(column), latency(column), cost(column),
        ]
        let said = Markup("tr", ["class": "said"], [Markup("td", ["colspan": "8"], said(column))])
        return Markup("tbody", ["class": tone.name], [Markup("tr", [:], cells), said])
    }

    private func tone(_ column: ReportColumn) -> Tone {
        if let gate = column.gate { return gate.standing == .failed ? .worse : Tone(gate.verdict) }
        return column.reference == nil ? .plain : Tone(column.change?.interval)
    }

    /// The verdict in a word with its sign; nil without a comparison.
    private func verdict(_ column: ReportColumn) -> String? {
        if let gate = column.gate { return "\(gate.verdict.mark.sign) \(gate.verdict.words)" }
        guard let comparison = column.comparison else { return isCompared ? "compared with" : nil }
        let sign = ComparisonPage.mark(comparison).sign
        switch Tone(column.change?.interval) {
        case .worse: return "\(sign) right less often"
        case .better: return "\(sign) right more often"
        case .plain, .fine: return "\(sign) no difference shown"
        case .open: return "\(sign) cannot be told"
        }
    }

    private func accuracy(_ column: ReportColumn) -> Markup {
        let observations = column.metrics.graded
        let now = column.change?.now ?? column.metrics.accuracy?.value
        let text = now.map { Figure.percent($0, of: observations) } ?? Figure.unknown
        return cell("Accuracy", text, below: column.change.map { "was \(Figure.percent($0.before, of: 1_000))" } ?? "", style: "accuracy")
    }

    private func drawing(_ column: ReportColumn, _ tone: Tone) -> Markup? {
        if isCompared {
            guard let change = column.change else { return nil }
            return Markup(
                "div", ["class": "change"],
                [
                    IntervalDrawing(change: change, scale: scale, tone: tone).markup,
                    Markup("span", ["class": "points"], change.text),
                ])
        }
        guard let accuracy = column.metrics.accuracy else { return nil }
        return Markup(
            "div", ["class": "change"],
            [
                IntervalDrawing(share: accuracy.value, interval: accuracy.population, tone: .plain).markup,
                Markup(
                    "span", ["class": "points"],
                    accuracy.population.map { Figure.percents($0, of: column.metrics.graded) } ?? "one case has no interval"),
            ])
    }

    private func errors(_ column: ReportColumn) -> String {
        column.metrics.errors > 0 ? Figure.counted(column.metrics.errors, "error") : ""
    }

    /// Cases that got worse and better, or, alone, those that are always right and those that are unstable.
    private func moved(_ column: ReportColumn) -> Markup {
        guard column.comparison != nil else {
            let always = column.metrics.cases.count { $0.standing == .passes }
            return cell("Cases", "\(Figure.count(always)) always", below: "\(Figure.count(column.metrics.flakyCases)) unstable")
        }
        let codes = CaseMoves(column).codes.values
        let (worse, better) = (codes.count { $0 == .regressed }, codes.count { $0 == .improved })
        let (lower, higher) = (codes.count { $0 == .lower }, codes.count { $0 == .higher })
        return cell(
            "Cases", "▼ \(Figure.count(worse))  ▲ \(Figure.count(better))", below: "↓ \(Figure.count(lower))  ↑ \(Figure.count(higher))")
    }

    private func tokens(_ column: ReportColumn) -> Markup {
        let text = column.metrics.tokens.map { "\(Figure.fixed($0.input, decimals: 0)) + \(Figure.fixed($0.output, decimals: 0))" }
        return cell("Tokens", text ?? Figure.unknown, below: growth(column, .tokens))
    }

    private func latency(_ column: ReportColumn) -> Markup {
        let text = column.metrics.latency.map { Figure.duration(seconds: $0.p50) }
        let tail = column.metrics.latency.map { "p95 \(Figure.duration(seconds: $0.p95))" } ?? ""
        let growth = growth(column, .latency)
        return cell("Latency", text ?? Figure.unknown, below: growth.isEmpty ? tail : "\(tail), \(growth)")
    }

    private func cost(_ column: ReportColumn) -> Markup {
        let cost = column.metrics.cost
        let text = cost.total.map { Figure.money(dollars: $0.dollars) } ?? (cost.unpriced > 0 ? "unpriced" : Figure.unknown)
        let isPart = cost.total != nil && cost.unpriced > 0
        return cell("Cost", text, below: isPart ? "\(Figure.count(cost.unpriced)) unpriced" : growth(column, .cost))
    }

    /// How a figure grew over the cases of both sides: `+12 %`.
    private func growth(_ column: ReportColumn, _ figure: PairedFigure) -> String {
        guard let difference = column.comparison?.difference(figure), difference.baseline > 0 else { return "" }
        // Less than this is noise of the measurement that nobody should read.
        guard abs(difference.candidate / difference.baseline - 1) >= 0.005 else { return "" }
        return Figure.growth(from: difference.baseline, to: difference.candidate)
    }

    private func cell(_ label: String, _ text: String, below: String = "", style: String = "") -> Markup {
        Markup(
            "td", ["class": "number \(style)", "data-label": label],
            [
                Markup("span", ["class": "value"], text), below.isEmpty ? nil : Markup("span", ["class": "below"], below),
            ])
    }

    /// The sentence on a variant.
    private func said(_ column: ReportColumn) -> String {
        if let gate = column.gate, !gate.sentence.isEmpty { return gate.sentence }
        if let comparison = column.comparison { return ComparisonPage.sentence(comparison) }
        let always = Figure.count(column.metrics.cases.count { $0.standing == .passes })
        let techniques = column.techniques.isEmpty ? "" : "\(column.techniques.map(\.rawValue).joined(separator: ", ")): "
        guard let accuracy = column.metrics.accuracy else { return techniques + "nothing could be graded" }
        let share = Figure.percent(accuracy.value, of: column.metrics.graded)
        return "\(techniques)right in \(share) of its trials, always in \(always) of \(Figure.counted(column.metrics.caseCount, "case"))"
    }
}

extension AccuracyChange {
    /// `-9.3 points (-12.1 to -6.2)`.
    var text: String {
        let points = "\(Figure.points(value)) points"
        guard let interval else { return points }
        return isBound ? "\(points), at least \(Figure.points(interval.lowerBound))" : "\(points) (\(Figure.pointRange(interval)))"
    }
}
