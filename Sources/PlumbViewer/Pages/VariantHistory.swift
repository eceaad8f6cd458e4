import PlumbBaselines
import PlumbHTML
import PlumbMetrics
import PlumbModel
import PlumbReports

extension ViewedBaseline {
    /// The figures that follow from its counts.
    var metrics: VariantMetrics { VariantMetrics(tally) }
}

/// How a variant moved over its runs: accuracy with its interval, where its baseline and what it asks changed, and where it began to fall.
struct VariantHistory {
    private static let (width, height) = (520.0, 190.0)
    private static let (left, right, top, bottom) = (48.0, 508.0, 26.0, 150.0)
    /// Events that are told in words below a drawing.
    private static let mostEvents = 6

    private let variant: String
    /// Oldest first; only those with a figure.
    private let rows: [HistoryPage.Row]
    private let baseline: ViewedBaseline?
    private let analysis: HistoryAnalysis
    private let range: ClosedRange<Double>

    /// Nil without a run that has a figure.
    init?(variant: String, rows: [HistoryPage.Row], baseline: ViewedBaseline?) {
        let known = rows.measured
        guard !known.isEmpty else { return nil }
        self.variant = variant
        self.rows = known
        self.baseline = baseline
        analysis = HistoryAnalysis(
            known.map { HistoryAnalysis.Run(record: $0.run, variant: $0.variant, cases: $0.figures?.cases) }, baseline: baseline?.tally)
        let shares =
            known.flatMap { row in
                [row.figures?.accuracy, row.figures?.interval?.lowerBound, row.figures?.interval?.upperBound].compactMap { $0 }
            } + [baseline?.metrics.accuracy?.value].compactMap { $0 }
        let low = max(0, ((shares.min() ?? 0) * 10).rounded(.down) / 10)
        range = low...max(min(1, ((shares.max() ?? 1) * 10).rounded(.up) / 10), low + 0.1)
    }

    /// Why a fall tells less than it seems to; nil when it does not.
    var caution: String? { analysis.caution }

    var markup: Markup {
        var parts = grid + acceptanceMarks
        let path = rows.indices.map { "\($0 == 0 ? "M" : "L")\(Drawing.number(x($0))) \(Drawing.number(y(accuracy($0))))" }.joined()
        parts.append(Markup("path", ["class": "spark", "d": path]))
        for place in rows.indices { parts += point(place) }
        let title = "\(VisibleText.shown(variant, limit: 60)): \(percent(rows.count - 1))"
        var figure = Markup("figure", ["class": "chart"], [Markup("h3", [:], title)])
        figure.add(Drawing.area(Self.width, Self.height, description, parts))
        if !events.isEmpty {
            var list = Markup("ul", ["class": "events"])
            for event in events.suffix(Self.mostEvents).reversed() { list.add(event) }
            if events.count > Self.mostEvents {
                list.add(Markup("li", ["class": "dim"], "\(events.count - Self.mostEvents) earlier ones are marked in the drawing"))
            }
            figure.add(list)
        }
        return figure
    }

    // MARK: Places

    private func x(_ place: Int) -> Double {
        rows.count == 1
            ? (Self.left + Self.right) / 2 : Self.left + 12 + Double(place) * (Self.right - Self.left - 24) / Double(rows.count - 1)
    }
    private func y(_ share: Double) -> Double {
        Self.bottom - (Self.bottom - Self.top) * (min(max(share, range.lowerBound), range.upperBound) - range.lowerBound)
            / (range.upperBound - range.lowerBound)
    }
    private func accuracy(_ place: Int) -> Double { rows[place].figures?.accuracy ?? 0 }
    private func percent(_ place: Int) -> String { Figure.percent(accuracy(place), of: rows[place].figures?.graded ?? 0) }

    /// Where a moment falls among the runs: before the first that began after it.
    private func x(at time: Double) -> Double {
        guard let next = rows.firstIndex(where: { $0.run.startedAt >= time }) else { return Self.right }
        return next == 0 ? Self.left : (x(next - 1) + x(next)) / 2
    }

    // MARK: Parts

