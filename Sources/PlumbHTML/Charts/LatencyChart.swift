import PlumbMetrics
import PlumbModel
import PlumbReports

/// How long answers took, one line of bars for each variant on one scale.
struct LatencyChart {
    /// Variants that are drawn.
    static let most = 12
    /// Bars of a variant.
    private static let bins = 48

    private let columns: [ReportColumn]

    init(_ report: HTMLReport) {
        columns = Array(report.columns.filter { $0.role == .variant && $0.tally.latencies.contains { $0 > 0 } }.prefix(Self.most))
    }

    var drawing: Drawing? {
        let times = columns.flatMap(\.tally.latencies).filter { $0 > 0 && $0.isFinite }
        guard let least = times.min(), let most = times.max() else { return nil }
        let scale = Scale(least, most)
        let (left, right, row) = (8.0, 500.0, 60.0)
        var parts: [Markup] = []
        for (place, column) in columns.enumerated() {
            parts += bars(column, scale, top: Double(place) * row, left: left, right: right, row: row)
        }
        let bottom = Double(columns.count) * row
        for (share, anchor) in [(0.0, "start"), (0.5, "middle"), (1, "end")] {
            let text = Figure.duration(seconds: scale.seconds(share))
            parts.append(Drawing.label(text, x: left + (right - left) * share, y: bottom + 16, anchor: anchor))
        }
        let words = columns.compactMap { column in
            column.metrics.latency.map {
                "\(column.title): median \(Figure.duration(seconds: $0.p50)), 95th percentile \(Figure.duration(seconds: $0.p95))"
            }
        }
        return Drawing(
            title: "How long answers took",
            how: "How to read: the higher a bar the more answers took that long, on a scale where each step multiplies; the marks are the "
                + "median and the time that 95 of 100 answers keep.",
            content: [Drawing.area(510, bottom + 22, words.joined(separator: "; "), parts)])
    }

    /// Multiplying scale of times.
    private struct Scale {
        let least: Double
        let steps: Double

        init(_ least: Double, _ most: Double) {
            self.least = least
            steps = max(0.01, Self.log(most / least))
        }

        /// The place of a time, 0…1.
        func place(_ seconds: Double) -> Double { min(1, max(0, Self.log(max(seconds, least) / least) / steps)) }
        /// The time at a place.
        func seconds(_ place: Double) -> Double {
            // Halving finds the time without a library of functions.
            var (low, high) = (least, least * 1e12)
            for _ in 0..<80 {
                let middle = (low * high).squareRoot()
                if self.place(middle) < place { low = middle } else { high = middle }
            }
            return place <= 0 ? least : (low * high).squareRoot()
        }

        /// The logarithm to base 2, to the accuracy of a drawing.
        static func log(_ value: Double) -> Double {
            guard value.isFinite, value > 0 else { return 0 }
            // Exponent, then the significand of 1…2 by the area hyperbolic tangent.
            let ratio = (value.significand - 1) / (value.significand + 1)
            let square = ratio * ratio
            return Double(value.exponent) + 2.885_390_081_777_927 * ratio * (1 + square * (1 / 3 + square * (1 / 5 + square / 7)))
        }
    }

    private func bars(_ column: ReportColumn, _ scale: Scale, top: Double, left: Double, right: Double, row: Double) -> [Markup] {
        var counts = [Int](repeating: 0, count: Self.bins)
        for time in column.tally.latencies { counts[min(Self.bins - 1, Int(scale.place(time) * Double(Self.bins)))] += 1 }
        let highest = Double(max(1, counts.max() ?? 1))
        let width = (right - left) / Double(Self.bins)
        let (base, height) = (top + row - 6, row - 32)
        var parts = [Drawing.label(column.title, x: left, y: top + 11, style: "label strong")]
        for (place, count) in counts.enumerated() where count > 0 {
            let size = max(1, height * Double(count) / highest)
            parts.append(
                Drawing.bar(
                    "fill-accent", x: left + Double(place) * width, y: base - size, width: width - 1, height: size,
                    title: Figure.counted(count, "answer")))
        }
        parts.append(Drawing.line("axis", left, base, right, base))
        if let latency = column.metrics.latency {
            for (name, time) in [("p50", latency.p50), ("p95", latency.p95)] {
                let x = left + (right - left) * scale.place(time)
                parts.append(Drawing.line("mark", x, top + 15, x, base + 3))
                let anchor = x > right - 80 ? "end" : "start"
                parts.append(
                    Drawing.label(
                        "\(name) \(Figure.duration(seconds: time))", x: x + (anchor == "end" ? -3 : 3),
                        y: top + 23, anchor: anchor, style: "label small"))
            }
        }
        return parts
    }
}
