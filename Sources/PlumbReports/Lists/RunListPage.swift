public import PlumbModel

/// Stored runs, one a line.
public enum RunListPage {
    /// The runs in the order given.
    public static func page(_ runs: [RunRecord]) -> Page {
        var page = Page()
        guard !runs.isEmpty else {
            page.paragraph("there are no runs yet")
            return page
        }
        var table = Table([
            .init("run", .identifier), .init("suite", .identifier), .init("by", .identifier), .init("status", .identifier),
            .init("took", .number), .init("variants", .truncated), .init("commit", .identifier),
        ])
        for run in runs {
            table.add([
                StyledText(run.id, .bold), StyledText(run.suite), StyledText(run.purpose.rawValue),
                StyledText(run.status.rawValue, run.status == .finished ? [] : .yellow),
                StyledText(run.endedAt.map { Figure.duration(seconds: $0 - run.startedAt) } ?? ""),
                StyledText(run.variants.map(\.name).joined(separator: ", ")), StyledText(run.commit ?? ""),
            ])
        }
        page.table(table)
        return page
    }
}
