import PlumbBaselines
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

    /// A table for each variant, its newest run first, with its accuracy drawn from the oldest to the newest and, below, where it began
    /// to fall and what had changed there.
    ///
    /// - Parameters:
    ///   - rows: The variants of the runs, in any order.
    ///   - baselines: The accepted results that runs are held against, of all suites.
    ///   - variants: The order of variants within each suite; others come after them.
    public static func page(_ rows: [Row], baselines: [VariantTally] = [], variants: [String] = []) -> Page {
        var page = Page()
        guard !rows.isEmpty else {
            page.paragraph("there are no runs yet")
            return page
        }
        for group in HistoryGroup.all(rows, baselines: baselines, variants: variants) {
            page.heading(headline(group))
            page.table(table(group), indent: 2)
            for point in group.analysis.changePoints {
                page.paragraph("\(Mark.worse.text) \(sentence(point, group))", indent: 2, hanging: 2)
            }
            if let caution = group.analysis.caution { page.paragraph(StyledText(caution, .dim), indent: 2) }
        }
        return page
    }

    private static func headline(_ group: HistoryGroup) -> StyledText {
        let known = group.rows.compactMap { row in row.figures.flatMap { figures in figures.accuracy.map { ($0, figures.graded) } } }
        guard let first = known.first, let last = known.last, known.count > 1 else { return StyledText(group.name) }
        let line = Sparkline.text(known.map(\.0))
        return
            "\(group.name)  \(line)  \(Figure.percent(first.0, of: first.1)) → \(Figure.percent(last.0, of: last.1)) over \(Figure.counted(known.count, "run"))"
    }

    /// `fell below the baseline from run A on, known since run B; there changed: the prompt: 2 lines added, 1 removed`.
    static func sentence(_ point: HistoryAnalysis.ChangePoint, _ group: HistoryGroup) -> String {
        let (start, alarm) = (group.analysis.points[point.start], group.analysis.points[point.alarm])
        let known = point.start == point.alarm ? "" : ", known since \(alarm.run)"
        let changes = start.changes.map(ChangePhrase.text).joined(separator: "; ")
        let cause =
            changes.isEmpty
            ? "nothing that was asked had changed there: it is the model behind the name, the time, or chance" : "there changed \(changes)"
        return "below the baseline from \(start.run) on\(known); \(cause)"
    }

    private static func table(_ group: HistoryGroup) -> Table {
        var table = Table([
            .init("run", .identifier), .init("accuracy", .number), .init("new inputs", .number), .init("agreement", .number),
            .init("verdict", .identifier), .init("z", .number), .init("sum", .number), .init("changed", .wrapped),
            .init("status", .identifier), .init("errors", .number), .init("p95", .number),
            .init("cost", .number), .init("commit", .identifier),
        ])
        let starts = Set(group.analysis.changePoints.map(\.start))
        for place in group.rows.indices.reversed() {
            let own = cells(group.rows[place])
            let point = group.analysis.points[place]
            let isHigh = (point.sum ?? 0) > HistoryAnalysis.limit
            let changed = point.changes.map { $0.name.replacing("-", with: " ") }.joined(separator: ", ")
            let mark: StyledText = starts.contains(place) ? "\(Mark.worse.text) \(changed)" : StyledText(changed)
            table.add(
                own.prefix(5) + [
                    StyledText(point.z.map { Figure.fixed($0, decimals: 1) } ?? ""),
                    StyledText(point.sum.map { Figure.fixed($0, decimals: 1) } ?? "", isHigh ? .red : []), mark,
                ] + own.dropFirst(5))
        }
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
