import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// A run or a gate for a pull request's comment or a step's summary: the verdict first, details folded.
public enum MarkdownReport {
    /// Bytes that a comment of GitHub safely takes.
    public static let commentLimit = 60_000

    /// Bytes that the summary of a workflow's step safely takes: GitHub refuses more than 1,024 k.
    public static let summaryLimit = 1_000_000

    /// The hidden first line by which a comment about several suites is found and updated.
    public static let commonMarker = "<!-- plumb -->"

    /// The hidden first line by which a comment about one suite is found and updated.
    public static func marker(suite: String) -> String {
        "<!-- plumb:\(ReportName.shown(suite).replacing("--", with: "-").replacing(">", with: "")) -->"
    }

    /// The reports of several suites below each other, together in at most `limit` bytes.
    ///
    /// The first line is the mark of a comment: the suite's own for one, the common one for several.
    public static func text(_ results: [RunResults], limit: Int = commentLimit) -> String {
        guard results.count != 1 else { return text(results[0], limit: limit) }
        let room = limit - commonMarker.utf8.count - 1
        return commonMarker + "\n" + results.map { body($0, limit: room / max(1, results.count) - 1) }.joined(separator: "\n")
    }

    /// The report in at most `limit` bytes, below its mark; what has to be left out is named.
    public static func text(_ results: RunResults, limit: Int = commentLimit) -> String {
        let marker = marker(suite: results.run.suite) + "\n"
        return marker + body(results, limit: limit - marker.utf8.count)
    }

    /// The report without a mark.
    private static func body(_ results: RunResults, limit: Int) -> String {
        var document = MarkdownDocument()
        let rows = limit > commentLimit ? MarkdownSections.manyRows : MarkdownSections.usualRows
        let sections = MarkdownSections(results: results, rows: rows)
        document.add("headline", .required, sections.headline)
        document.add("figures", .required, sections.variantTable)
        document.add("evidence", .important, sections.verdicts)
        document.add("cases that got worse", .important, sections.regressed)
        document.add("requirements", .important, sections.demands)
        document.add("errors", .important, sections.errors)
        document.add("what changed", .useful, sections.changes)
        document.add("cases that got better", .useful, sections.improved)
        document.add("failing and unstable cases", .nice, sections.weakCases)
        document.add("tags", .nice, sections.tags)
        document.add("what is not known", .nice, sections.unknowns)
        document.add("closing", .required, sections.footer)
        return document.text(limit: limit)
    }
}
