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
        if areTurns, count > 0, !fit(rows, form, turns) { return nil }
        return Examples(rows: rows, count: count, seed: form.seed)
    }

    /// Whether every row can be shown as a question, in the words of the last user turn, and its answer; reports the first that cannot.
    private func fit(_ rows: [Case], _ form: ExamplesForm, _ turns: [Prompt.Turn]) -> Bool {
        if let bare = rows.first(where: { $0.variables["expected"] == nil }) {
            context.findings.error(
                "example-without-answer", at: form.from.place,
                "the example \(Self.shown(bare)) has no 'expected', which is shown as its answer",
                help: "add it, or loop over {{ examples }} in the prompt")
            return false
        }
        guard let question = turns.last(where: { $0.role == .user }) else { return true }
        for row in rows {
            do throws(TemplateError) { _ = try question.template.render(row.variables) } catch {
                context.findings.error(
                    "example-does-not-fit", at: form.from.place,
                    "the example \(Self.shown(row)) does not fill the prompt: \(error.message)",
                    help: error.help)
                return false
            }
        }
        return true
    }

    /// The row's place, where it has no name of its own.
    private static func shown(_ row: Case) -> String {
        guard row.id.hasPrefix("case-"), let location = row.location else { return "'\(row.id)'" }
        return "in \(location.file):\(location.line)"
    }
}
