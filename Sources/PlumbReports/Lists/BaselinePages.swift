public import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// What is known of accepted results, for the terminal.
public enum BaselinePages {
    /// A stored baseline beside what waits for it.
    public struct Entry: Sendable {
        /// Suite, variant and which files there are.
        public var entry: BaselineStore.Entry
        /// The accepted results; nil when there are none.
        public var accepted: BaselineFile?

        /// A stored baseline.
        public init(_ entry: BaselineStore.Entry, accepted: BaselineFile?) {
            self.entry = entry
            self.accepted = accepted
        }
    }

    /// All baselines, one a line.
    public static func list(_ entries: [Entry]) -> Page {
        var page = Page()
        guard !entries.isEmpty else {
            page.paragraph("there are no baselines yet")
            page.append(Command.page([Command(["plumb", "baseline", "accept", "SUITE"], "make the last run's results the baseline")]))
            return page
        }
        var table = Table([
            .init("baseline", .identifier), .init("accuracy", .number), .init("cases", .number), .init("repetitions", .number),
            .init("waiting", .identifier), .init("accepted", .identifier), .init("reason", .wrapped), .init("by", .truncated),
            .init("runs", .number),
        ])
        for entry in entries { table.add(row(entry)) }
        page.table(table)
        let waiting = entries.count { $0.entry.state != .accepted }
        if waiting > 0 {
            page.append(
                Command.page([Command(["plumb", "baseline", "review"], "look at the \(Figure.counted(waiting, "result")) waiting")]))
        }
        return page
    }

    private static func row(_ entry: Entry) -> [StyledText] {
        let name = StyledText("\(entry.entry.suite)/\(entry.entry.variant)", .bold)
        let waiting = entry.entry.state == .accepted ? StyledText() : StyledText("pending", .yellow)
        guard let file = entry.accepted else { return [name, StyledText(Figure.unknown), "", "", waiting] }
        let metrics = VariantMetrics(file.tally)
        return [
            name, StyledText(metrics.accuracy.map { Figure.percent($0.value, of: metrics.graded) } ?? Figure.unknown),
            "\(metrics.caseCount)",
            StyledText(repetitions(metrics)), waiting, StyledText(String(file.acceptance?.at.prefix(10) ?? "")),
            StyledText(file.acceptance?.reason ?? ""), StyledText(file.acceptance?.by ?? ""), "\(file.occasions.count)",
        ]
    }

    private static func repetitions(_ metrics: VariantMetrics) -> String {
        let range = metrics.repetitions
        return range.lowerBound == range.upperBound ? "\(range.upperBound)" : "\(range.lowerBound)–\(range.upperBound)"
    }

    /// One baseline whole: who accepted it, on which runs it rests, its figures and its weakest cases.
    public static func show(_ file: BaselineFile, cases: Int = RunSummary.usualCases) -> Page {
        var page = Page()
        let variant = RunResults.Variant(file.tally)
        page.paragraph("baseline \("\(file.tally.suite)/\(file.tally.variant)", .bold)")
        page.paragraph(acceptance(file), hanging: 2)
        page.append(VariantTable(variants: [variant]).page)
        page.heading("measured in")
        var table = Table([
            .init("run", .identifier), .init("when", .identifier), .init("cases", .number), .init("repetitions", .number),
            .init("graded", .number), .init("errors", .number), .init("accuracy", .number),
        ])
        for occasion in file.occasions {
            table.add([
                StyledText(occasion.run), StyledText(String(occasion.at.prefix(10))), "\(occasion.cases)", "\(occasion.repetitions)",
                "\(occasion.graded)",
                occasion.errors > 0 ? "\(occasion.errors)" : "", StyledText(Figure.percent(occasion.accuracy, of: occasion.graded)),
            ])
        }
        page.table(table, indent: 2)
        page.append(CaseList(variant: variant, limit: cases).page)
        page.heading("prompt")
        CasePage.add(file.tally.promptText, to: &page)
        return page
    }

    private static func acceptance(_ file: BaselineFile) -> StyledText {
        guard let acceptance = file.acceptance else { return "\("waits to be accepted", .yellow)" }
        var text: StyledText = "accepted by \(acceptance.by) at \(acceptance.at)"
        if !acceptance.reason.isEmpty { text += ": \(acceptance.reason)" }
        if let overrode = acceptance.overrode {
            let evidence = overrode.pValue.map { " (\(Figure.pValue($0)))" } ?? ""
            text += StyledText(", although it was \(overrode.verdict.replacing("-", with: " "))\(evidence)", .yellow)
        }
        return text
    }

    /// A result that waits beside the accepted one, compared with it, and what to type to decide.
    ///
    /// Where a gate has judged the two, its sentence alone concludes: two tests of different questions would seem to disagree.
    public static func review(pending: BaselineFile, accepted: BaselineFile?, gate: GateReport? = nil) -> Page {
        var page = reviewed(pending: pending, accepted: accepted, gate: gate)
        let name = "\(pending.tally.suite)/\(pending.tally.variant)"
        page.append(
            Command.page([
                Command(["plumb", "baseline", "accept", name, "--reason", "why"], "take it"),
                Command(["plumb", "baseline", "reject", name], "throw it away"),
            ]))
        return page
    }

    /// What there is to decide about a result that waits, for somebody who is asked at once.
    public static func reviewed(pending: BaselineFile, accepted: BaselineFile?, gate: GateReport? = nil) -> Page {
        var page = Page()
        let name = "\(pending.tally.suite)/\(pending.tally.variant)"
        page.paragraph("\(name, .bold) waits to be accepted")
        page.paragraph(StyledText(pending.occasions.map { "run \($0.run), \($0.at)" }.joined(separator: "; "), .dim))
        if let accepted {
            let comparison = Comparison(baseline: accepted.tally, candidate: pending.tally, titles: ("accepted", "waiting"))
            guard let gate else {
                page.append(ComparisonPage.page(comparison))
                return page
            }
            page.append(ComparisonPage.evidence(comparison))
            page.blank()
            page.paragraph("\(gate.verdict.mark.text) \(gate.sentence, .bold)", hanging: 2)
        } else {
            let variant = RunResults.Variant(pending.tally)
            page.append(VariantTable(variants: [variant]).page)
            page.append(CaseList(variant: variant, limit: RunSummary.usualCases).page)
        }
        return page
    }
}
