import PlumbMetrics
import PlumbModel

/// The first lines of every report on a run: what was measured, when, and on which model.
struct RunHeader {
    let results: RunResults
    /// The runs that the figures come from, where they are not all of one.
    var origins: [RunSummary.Origin] = []

    /// `triage: 40 cases × 5 repetitions × 3 variants`.
    var title: StyledText {
        let cases = results.variants.map(\.metrics.caseCount).max() ?? 0
        var parts = [Figure.counted(cases, "case")]
        if origins.count < 2 { parts.append(Figure.counted(results.run.repetitions, "repetition")) }
        if results.variants.count > 1 { parts.append(Figure.counted(results.variants.count, "variant")) }
        return "\(results.run.suite, .bold): \(parts.joined(separator: " × "))"
    }

    /// When, how long, on what: parts for a line of their own.
    var facts: [String] { Self.facts(of: results.run, models: models) }

    private static func facts(of run: RunRecord, models: [String]) -> [String] {
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
            let others = (served[variant.name] ?? []).filter { $0 != model && $0 != variant.backend.kind }
            var text = Self.name(of: variant.backend, model: model)
            if !others.isEmpty {
                text += model == nil ? " \(others.joined(separator: ", "))" : " (served as \(others.joined(separator: ", ")))"
            }
            return seen.insert(text).inserted ? text : nil
        }
    }

    /// `anthropic claude-…`, or `llama3.2 at localhost:11434` where the kind is only the protocol that a server speaks.
    private static func name(of backend: BackendIdentity, model: String?) -> String {
        if let model, backend.kind == "openai", let host = backend.endpoint.firstMatch(of: /^https?:\/\/([^\/@]+)/)?.1,
            host != "api.openai.com"
        {
            return "\(model) at \(host)"
        }
        return [backend.kind, model == backend.kind ? nil : model].compactMap { $0 }.joined(separator: " ")
    }

    var page: Page {
        var page = Page()
        page.paragraph(title)
        guard origins.count > 1 else {
            page.paragraph(StyledText(facts.joined(separator: " · "), .dim))
            return page
        }
        for origin in origins {
            var own = results
            own.run.variants.removeAll { !origin.variants.contains($0.name) }
            let facts = Self.facts(of: origin.run, models: RunHeader(results: own).models)
            let repetitions = Figure.counted(origin.run.repetitions, "repetition")
            page.paragraph(
                "\(origin.variants.joined(separator: ", ")): \((facts + [repetitions]).joined(separator: " · "), .dim)", indent: 2,
                hanging: 2)
        }
        return page
    }
}
