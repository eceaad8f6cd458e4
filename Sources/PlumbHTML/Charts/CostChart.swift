import PlumbMetrics
import PlumbReports

/// Accuracy against what an answer takes: money where all is priced, otherwise tokens, otherwise time.
struct CostChart {
    private struct Point {
        let title: String
        let x: Double
        let y: Double
        let interval: ClosedRange<Double>?
        let isBaseline: Bool
    }

    private let points: [Point]
    private let name: String
    private let text: (Double) -> String

    init(_ report: HTMLReport) {
        typealias Axis = (name: String, value: (VariantMetrics) -> Double?, text: (Double) -> String)
        let axes: [Axis] = [
            ("cost of an answer", { $0.cost.perTrial }, { Figure.money(dollars: $0) }),
            ("tokens of an answer", { $0.tokens?.total }, { Figure.fixed($0, decimals: 0) }),
            ("seconds of an answer", { $0.latency?.mean }, { Figure.duration(seconds: $0) }),
        ]
        let measured = report.columns.filter { $0.metrics.accuracy != nil }
        let axis = axes.first { axis in measured.allSatisfy { axis.value($0.metrics) != nil } } ?? axes[1]
        (name, text) = (axis.name, axis.text)
        points = measured.compactMap { column in
            guard let x = axis.value(column.metrics), let accuracy = column.metrics.accuracy else { return nil }
            return Point(
                title: column.title, x: x, y: accuracy.value, interval: accuracy.population, isBaseline: column.role == .baseline)
        }
    }

    var drawing: Drawing? {
        guard points.count > 1, let most = points.map(\.x).max(), most > 0 else { return nil }
        let (left, right, top, bottom) = (44.0, 500.0, 14.0, 220.0)
        let scale = Self.rounded(most * 1.05)
        func x(_ value: Double) -> Double { left + (right - left) * value / scale }
        func y(_ value: Double) -> Double { bottom - (bottom - top) * value }
        var parts: [Markup] = []
        for share in [0.0, 0.25, 0.5, 0.75, 1] {
            parts.append(Drawing.line("grid", left, y(share), right, y(share)))
            parts.append(Drawing.label(Figure.percent(share, of: 1), x: left - 6, y: y(share) + 4, anchor: "end"))
        }
        for share in [0.0, 0.5, 1] {
            let anchor = share == 1 ? "end" : share == 0 ? "start" : "middle"
            parts.append(Drawing.label(share == 0 ? "0" : text(scale * share), x: x(scale * share), y: bottom + 16, anchor: anchor))
        }
        parts.append(Drawing.label(name, x: right, y: bottom + 32, anchor: "end", style: "label axis-name"))
        parts.append(Drawing.line("axis", left, bottom, right, bottom))
        for point in points.sorted(by: { $0.isBaseline && !$1.isBaseline }) {
            if let interval = point.interval {
                parts.append(
                    Drawing.line(
                        point.isBaseline ? "whisker dim-line" : "whisker", x(point.x), y(interval.lowerBound), x(point.x),
                        y(interval.upperBound)))
            }
            parts.append(
                Markup(
                    "circle",
                    [
                        "class": point.isBaseline ? "point hollow" : "point", "cx": Drawing.number(x(point.x)),
                        "cy": Drawing.number(y(point.y)), "r": "5",
                    ], [Markup("title", [:], "\(point.title): \(Figure.percent(point.y, of: 1_000)), \(text(point.x))")]))
        }
        parts += labels(x, y)
        let words = points.map { "\($0.title): \(Figure.percent($0.y, of: 1_000)) at \(text($0.x))" }.joined(separator: "; ")
        return Drawing(
            title: "Accuracy against \(name)",
            how: "How to read: further up is right more often, further left is cheaper; the line is the 95 % interval for other inputs"
                + (points.contains { $0.isBaseline } ? ", and a hollow point is a baseline." : "."),
            content: [Drawing.area(510, 260, words, parts)])
    }

    /// The variants' names beside their points, moved apart where they would cover each other.
    private func labels(_ x: (Double) -> Double, _ y: (Double) -> Double) -> [Markup] {
        var taken: [(x: Double, y: Double)] = []
        return points.filter { !$0.isBaseline }.prefix(12).sorted { $0.y > $1.y }.map { point in
            let isRight = x(point.x) > 360
            let place = x(point.x) + (isRight ? -9 : 9)
            var height = y(point.y) + 4
            while taken.contains(where: { abs($0.y - height) < 13 && abs($0.x - place) < 150 }) { height += 13 }
            taken.append((place, height))
            return Drawing.label(point.title, x: place, y: height, anchor: isRight ? "end" : "start", style: "label strong")
        }
    }

    /// The next round number.
    private static func rounded(_ value: Double) -> Double {
        guard value.isFinite, value > 0 else { return 1 }
        var power = 1.0
        while power > value { power /= 10 }
        while power * 10 <= value { power *= 10 }
        return power * ([1.0, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].first { $0 * power >= value } ?? 10)
    }
}
