import PlumbMetrics
import PlumbModel

/// The first lines of every report on a run: what was measured, when, and on which model.
struct RunHeader {
    let results: RunResults

    /// `triage: 40 cases × 5 repetitions × 3 variants`.
    var title: StyledText {
        let cases = results.variants.map(\.metrics.caseCount).max() ?? 0
        var parts = [Figure.counted(cases, "case"), Figure.counted(results.run.repetitions, "repetition")]
        if results.variants.count > 1 { parts.append(Figure.counted(results.variants.count, "variant")) }
        return "\(results.run.suite, .bold): \(parts.joined(separator: " × "))"
    }

    /// When, how long, on what: parts for a line of their own.
    var facts: [String] {
        let run = results.run
        var facts = [run.id, CalendarTime(secondsSince1970: run.startedAt).text]
        if let endedAt = run.endedAt { facts.append(Figure.duration(seconds: endedAt - run.startedAt)) }
        facts += models
        if let commit = run.commit { facts.append("commit \(commit)") }
        return facts
    }

    /// The backends and models asked, each once, with the models that answered where they have another name.
    var models: [String] {
        var seen: Set<String> = []
        let served = Dictionary(results.variants.map { ($0.name, $0.tally.servedModels) }) { first, _ in first }
        return results.run.variants.compactMap { variant in
            let model = variant.requestedModel ?? variant.backend.model
            let others = (served[variant.name] ?? []).filter { $0 != model }
            var text = [variant.backend.kind, model].compactMap { $0 }.joined(separator: " ")
            if !others.isEmpty {
                text += model == nil ? " \(others.joined(separator: ", "))" : " (served as \(others.joined(separator: ", ")))"
            }
            return seen.insert(text).inserted ? text : nil
        }
    }

    var page: Page {
        var page = Page()
        page.paragraph(title)
        page.paragraph(StyledText(facts.joined(separator: " · "), .dim))
        return page
    }
}
