import PlumbModel
import PlumbReports

/// How accuracy moved over the runs of each variant.
struct HistoryChart {
    /// Variants that are drawn, and runs of each.
    static let (mostVariants, mostRuns) = (12, 60)

    private let groups: [(name: String, rows: [HistoryPage.Row])]
    /// The shares at the bottom and at the top of every line, at least a fifth apart.
    private let range: ClosedRange<Double>

    init(_ report: HTMLReport) {
        let names = report.columns.filter { $0.role == .variant }.map(\.tally.variant)
        let rows = Dictionary(grouping: report.history.filter { $0.figures?.accuracy != nil }, by: \.variant)
        groups = names.prefix(Self.mostVariants).compactMap { name in
            let some = (rows[name] ?? []).sorted { ($0.run.startedAt, $0.run.id) < ($1.run.startedAt, $1.run.id) }.suffix(Self.mostRuns)
            return some.count > 1 ? (name, Array(some)) : nil
        }
        let shares = groups.flatMap(\.rows).compactMap { $0.figures?.accuracy }
        let (least, most) = (shares.min() ?? 0, shares.max() ?? 1)
        let low = max(0, ((min(least, most - 0.2)) * 20).rounded(.down) / 20)
        range = low...min(1, max((most * 20).rounded(.up) / 20, low + 0.2))
    }

    var drawing: Drawing? {
        guard !groups.isEmpty else { return nil }
        let row = 58.0
        let parts = groups.enumerated().flatMap { place, group in line(group.name, group.rows, top: Double(place) * row, height: row - 22) }
        let words = groups.map { group in
            "\(group.name): \(Self.text(group.rows.first)) to \(Self.text(group.rows.last)) over \(Figure.counted(group.rows.count, "run"))"
        }
        return Drawing(
            title: "Accuracy over the runs",
            how:
                "How to read: from the oldest run at the left to this one at the right, \(Figure.percent(range.lowerBound, of: 1)) at the bottom and "
                + "\(Figure.percent(range.upperBound, of: 1)) at the top of each line; a ring is a "
                + "run that a gate called regressed.",
            content: [Drawing.area(510, Double(groups.count) * row, words.joined(separator: "; "), parts)])
    }

    private static func text(_ row: HistoryPage.Row?) -> String {
        guard let figures = row?.figures, let accuracy = figures.accuracy else { return Figure.unknown }
        return Figure.percent(accuracy, of: figures.graded)
    }

    private func line(_ name: String, _ rows: [HistoryPage.Row], top: Double, height: Double) -> [Markup] {
        let (left, right, base) = (8.0, 440.0, top + 16 + height)
        let step = (right - left) / Double(max(1, rows.count - 1))
        let places = rows.enumerated().map { place, row in
            (
                x: left + Double(place) * step,
                y: base - height * ((row.figures?.accuracy ?? 0) - range.lowerBound) / (range.upperBound - range.lowerBound), row: row
            )
        }
        let path = places.enumerated().map { "\($0 == 0 ? "M" : "L")\(Drawing.number($1.x)) \(Drawing.number($1.y))" }.joined()
        var parts = [
            Drawing.label(name, x: left, y: top + 11, style: "label strong"),
            Drawing.line("grid", left, base, right, base), Drawing.line("grid", left, base - height, right, base - height),
            Markup("path", ["class": "spark", "d": path]),
        ]
        for (place, point) in places.enumerated() {
            let isRegressed = point.row.figures?.verdict == "regressed"
            let style = isRegressed ? "ring" : place == places.count - 1 ? "point" : "point faint"
            let when = CalendarTime(secondsSince1970: point.row.run.startedAt).text
            parts.append(
                Markup(
                    "circle",
                    ["class": style, "cx": Drawing.number(point.x), "cy": Drawing.number(point.y), "r": isRegressed ? "5" : "3"],
                    [Markup("title", [:], "\(when): \(Self.text(point.row))\(isRegressed ? ", regressed" : "")")]))
        }
        parts.append(Drawing.label(Self.text(rows.last), x: right + 10, y: (places.last?.y ?? base) + 4, style: "label strong"))
        return parts
    }
}
