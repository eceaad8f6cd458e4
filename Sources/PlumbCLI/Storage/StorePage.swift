import PlumbModel
import PlumbReports
import PlumbStore

/// What the store holds, for the terminal.
enum StorePage {
    /// How many runs of a suite are usually worth keeping.
    static let usualKeep = 10

    /// The suites with their runs, and what pruning would free.
    static func page(_ overview: StoreOverview, _ preview: PrunePreview, path: String) -> Page {
        var page = Page()
        guard !overview.suites.isEmpty else {
            page.paragraph(StyledText("no run is stored in \(path)"))
            return page
        }
        var table = Table([.init("suite", .identifier), .init("runs", .number), .init("trials", .number)] + times)
        for share in overview.suites {
            table.add([
                StyledText(share.suite), StyledText(Figure.count(share.runs)), StyledText(Figure.count(share.trials)),
                StyledText(CalendarTime(secondsSince1970: share.oldest).text),
                StyledText(CalendarTime(secondsSince1970: share.newest).text),
            ])
        }
        page.table(table)
        page.blank()
        page.paragraph(StyledText("\(bytes(overview.size)) in \(path)"))
        if !preview.runs.isEmpty {
            let subject = Figure.counted(preview.runs.count, "run")
            page.paragraph(
                StyledText("plumb store prune --keep \(usualKeep) would delete \(subject) and free about \(bytes(preview.bytes))"))
        }
        return page
    }

    private static let times: [Table.Column] = [.init("oldest", .identifier), .init("newest", .identifier)]

    /// A number of bytes as people read it, in steps of 1,000.
    static func bytes(_ count: Int) -> String {
        let value = Double(count)
        if value < 1_000 { return Figure.counted(count, "byte") }
        let units = [("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12)]
        let (name, scale) = units.last { value >= $0.1 } ?? ("kB", 1e3)
        return "\(Figure.fixed(value / scale, decimals: value / scale < 10 ? 1 : 0)) \(name)"
    }
}
