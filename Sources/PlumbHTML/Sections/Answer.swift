import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbReports

/// The answer to "is it worse?", before everything else.
struct Answer {
    /// What is asked.
    let question: String
    /// The answer in a word or two.
    let word: String
    /// The answer in one sentence.
    let sentence: String
    /// The answer's sign.
    let sign: String
    let tone: Tone
    /// What the document is called.
    let title: String

    init(_ report: HTMLReport) {
        switch report.subject {
        case .run(let results): self.init(results)
        case .comparison: self.init(comparing: report.columns)
        }
    }

    private init(_ results: RunResults) {
        let suite = VisibleText.shown(results.run.suite, limit: 80)
        let conclusion = RunConclusion(results: results)
        let gate = GateConclusion(results.gate)
        let isGate = !results.gate.isEmpty && results.run.purpose == .gate
        sentence = isGate ? gate.sentence : conclusion.sentence
        question =
            results.gate.isEmpty
            ? "How good is it?" : results.gate.count == 1 ? "Is it worse than its baseline?" : "Is any worse than its baseline?"
        let mark = isGate ? gate.mark : conclusion.mark
        sign = mark.sign
        if results.gate.isEmpty {
            word = Self.best(results)
            tone = Tone(mark)
        } else {
            (word, tone) = Self.verdict(results.gate)
        }
        title = "\(sign) \(suite): \(results.gate.isEmpty ? conclusion.sentence : word)"
    }

    /// The highest accuracy of all variants.
    private static func best(_ results: RunResults) -> String {
        let best = results.variants.compactMap { variant in variant.metrics.accuracy.map { ($0.value, variant.metrics.graded) } }
            .max { $0.0 < $1.0 }
        let lead = results.variants.count > 1 ? "At best " : ""
        return best.map { "\(lead)\(Figure.percent($0.0, of: $0.1)) right" } ?? "Not measured"
    }

    private static func verdict(_ reports: [GateReport]) -> (String, Tone) {
        let standings = Set(reports.map(\.standing))
        let worse = reports.count { $0.verdict == .regressed }
        if worse > 0 { return (Self.yes(worse, of: reports.count), .worse) }
        if standings.contains(.failed) { return ("A demand is not met", .worse) }
        if standings == [.fine] {
            return reports.contains { $0.verdict == .improved } ? ("No, better", .better) : ("No", .fine)
        }
        if standings == [.unknown] { return ("Could not be told", .open) }
        if standings == [.missingBaseline] { return ("No baseline yet", .open) }
        return (standings.contains(.unknown) ? "Not all could be told" : "Not known yet", .open)
    }

    private init(comparing columns: [ReportColumn]) {
        let others = columns.filter { $0.comparison != nil }
        let first = VisibleText.shown(columns.first?.title ?? "", limit: 80)
        let isPair = others.count == 1
        let tones = others.map { column in Tone(column.change?.interval) }
        let name = isPair ? VisibleText.shown(others[0].title, limit: 80) : "any"
        question = "Is \(name) worse than \(first)?"
        let worse = tones.count { $0 == .worse }
        if worse > 0 {
            (word, tone, sign) = (Self.yes(worse, of: others.count), .worse, "▼")
        } else if tones.contains(.better) {
            (word, tone, sign) = ("No, better", .better, "▲")
        } else if tones.contains(.plain) {
            (word, tone, sign) = ("No difference shown", .plain, "≈")
        } else {
            (word, tone, sign) = ("Cannot be told", .open, "?")
        }
        sentence = isPair ? others[0].comparison.map(ComparisonPage.sentence) ?? "" : Self.counts(tones, first)
        title = "\(sign) \(isPair ? name : "\(columns.count) measurements") beside \(first)"
    }

    private static func yes(_ worse: Int, of all: Int) -> String {
        all == 1 ? "Yes, worse" : "Yes, \(Figure.count(worse)) of \(Figure.count(all))"
    }

    private static func counts(_ tones: [Tone], _ first: String) -> String {
        let groups: [(Tone, String)] = [
            (.worse, "right less often"), (.better, "right more often"), (.plain, "without a difference shown"), (.open, "not to be told"),
        ]
        let parts = groups.compactMap { tone, phrase in
            let count = tones.count { $0 == tone }
            return count > 0 ? "\(Figure.count(count)) \(phrase)" : nil
        }
        return "of \(Figure.counted(tones.count, "measurement")) beside \(first): \(parts.joined(separator: ", "))"
    }
}
