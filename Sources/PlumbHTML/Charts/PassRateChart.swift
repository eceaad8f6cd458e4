import PlumbMetrics
import PlumbReports

/// How the cases' pass rates are spread, one small chart for each variant.
struct PassRateChart {
    /// Variants that are drawn.
    static let most = 12
    private static let names = ["never", "≤ 25 %", "≤ 50 %", "≤ 75 %", "< 100 %", "always"]

    private let report: HTMLReport

    init(_ report: HTMLReport) { self.report = report }

    var drawing: Drawing? {
        let columns = report.columns.filter { $0.role == .variant && $0.metrics.graded > 0 }
        guard !columns.isEmpty else { return nil }
        return Drawing(
            title: "How often cases pass",
            how: "How to read: each bar counts cases by the share of their trials that passed; bars between never and always are cases on "
                + "which the variant is unstable"
                + (columns.contains { $0.reference != nil } ? ", and the outline is what it is compared with." : "."),
            content: [Markup("div", ["class": "multiples"], columns.prefix(Self.most).map(multiple))])
    }

    private func multiple(_ column: ReportColumn) -> Markup {
        let now = Self.shares(column)
        let before = column.reference.map { Self.shares(report.columns[$0]) }
        let most = max(0.01, (now + (before ?? [])).max() ?? 0)
        let (width, height, base) = (40.0, 74.0, 84.0)
        var parts: [Markup] = []
        for (place, share) in now.enumerated() {
            let x = Double(place) * width + 4
            let count = Figure.counted(Int((share * Double(column.metrics.cases.count)).rounded()), "case")
            let size = height * share / most
            parts.append(
                Drawing.bar(
                    place == 0 ? "fill-worse" : place == 5 ? "fill-better" : "fill-open", x: x, y: base - size, width: width - 8,
                    height: size, title: "\(Self.names[place]): \(count)"))
            if let before {
                let outline = height * before[place] / most
                parts.append(
                    Drawing.bar(
                        "outline", x: x - 2, y: base - outline, width: width - 4, height: outline,
                        title: "before, \(Self.names[place]): \(Figure.percent(before[place], of: 1_000))"))
            }
            let text = share > 0 ? Figure.percent(share, of: 100) : ""
            parts.append(Drawing.label(text, x: x + width / 2 - 4, y: max(9, base - size - 3), anchor: "middle", style: "label small"))
            parts.append(Drawing.label(Self.names[place], x: x + width / 2 - 4, y: base + 12, anchor: "middle", style: "label small"))
        }
        parts.append(Drawing.line("axis", 0, base, 6 * width, base))
        let spread = zip(Self.names, now).map { "\($0) \(Figure.percent($1, of: 100))" }.joined(separator: ", ")
        return Markup(
            "div", [:], [Markup("h4", [:], column.title), Drawing.area(6 * width, 100, "\(column.title): \(spread)", parts)])
    }

    /// Shares of the measured cases that never pass, pass up to a quarter, a half, three quarters, less than always, and always.
    private static func shares(_ column: ReportColumn) -> [Double] {
        var counts = [Int](repeating: 0, count: 6)
        for entry in column.metrics.cases {
            guard let rate = entry.passRate else { continue }
            counts[rate <= 0 ? 0 : rate >= 1 ? 5 : min(4, 1 + Int((rate * 4).rounded(.up)) - 1)] += 1
        }
        let sum = Double(max(1, counts.reduce(0, +)))
        return counts.map { Double($0) / sum }
    }
}
