import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbRunner

/// The last words of a report on a run: one sentence, and what to type next.
package struct RunConclusion {
    let results: RunResults

    /// The conclusion on a run.
    package init(results: RunResults) { self.results = results }

    var page: Page {
        var page = Page()
        page.paragraph("\(mark.text) \(sentence)", hanging: 2)
        if !commands.isEmpty { page.append(Command.page(commands)) }
        return page
    }

    /// The sentence without a full stop.
    package var sentence: String {
        [stopped, demands, besideBaselines, standing].compactMap { $0 }.joined(separator: "; ")
    }

    /// Good only where something was asked of the run and is so: figures alone are neither good nor bad.
    package var mark: Mark {
        if !results.unmet.isEmpty { return .fail }
        if results.gate.contains(where: { $0.verdict == .regressed }) { return .worse }
        guard results.run.status == .finished, results.unmeasured.isEmpty, graded > 0 else { return .unknown }
        let isFine = results.gate.allSatisfy { $0.standing == .fine }
        return isFine && !(results.requirements.isEmpty && results.gate.isEmpty) ? .pass : .neutral
    }

    private var graded: Int { results.variants.reduce(0) { $0 + $1.metrics.graded } }

    /// Why the run is not whole; nil when it is.
    private var stopped: String? {
        let done = Figure.counted(results.trials, "trial")
        let again = "run it again to go on, no answer is asked twice"
        switch (results.run.status, results.ending) {
        case (.finished, _): return nil
        case (.limited, .budgetReached(let text)): return "the budget was reached after \(done): \(text)"
        case (.limited, _): return "a limit of the budget was reached after \(done)"
        case (.failed, .backendFailed(let error)):
            return "could not measure: \(VisibleText.shown(error.message, limit: 300)) (\(error.help ?? error.kind.remedy))"
        case (.failed, .storeFailed(let error)):
            let help = error.help.map { " (\($0))" } ?? ""
            return "stopped after \(done), which are kept: \(VisibleText.shown(error.message, limit: 300))\(help)"
        case (.failed, _): return "could not measure: the backend failed after \(done)"
        case (.interrupted, _): return "interrupted after \(done): \(again)"
        case (.running, _): return "\(done) so far"
        }
    }

    private var demands: String? {
        let all = results.requirements.count
        let unmet = results.unmet.count
        if unmet > 0 {
            return "\(Figure.count(unmet)) of \(Figure.counted(all, "requirement")) \(unmet == 1 ? "is" : "are") not met"
        }
        guard all > 0, results.unmeasured.isEmpty else { return nil }
        return all == 1 ? "the requirement is met" : "all \(Figure.count(all)) requirements are met"
    }

    /// Who got worse; that nobody did is said only when it is known of all.
    private var besideBaselines: String? {
        let regressed = results.gate.count { $0.verdict == .regressed }
        switch (results.gate.count, regressed) {
        case (0, _): return nil
        case (1, 1): return "worse than its baseline"
        case (let all, 1...): return "\(Figure.count(regressed)) of \(Figure.count(all)) variants are worse than their baselines"
        case (let all, _):
            guard results.gate.allSatisfy({ $0.standing == .fine }) else { return nil }
            return all == 1 ? "not worse than its baseline" : "no variant is worse than its baseline"
        }
    }

    /// The variants that could be graded, the best first; of equal ones the first.
    private var ranked: [RunResults.Variant] {
        results.variants.filter { $0.metrics.accuracy != nil }.enumerated()
            .sorted { ($1.element.accuracy, $0.offset) < ($0.element.accuracy, $1.offset) }.map(\.element)
    }

    /// Who is ahead, or how good the only variant is.
    private var standing: String? {
        let ranked = ranked
        guard let best = ranked.first else { return results.run.status == .failed ? nil : "nothing could be graded" }
        guard ranked.count > 1 else { return alone(best) }
        let second = ranked[1]
        let level = ranked.prefix { $0.accuracy == best.accuracy }.count
        let share = percent(best)
        if level > 2 { return "\(best.name), \(second.name) and \(Figure.counted(level - 2, "other")) are level at \(share)" }
        let field = ranked.count > 2 ? ", the best two of \(Figure.count(ranked.count)) variants" : ""
        if level == 2 { return "\(best.name) and \(second.name) are level at \(share)\(field)" }
        guard isAhead(best, of: second) else {
            return "no difference is shown between \(best.name) (\(share)) and \(second.name) (\(percent(second)))\(field)"
        }
        return "\(best.name) is ahead with \(share), against \(percent(second)) for \(second.name)\(field)"
    }

    private func alone(_ variant: RunResults.Variant) -> String {
        let always = Figure.count(variant.metrics.cases.count { $0.standing == .passes })
        return "\(variant.name) is right in \(percent(variant)) of its trials, always in \(always) of "
            + Figure.counted(variant.metrics.caseCount, "case")
    }

    /// Whether more than the chance of repeated calls speaks for it, case by case, as `plumb compare` judges.
    private func isAhead(_ best: RunResults.Variant, of second: RunResults.Variant) -> Bool {
        let accuracy = Comparison(baseline: second.tally, candidate: best.tally).difference(.accuracy)
        guard let interval = accuracy?.fixedSuite ?? accuracy?.interval else { return false }
        return interval.lowerBound > 0
    }

    private func percent(_ variant: RunResults.Variant) -> String { Figure.percent(variant.accuracy, of: variant.metrics.graded) }

    /// At most three commands, the most useful first.
    var commands: [Command] {
        let suite = results.run.suite
        guard results.trials > 0 else { return [] }
        var commands: [Command] = []
        let again = again
        if let again { commands.append(Command(["plumb", "run", suite], again)) }
        let ranked = ranked
        if ranked.count > 1, results.run.status == .finished {
            commands.append(
                Command(["plumb", "compare", "\(suite)/\(ranked[1].name)", "\(suite)/\(ranked[0].name)"], "more than chance?"))
        }
        if let worst = results.variants.compactMap({ CaseList(variant: $0, limit: 1).worst.first }).min(by: {
            ($0.passRate ?? 0) < ($1.passRate ?? 0)
        }) {
            commands.append(Command(["plumb", "show", suite, "--case", worst.id], "prompt, answers, reasons"))
        }
        if results.run.status == .finished, results.run.purpose == .run {
            if !results.baselines.isEmpty {
                commands.append(Command(["plumb", "gate", suite], "worse than the baseline?"))
            } else if again == nil {
                commands.append(Command(["plumb", "baseline", "accept", suite], "set the bar for later runs"))
            }
        }
        return Array(commands.prefix(3))
    }

    /// What asking again is good for; nil when the run is whole, so that it may become a baseline.
    private var again: String? {
        guard results.run.status == .finished else { return "go on" }
        let missing = results.variants.reduce(0) { $0 + $1.metrics.errors }
        if missing > 0 { return "ask for the \(Figure.counted(missing, "grade")) that \(missing == 1 ? "is" : "are") missing" }
        return isPart ? "the whole suite, before it is a baseline" : nil
    }

    /// Whether cases of the suite, as far as it is known, were left out.
    private var isPart: Bool {
        results.variants.contains { variant in
            let asked = Set(variant.tally.cases.lazy.filter { $0.graded + $0.errors > 0 }.map(\.id))
            return asked.count < variant.tally.cases.count || !results.sources.cases.keys.allSatisfy(asked.contains)
        }
    }
}

extension RunResults.Variant {
    /// The share of passes, 0 when nothing was graded.
    fileprivate var accuracy: Double { metrics.accuracy?.value ?? 0 }
}
