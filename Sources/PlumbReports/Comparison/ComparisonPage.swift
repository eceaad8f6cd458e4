public import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// Two measurements side by side, for the terminal.
public enum ComparisonPage {
    /// Flipped cases shown of each kind.
    public static let usualCases = 10

    /// The figures with their differences, what differs in the asking, and the cases whose majority moved.
    public static func page(_ comparison: Comparison, cases: Int = usualCases) -> Page {
        var page = evidence(comparison, cases: cases)
        page.blank()
        page.paragraph("\(mark(comparison).text) \(sentence(comparison), .bold)", hanging: 2)
        return page
    }

    /// Everything but the conclusion, for pages on which something else concludes.
    static func evidence(_ comparison: Comparison, cases: Int = usualCases) -> Page {
        var page = Page()
        page.paragraph(
            "\(comparison.baseline.tally.suite, .bold): \(comparison.baseline.title, .bold) beside \(comparison.candidate.title, .bold), "
                + "\(Figure.counted(comparison.cases.count, "case")) on both sides")
        page.append(figures(comparison))
        page.append(differences(comparison))
        page.append(flips(comparison, cases))
        page.append(
            LeftOutLines(
                leftOut: comparison.leftOut, sides: (comparison.baseline.title, comparison.candidate.title)
            ).page)
        return page
    }

    /// What the comparison comes to, without a full stop.
    public static func sentence(_ comparison: Comparison) -> String {
        guard let accuracy = comparison.difference(.accuracy) else { return "no case was graded on both sides" }
        let caution = comparison.attribution.contains(.checks) ? "; the checks differ, so that grades mean different things" : ""
        return finding(comparison, accuracy) + caution
    }

    private static func finding(_ comparison: Comparison, _ accuracy: PairedDifference) -> String {
        let candidate = comparison.candidate.title
        let difference = Figure.points(accuracy.difference)
        guard let interval = accuracy.fixedSuite ?? accuracy.interval else {
            return "\(candidate): \(difference) points of accuracy; one repetition cannot tell whether that is chance"
        }
        let range = "\(difference) points of accuracy, 95 % interval \(Figure.pointRange(interval)) on these cases"
        if interval.lowerBound > 0 { return "\(candidate) is right more often: \(range)" }
        if interval.upperBound < 0 { return "\(candidate) is right less often: \(range)" }
        return "no difference is shown: \(range)"
    }

    /// Better or worse beyond chance, level, or not known.
    package static func mark(_ comparison: Comparison) -> Mark {
        guard let accuracy = comparison.difference(.accuracy), let interval = accuracy.fixedSuite ?? accuracy.interval else {
            return .unknown
        }
        return interval.lowerBound > 0 ? .better : interval.upperBound < 0 ? .worse : .level
    }

    private static func figures(_ comparison: Comparison) -> Page {
        var page = Page()
        let titles = columnTitles(comparison)
        var table = Table([
            .init("", .identifier), .init(titles.baseline, .number), .init(titles.candidate, .number),
            .init("difference", .number), .init("new inputs", .number), .init("these cases", .number), .init("cases", .number),
        ])
        let accuracy = comparison.difference(.accuracy)
        let score = comparison.difference(.score)
        let scoresDiffer = score?.baseline != accuracy?.baseline || score?.candidate != accuracy?.candidate
        for difference in comparison.differences where difference.figure != .score || scoresDiffer {
            let figure = PairedFigureText(figure: difference.figure)
            table.add([
                StyledText(figure.title), StyledText(figure.value(difference.baseline)), StyledText(figure.value(difference.candidate)),
                StyledText(figure.difference(difference.difference), .bold),
                StyledText(difference.interval.map(figure.range) ?? Figure.unknown),
                StyledText(difference.fixedSuite.map(figure.range) ?? ""),
                difference.cases == comparison.cases.count ? "" : "\(Figure.count(difference.cases))",
            ])
        }
        page.table(table)
        if !comparison.differences.isEmpty { page.paragraph(StyledText(VariantTable.note, .dim)) }
        return page
    }

    /// The sides' names without the suite's where both have it: it stands in the first line.
    private static func columnTitles(_ comparison: Comparison) -> (baseline: String, candidate: String) {
        let titles = (baseline: comparison.baseline.title, candidate: comparison.candidate.title)
        let suite = comparison.baseline.tally.suite + "/"
        guard titles.baseline.hasPrefix(suite), titles.candidate.hasPrefix(suite) else { return titles }
        return (String(titles.baseline.dropFirst(suite.count)), String(titles.candidate.dropFirst(suite.count)))
    }

    private static func differences(_ comparison: Comparison) -> Page {
        var page = Page()
        guard !comparison.attribution.isEmpty else { return page }
        page.heading("what differs in the asking")
        page.append(ChangeList(changes: comparison.attribution).page, indent: 2)
        return page
    }