    private var description: String {
        "Accuracy of \(VisibleText.shown(variant, limit: 60)) from \(percent(0)) to \(percent(rows.count - 1)) over \(Figure.counted(rows.count, "run"))"
    }

    private var grid: [Markup] {
        var parts = [range.lowerBound, range.upperBound].flatMap { share in
            [
                Drawing.line("grid", Self.left, y(share), Self.right, y(share)),
                Drawing.label(Figure.percent(share, of: 1), x: Self.left - 8, y: y(share) + 4, anchor: "end"),
            ]
        }
        if let level = baseline?.metrics.accuracy?.value {
            parts.append(Drawing.line("level", Self.left, y(level), Self.right, y(level)))
        }
        let (first, last) = (rows[0].run, rows[rows.count - 1].run)
        parts.append(Drawing.label(Self.date(first.startedAt), x: Self.left, y: Self.height - 4))
        if rows.count > 1 { parts.append(Drawing.label(Self.date(last.startedAt), x: Self.right, y: Self.height - 4, anchor: "end")) }
        return parts
    }

    private var acceptanceMarks: [Markup] {
        (baseline?.acceptances ?? []).flatMap { acceptance in
            let place = x(at: acceptance.at)
            var flag = Drawing.label("⚑", x: place, y: Self.top - 8, anchor: "middle", style: "label strong")
            flag.add(Markup("title", [:], Self.text(acceptance)))
            return [Drawing.line("accepted", place, Self.top - 4, place, Self.bottom), flag]
        }
    }

    private func point(_ place: Int) -> [Markup] {
        let (row, changes) = (rows[place], analysis.points[place].changes)
        var parts: [Markup] = []
        let center = x(place)
        if let interval = row.figures?.interval {
            parts.append(Drawing.line("whisker", center, y(interval.lowerBound), center, y(interval.upperBound)))
        }
        let isRegressed = row.figures?.verdict == "regressed"
        let words = "\(CalendarTime(secondsSince1970: row.run.startedAt).text): \(percent(place))\(isRegressed ? ", regressed" : "")"
        parts.append(
            Markup(
                "a", ["href": Link.run(row.run.id), "aria-label": words],
                [
                    Markup(
                        "circle",
                        [
                            "class": isRegressed ? "ring" : "point", "cx": Drawing.number(center), "cy": Drawing.number(y(accuracy(place))),
                            "r": isRegressed ? "5" : "4",
                        ], [Markup("title", [:], words)])
                ]))
        if !changes.isEmpty {
            var mark = Drawing.label("✎", x: center, y: Self.bottom + 18, anchor: "middle")
            mark.add(Markup("title", [:], changes.map(ChangePhrase.text).joined(separator: "; ")))
            parts.append(mark)
        }
        if analysis.changePoints.contains(where: { $0.start == place }) {
            parts.append(Drawing.label("▼", x: center, y: y(accuracy(place)) + 20, anchor: "middle", style: "label fell"))
        }
        return parts
    }

    /// What happened, oldest first.
    private var events: [Markup] {
        var all: [(at: Double, markup: Markup)] = (baseline?.acceptances ?? []).map { ($0.at, Markup("li", [:], "⚑ \(Self.text($0))")) }
        for (place, point) in analysis.points.enumerated() {
            let run = rows[place].run
            let fell = analysis.changePoints.contains { $0.start == place }
            guard !point.changes.isEmpty || fell else { continue }
            let phrases = point.changes.map(ChangePhrase.text).joined(separator: "; ")
            let text = [fell ? "▼ began to fall below the baseline" : nil, phrases.isEmpty ? nil : "✎ \(phrases)"].compactMap { $0 }
            var item = Markup("li", ["class": fell ? "fell" : nil], [RunTable.link(run)])
            item.add(" \(text.joined(separator: " "))")
            all.append((run.startedAt, item))
        }
        return all.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element.markup)
    }

    private static func text(_ acceptance: ViewedBaseline.Acceptance) -> String {
        "\(CalendarTime(secondsSince1970: acceptance.at).text) baseline accepted: \(VisibleText.shown(acceptance.text, limit: 160))"
    }

    private static func date(_ seconds: Double) -> String { String(CalendarTime(secondsSince1970: seconds).text.prefix(10)) }
}
