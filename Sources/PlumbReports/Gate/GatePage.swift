public import PlumbBaselines
import PlumbModel

/// What a gate says, for the terminal: each variant with its evidence, the gate's conclusion last.
public enum GatePage {
    /// The report on a gated run: what was measured, then each variant, the errors, and the conclusion.
    public static func page(_ results: RunResults) -> Page {
        var page = RunHeader(results: results).page
        page.append(VerdictTable(reports: results.gate).page)
        for report in results.gate { page.append(VariantGatePage(report: report).page) }
        page.append(ErrorList(variants: results.variants, suite: results.run.suite).page)
        page.append(RunSummary.cacheNote(results))
        page.append(RunSummary.weather(results))
        page.append(conclusion(results.gate))
        return page
    }

    /// The conclusion alone, for a gate over several suites.
    public static func conclusion(_ reports: [GateReport]) -> Page {
        var page = Page()
        let conclusion = GateConclusion(reports)
        page.paragraph("\(conclusion.mark.text) \(conclusion.sentence, .bold)", hanging: 2)
        return page
    }
}
