public import PlumbBaselines

/// What a gate says, for the terminal: each variant with its evidence, the gate's conclusion last.
public enum GatePage {
    /// The report on all variants, in the order given.
    public static func page(_ reports: [GateReport]) -> Page {
        var page = Page()
        for report in reports { page.append(VariantGatePage(report: report).page) }
        let conclusion = GateConclusion(reports)
        page.blank()
        page.paragraph("\(conclusion.mark.text) \(conclusion.sentence, .bold)", hanging: 2)
        return page
    }
}
