import PlumbModel
public import PlumbRunner

/// What a run would ask, and what that would take, without asking.
public enum PlanPage {
    /// The plan with the estimate that belongs to it, and the commands that would carry it out.
    public static func page(_ plan: Plan, _ estimate: PlanEstimate, next: [Command]) -> Page {
        var page = Page()
        page.paragraph(
            """
            \(plan.suite.name, .bold): \(Figure.counted(plan.cases.count, "case")) × \(Figure.counted(plan.repetitions.count, "repetition")) × \
            \(Figure.counted(plan.variants.count, "variant")) = \(Figure.counted(plan.trialCount, "call"), .bold); nothing was asked
            """)
        page.blank()
        var table = Table([
            .init("variant", .identifier), .init("model", .wrapped), .init("calls", .number),
            .init("tokens in", .number), .init("tokens out", .number), .init("cost", .number),
        ])
        for variant in estimate.variants {
            table.add([
                StyledText(variant.name, .bold), StyledText(variant.model ?? "the backend's own"), "\(variant.calls)",
                "\(variant.inputTokens)",
                "\(variant.outputBasis == .guess ? "~" : "≤ ")\(variant.outputTokens)",
                StyledText(variant.cost.map { Figure.money(dollars: $0.dollars) } ?? "unpriced"),
            ])
        }
        if estimate.variants.count > 1 {
            table.add([
                StyledText("all", .bold), "", "\(estimate.calls)", "\(estimate.inputTokens)", "\(estimate.outputTokens)",
                StyledText(estimate.cost.map { Figure.money(dollars: $0.dollars) } ?? "unpriced"),
            ])
        }
        page.table(table)
        for note in notes(estimate) { page.paragraph(StyledText(note, .dim)) }
        if !next.isEmpty { page.append(Command.page(next)) }
        return page
    }

    private static func notes(_ estimate: PlanEstimate) -> [String] {
        var notes = ["tokens in are one for every four bytes; answers in the cache are not asked again, retries are not in it"]
        if estimate.variants.contains(where: { $0.outputBasis == .guess }) {
            notes.append("~ takes \(PlanEstimate.guessedOutputTokens) tokens an answer where the suite sets no max_tokens")
        }
        if !estimate.unpriced.isEmpty, estimate.cost != nil {
            notes.append("the cost leaves out what is unpriced: \(estimate.unpriced.joined(separator: ", "))")
        }
        return notes
    }
}
