import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// A run or a gate for a pull request's comment or a step's summary: the verdict first, details folded.
public enum MarkdownReport {
    /// Bytes that a comment of GitHub safely takes.
    public static let commentLimit = 60_000

    /// The hidden first line by which a comment is found and updated.
    public static func marker(suite: String) -> String {
        "<!-- plumb:\(VisibleText.shown(suite).replacing("--", with: "-").replacing(">", with: "")) -->"
    }

    /// The reports of several suites below each other, together in at most `limit` bytes.
    public static func text(_ results: [RunResults], limit: Int = commentLimit) -> String {
        results.map { text($0, limit: limit / max(1, results.count) - 1) }.joined(separator: "\n")
    }

    /// The report in at most `limit` bytes; what has to be left out is named.
    public static func text(_ results: RunResults, limit: Int = commentLimit) -> String {
        var document = MarkdownDocument()
        let sections = MarkdownSections(results: results)
        document.add("headline", .required, "\(marker(suite: results.run.suite))\n\(sections.headline)")
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
