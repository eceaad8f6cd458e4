import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbStatistics

/// The folded parts of a Markdown report, and its last lines.
extension MarkdownSections {
    /// What differs in the asking, with the prompt's lines.
    var changes: String {
        let parts = results.gate.filter { !$0.attribution.isEmpty }.prefix(5).map { report in
            let list = report.attribution.map { change -> String in
                var text = "- \(MarkdownText.plain(ChangePhrase.text(change)))\n"
                if case .prompt(let diff) = change {
                    let lines = DiffLines.excerpt(diff, most: 60).map(\.plain).joined(separator: "\n")
                    text += "\n" + MarkdownText.fence(lines, language: "diff", limit: 6_000) + "\n"
                }
                return text
            }
            return "\(MarkdownText.code(report.variant))\n\n" + list.joined()
        }
        return folded("What changed in the asking", parts.joined(separator: "\n"))
    }

    /// The cases that do not always pass, worst first, over all variants.
    var weakCases: String {
        let weak = results.variants.flatMap { variant in CaseList(variant: variant, limit: 0).worst.map { (variant.name, $0) } }
            .sorted { ($0.1.passRate ?? 0) < ($1.1.passRate ?? 0) }
        guard !weak.isEmpty else { return "" }
        var table = MarkdownTable([
            ("", false), ("variant", false), ("case", false), ("passes", true), ("leading answer", false), ("because", false),
        ])
        for (variant, entry) in weak.prefix(rows) {
            let leading = entry.tally.answers.first
            let failing = entry.tally.answers.first { $0.passes < $0.count }
            table.add([
                (entry.standing == .fails ? Mark.fail : Mark.flaky).sign, MarkdownText.cellCode(variant), MarkdownText.cellCode(entry.id),
                "\(entry.tally.passes)/\(entry.tally.graded)", leading.map { MarkdownText.cellCode($0.text, limit: 120) } ?? "*no answer*",
                failing.map { MarkdownText.cellCode($0.reason, limit: 200) } ?? "",
            ])
        }
        return folded("\(Figure.counted(weak.count, "failing or unstable case"))", table.text + more(weak.count - rows, "case"))
    }

    /// The gate's test within each tag; nothing outside a gate.
    var tags: String {
        let all = results.gate.flatMap { report in report.tags.map { (report.variant, $0) } }
        guard !all.isEmpty else { return "" }
        var table = MarkdownTable([
            ("", false), ("variant", false), ("tag", false), ("cases", true), ("change", true), ("p, corrected", true),
            ("sees drops from", true),
        ])
        for (variant, tag) in all.sorted(by: { $0.1.adjustedP < $1.1.adjustedP }).prefix(rows) {
            table.add([
                tag.verdict == .regressed ? Mark.worse.sign : "", MarkdownText.cellCode(variant), MarkdownText.cellCode(tag.tag),
                "\(Figure.count(tag.cases))",
                Figure.points(0 - tag.drop), Figure.pNumber(tag.adjustedP).replacing("<", with: "&lt;"),
                Figure.plainPoints(tag.minimumDetectableDrop),
            ])
        }
        return folded("Tags", table.text + more(all.count - rows, "tag"))
    }

    /// What the variants leave open, each phrase once.
    var unknowns: String {
        let phrases = RunSummary.unknowns(results).prefix(rows)
        return folded("Not known", phrases.map { "- not known\(MarkdownText.plain($0.plain))\n" }.joined())
    }

    /// What to type, and what was measured.
    var footer: String {
        let reproduce = Command(["plumb", results.run.purpose.rawValue, results.run.suite], "")
        var commands = ["\(MarkdownText.code(reproduce.text)) reproduces this"]
        let changed = results.gate.filter { $0.verdict == .regressed || $0.verdict == .improved }
        if let first = changed.first {
            commands.append("\(MarkdownText.code("plumb baseline accept \(first.suite)/\(first.variant)")) accepts it, if it is meant")
        }
        let facts = RunHeader(results: results)
        return
            "\(commands.joined(separator: " · "))\n\n<sub>\(MarkdownText.plain(([facts.title.plain] + facts.facts).joined(separator: " · ")))</sub>\n"
    }
}
