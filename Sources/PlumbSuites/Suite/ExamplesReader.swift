import PlumbModel

/// Reads the rows of `examples:`.
struct ExamplesReader {
    let context: LoadingContext

    /// The examples, or nil when something is wrong, which is reported.
    func read(_ form: ExamplesForm, turns: [Prompt.Turn]) -> Examples? {
        guard let rows = context.examples(form.from) else { return nil }
        let count = form.count ?? rows.count
        guard count <= rows.count else {
            context.findings.error(
                "too-few-examples", at: form.place, "\(count) examples are asked for, but there are only \(rows.count)")
            return nil
        }
        let areTurns = !turns.contains { $0.template.requiredVariables.contains("examples") }
        if areTurns, count > 0, let bare = rows.first(where: { $0.variables["expected"] == nil }) {
            context.findings.error(
                "example-without-answer", at: form.from.place, "the example '\(bare.id)' has no 'expected', which is shown as its answer",
                help: "add it, or loop over {{ examples }} in the prompt")
            return nil
        }
        return Examples(rows: rows, count: count, seed: form.seed)
    }
}
