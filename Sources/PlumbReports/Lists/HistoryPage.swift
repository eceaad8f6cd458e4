public import PlumbModel

/// How variants moved over their runs, for the terminal.
public enum HistoryPage {
    /// A variant in a run.
    public struct Row: Sendable {
        /// The run.
        public var run: RunRecord
        /// The variant's name.
        public var variant: String
        /// Its figures; nil when none were kept.
        public var figures: HistoryFigures?

        /// A variant in a run.
        public init(run: RunRecord, variant: String, figures: HistoryFigures?) {
            self.run = run
            self.variant = variant
            self.figures = figures
        }
    }

    /// A table for each variant, its newest run first, with its accuracy drawn from the oldest to the newest.
    public static func page(_ rows: [Row]) -> Page {
        var page = Page()
        guard !rows.isEmpty else {
            page.paragraph("there are no runs yet")
            return page
        }
        var order: [String] = []
        var groups: [String: [Row]] = [:]
        for row in rows {
            let name = "\(row.run.suite)/\(row.variant)"
            if groups[name] == nil { order.append(name) }
            groups[name, default: []].append(row)
        }
        for name in order {
            let rows = (groups[name] ?? []).sorted { $0.run.startedAt > $1.run.startedAt }
            page.heading(headline(name, rows))
            page.table(table(rows), indent: 2)
        }
        return page
    }

    private static func headline(_ name: String, _ rows: [Row]) -> StyledText {
        let known = rows.reversed().compactMap { row in row.figures.flatMap { figures in figures.accuracy.map { ($0, figures.graded) } } }
        guard let first = known.first, let last = known.last, known.count > 1 else { return StyledText(name) }
        let line = Sparkline.text(known.map(\.0))
        return
            "\(name)  \(line)  \(Figure.percent(first.0, of: first.1)) → \(Figure.percent(last.0, of: last.1)) over \(Figure.counted(known.count, "run"))"
    }

    private static func table(_ rows: [Row]) -> Table {
        var table = Table([
            .init("run", .identifier), .init("accuracy", .number), .init("new inputs", .number), .init("agreement", .number),
            .init("verdict", .identifier), .init("status", .identifier), .init("errors", .number), .init("p95", .number),
            .init("cost", .number), .init("commit", .identifier),
        ])
        for row in rows { table.add(cells(row)) }
        return table
    }

    private static func cells(_ row: Row) -> [StyledText] {
        let status = row.run.status == .finished ? StyledText() : StyledText(row.run.status.rawValue, .yellow)
        guard let figures = row.figures else {
            return [StyledText(row.run.id), StyledText(Figure.unknown), "", "", "", status, "", "", "", StyledText(row.run.commit ?? "")]
        }
        func share(_ value: Double?) -> StyledText { StyledText(value.map { Figure.percent($0, of: figures.graded) } ?? Figure.unknown) }
        return [
            StyledText(row.run.id), share(figures.accuracy).styled(.bold),
            StyledText(figures.interval.map { Figure.percents($0, of: figures.graded) } ?? Figure.unknown), share(figures.agreement),
            verdict(figures.verdict), status, figures.errors > 0 ? StyledText(Figure.count(figures.errors), .red) : "",
            StyledText(figures.latencyP95.map { Figure.duration(seconds: $0) } ?? Figure.unknown),
            StyledText(figures.dollars.map { Figure.money(dollars: $0) } ?? "unpriced"), StyledText(row.run.commit ?? ""),
        ]
    }

    private static func verdict(_ name: String?) -> StyledText {
        let mark: Mark
        switch name {
        case nil: return ""
        case "regressed": mark = .worse
        case "improved": mark = .better
        case "unchanged": mark = .level
        default: mark = .unknown
        }
        return "\(mark.text) \((name ?? "").replacing("-", with: " "))"
    }
}

/// Numbers as a line of little bars.
enum Sparkline {
    private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    /// The least span drawn over the full height, so that noise does not look like a mountain.
    static let leastSpan = 0.2
    /// The most numbers drawn; earlier ones are left out.
    static let longest = 40

    /// Shares of 0…1, the first to the left.
    static func text(_ values: [Double]) -> String {
        let values = values.suffix(longest)
        guard let least = values.min(), let most = values.max() else { return "" }
        let span = max(most - least, leastSpan)
        // The span is centred on the values but never leaves 0…1.
        let floor = max(0, min((least + most - span) / 2, 1 - span))
        return String(
            values.map { value in
                let share = min(max((value - floor) / span, 0), 1)
                return bars[Int((share * Double(bars.count - 1)).rounded())]
            })
    }
}
