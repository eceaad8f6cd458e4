import PlumbBaselines
import PlumbMetrics
public import PlumbModel
import PlumbRunner

/// What a run says, for the terminal: figures first, then the worst cases, the conclusion last.
public enum RunSummary {
    /// How many cases are shown of each variant.
    public static let usualCases = 5

    /// A run that some of the variants were measured in.
    public struct Origin: Sendable {
        /// The run.
        public var run: RunRecord
        /// The names of its variants whose figures are shown.
        public var variants: [String]

        /// A run with the variants that come from it.
        public init(run: RunRecord, variants: [String]) {
            self.run = run
            self.variants = variants
        }
    }

    /// The summary as a page.
    ///
    /// - Parameters:
    ///   - cases: The most failing cases shown of each variant.
    ///   - origins: The runs that the figures come from, where they are not all of the results' own run.
    public static func page(_ results: RunResults, cases: Int = usualCases, origins: [Origin] = []) -> Page {
        var page = RunHeader(results: results, origins: origins).page
        page.append(VariantTable(variants: results.variants).page)
        page.append(TagTable(variants: results.variants).page)
        for variant in results.variants { page.append(CaseList(variant: variant, limit: cases).page) }
        page.append(ErrorList(variants: results.variants, suite: results.run.suite).page)
        page.append(RequirementList(results: results.requirements).page)
        page.append(verdicts(results))
        page.append(notes(results))
        page.append(RunConclusion(results: results).page)
        return page
    }

    /// How the variants stand to their baselines, a sentence each; empty without baselines.
    private static func verdicts(_ results: RunResults) -> Page {
        var page = Page()
        guard !results.gate.isEmpty else { return page }
        page.heading("beside the baselines")
        for report in results.gate { page.paragraph("\(report.verdict.mark.text) \(report.sentence)", indent: 2, hanging: 2) }
        return page
    }

    /// What cannot be known, and how much came from the cache.
    private static func notes(_ results: RunResults) -> Page {
        var page = Page()
        for unknown in unknowns(results) { page.paragraph("\(Mark.unknown.text) not known\(unknown)", hanging: 2) }
        page.append(cacheNote(results))
        page.append(weather(results))
        return page
    }

    /// Which calls were made again and what was waited for; empty when nothing happened.
    static func weather(_ results: RunResults) -> Page {
        var page = Page()
        for sentence in results.run.weather?.sentences ?? [] { page.paragraph(StyledText(sentence, .dim)) }
        return page
    }

    /// How much came from the cache; empty when nothing did.
    static func cacheNote(_ results: RunResults) -> Page {
        var page = Page()
        let cached = results.variants.reduce(0) { $0 + $1.metrics.cached }
        guard cached > 0 else { return page }
        let answers = results.variants.reduce(0) { sum, variant in
            sum + variant.metrics.trials - variant.metrics.failures.reduce(0) { $0 + $1.count }
        }
        page.paragraph(
            StyledText("\(Figure.count(cached)) of \(Figure.counted(answers, "answer")) came from the cache; --fresh asks again", .dim))
        return page
    }

    /// What the variants leave open, each phrase once, with the variants' names where it does not concern all.
    static func unknowns(_ results: RunResults) -> [StyledText] {
        var order: [String] = []
        var names: [String: [String]] = [:]
        for variant in results.variants {
            // That a variant is unpriced stands in the table.
            for phrase in variant.metrics.unknowns where phrase != "cost: unpriced" {
                if names[phrase] == nil { order.append(phrase) }
                names[phrase, default: []].append(variant.name)
            }
        }
        return order.map { phrase in
            let concerned = names[phrase] ?? []
            return concerned.count == results.variants.count ? ": \(phrase)" : " of \(concerned.joined(separator: ", ")): \(phrase)"
        }
    }
}
