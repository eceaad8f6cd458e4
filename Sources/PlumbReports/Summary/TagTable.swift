import PlumbMetrics
import PlumbModel

/// The accuracy of each tag's cases, variants side by side, the weakest tag first.
struct TagTable {
    /// Tags that are shown.
    static let mostTags = 8

    let variants: [RunResults.Variant]

    /// Empty unless two tags have two cases each: otherwise tags say no more than cases do.
    var page: Page {
        var page = Page()
        let tags = tags
        guard tags.count(where: { $0.cases > 1 }) > 1 else { return page }
        var table = Table([.init("tag", .identifier), .init("cases", .number)] + variants.map { .init($0.name, .number) }, leading: 2)
        for tag in tags.prefix(Self.mostTags) {
            table.add([StyledText(tag.name), "\(Figure.count(tag.cases))"] + tag.figures.map { StyledText($0) })
        }
        page.table(table)
        if tags.count > Self.mostTags {
            page.paragraph(StyledText("… and \(Figure.counted(tags.count - Self.mostTags, "more tag"))", .dim))
        }
        return page
    }

    private var tags: [(name: String, cases: Int, weakest: Double, figures: [String])] {
        let known = variants.map { Dictionary($0.metrics.tags.map { ($0.tag, $0) }) { first, _ in first } }
        return Set(known.flatMap(\.keys)).map { name in
            let figures = known.map { $0[name] }
            let accuracies = figures.compactMap { $0?.accuracy?.value }
            return (
                name, figures.compactMap { $0?.caseCount }.max() ?? 0, accuracies.min() ?? 2,
                figures.map { tag in tag?.accuracy.map { Figure.percent($0.value, of: tag?.graded ?? 0) } ?? Figure.unknown }
            )
        }.sorted { ($0.weakest, $0.name) < ($1.weakest, $1.name) }
    }
}