    private static func flips(_ comparison: Comparison, _ limit: Int) -> Page {
        var page = Page()
        for (title, flip, mark) in [
            ("cases whose majority broke", CaseComparison.Flip.broke, Mark.worse), ("cases whose majority was repaired", .fixed, .better),
        ] {
            let cases = comparison.cases.filter { $0.flip == flip }
            guard !cases.isEmpty else { continue }
            page.heading(StyledText(title))
            let entries = cases.map {
                CaseChangeTable.Entry(id: $0.id, baseline: $0.baseline, candidate: $0.candidate, pValue: $0.pValue)
            }
            var table = CaseChangeTable(entries, mark: mark)
            table.limit = limit
            page.append(table.page, indent: 2)
        }
        return page
    }
}

/// A figure that is compared case by case, with its unit.
package struct PairedFigureText {
    let figure: PairedFigure

    /// The texts of a figure.
    package init(figure: PairedFigure) { self.figure = figure }

    package var title: String {
        switch figure {
        case .accuracy: "accuracy"
        case .score: "score"
        case .agreement: "agreement"
        case .flipRate: "flip rate"
        case .tokens: "tokens/answer"
        case .cost: "cost/answer"
        case .latency: "mean latency"
        }
    }

    /// A value with its unit.
    package func value(_ value: Double) -> String {
        switch figure {
        case .accuracy, .score, .agreement, .flipRate: Figure.percent(value, of: 1000)
        case .tokens: Figure.fixed(value, decimals: 1)
        case .cost: Figure.money(dollars: value)
        case .latency: Figure.duration(seconds: value)
        }
    }

    /// A signed difference with its unit.
    package func difference(_ value: Double) -> String {
        switch figure {
        case .accuracy, .score, .agreement, .flipRate: Figure.points(value)
        case .tokens: Self.signed(value, Figure.fixed(value, decimals: 1))
        case .cost: Self.signed(value, Figure.money(dollars: value))
        case .latency: Self.signed(value, Figure.minus(value) + Figure.duration(seconds: abs(value)))
        }
    }

    /// A range of differences.
    package func range(_ range: ClosedRange<Double>) -> String {
        switch figure {
        case .accuracy, .score, .agreement, .flipRate: Figure.pointRange(range)
        case .tokens, .cost, .latency: "\(difference(range.lowerBound)) to \(difference(range.upperBound))"
        }
    }

    /// The text with its sign, of which one that shows nothing but zeros has none.
    private static func signed(_ value: Double, _ text: String) -> String {
        guard text.contains(where: { "123456789".contains($0) }) else { return text.replacing(Figure.minus, with: "") }
        return value > 0 ? "+" + text : text
    }
}

/// Cases that could not be compared, and why.
package struct LeftOutLines {
    /// Cases that are named of each reason.
    static let mostNamed = 5

    let leftOut: [LeftOut]
    /// What the two sides are called, where they need not be a baseline and the suite of today.
    var sides: (baseline: String, candidate: String)?

    /// The cases left out of a comparison, with the names of its sides where they are not a baseline and the suite of today.
    package init(leftOut: [LeftOut], sides: (baseline: String, candidate: String)? = nil) {
        self.leftOut = leftOut
        self.sides = sides
    }

    var page: Page {
        var page = Page()
        for text in texts { page.paragraph(StyledText(text, .dim), hanging: 2) }
        return page
    }

    /// `not compared: 2 cases that changed (a, b)`.
    package var texts: [String] {
        LeftOut.Reason.allCases.compactMap { reason in
            let ids = leftOut.filter { $0.reason == reason }.map(\.id)
            guard !ids.isEmpty else { return nil }
            let named = ids.prefix(Self.mostNamed).map { VisibleText.shown($0, limit: 80) }.joined(separator: ", ")
            return
                "not compared: \(Figure.counted(ids.count, "case")) \(phrase(reason)) (\(named)\(ids.count > Self.mostNamed ? ", …" : ""))"
        }
    }
}

extension LeftOutLines {
    /// Why a case was not compared, after its noun.
    private func phrase(_ reason: LeftOut.Reason) -> String {
        guard let sides else { return reason.phrase }
        return switch reason {
        case .added: "that only \(sides.candidate) has"
        case .removed: "that only \(sides.baseline) has"
        case .edited, .notAsked, .ungraded: reason.phrase
        }
    }
}

extension LeftOut.Reason {
    /// Why a case was not compared, after its noun.
    var phrase: String {
        switch self {
        case .added: "that the baseline does not have"
        case .removed: "that the suite no longer has"
        case .edited: "that changed"
        case .notAsked: "not asked this time"
        case .ungraded: "without a grade on one side"
        }
    }
}
