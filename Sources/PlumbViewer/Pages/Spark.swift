import PlumbHTML
import PlumbReports

/// How accuracy moved over the last runs of a variant, in the height of a line.
struct Spark {
    /// Runs that are drawn.
    static let most = 20
    private static let (width, height, edge) = (120.0, 24.0, 4.0)

    private let rows: [HistoryPage.Row]

    /// A line of runs in any order.
    init(rows: [HistoryPage.Row]) {
        self.rows = rows.measured.suffix(Self.most)
    }

    /// The drawing; nil for fewer than two runs.
    var markup: Markup? {
        guard rows.count > 1 else { return nil }
        let values = rows.compactMap { $0.figures?.accuracy }
        // Less than ten points of movement must not look like much.
        let (least, most) = (values.min() ?? 0, values.max() ?? 1)
        let low = max(0, min(least, (least + most - 0.1) / 2))
        let high = max(most, low + 0.1)
        let step = (Self.width - 2 * Self.edge) / Double(values.count - 1)
        let places = values.enumerated().map { place, value in
            (
                x: Self.edge + Double(place) * step,
                y: Self.height - Self.edge - (Self.height - 2 * Self.edge) * (value - low) / (high - low)
            )
        }
        let path = places.enumerated().map { "\($0 == 0 ? "M" : "L")\(Drawing.number($1.x)) \(Drawing.number($1.y))" }.joined()
        var parts = [Markup("path", ["class": "spark", "d": path])]
        for (place, row) in zip(places, rows) where row.figures?.verdict == "regressed" {
            parts.append(Markup("circle", ["class": "ring", "cx": Drawing.number(place.x), "cy": Drawing.number(place.y), "r": "3.5"]))
        }
        if let last = places.last {
            parts.append(Markup("circle", ["class": "point", "cx": Drawing.number(last.x), "cy": Drawing.number(last.y), "r": "2.5"]))
        }
        let words =
            "\(Figure.percent(values[0], of: 1_000)) to \(Figure.percent(values[values.count - 1], of: 1_000)) over \(Figure.counted(values.count, "run"))"
        return Drawing.area(Self.width, Self.height, words, parts)
    }
}
