import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbRunner

/// The last words of a report on a run: one sentence, and what to type next.
struct RunConclusion {
    let results: RunResults

    var page: Page {
        var page = Page()
        page.paragraph("\(mark.text) \(sentence)", hanging: 2)
        if !commands.isEmpty { page.append(Command.page(commands)) }
        return page
    }

    /// The sentence without a full stop.
    var sentence: String {
        [stopped, demands, standing].compactMap { $0 }.joined(separator: "; ")
    }

    var mark: Mark {
        if !results.unmet.isEmpty { return .fail }
        if results.gate.contains(where: { $0.verdict == .regressed }) { return .worse }
        let isWhole = results.run.status == .finished
        return isWhole && results.unmeasured.isEmpty && results.variants.contains { $0.metrics.graded > 0 } ? .pass : .unknown
    }

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
        let unmet = results.unmet.count
        guard unmet > 0 else { return nil }
        return "\(unmet) of \(Figure.counted(results.requirements.count, "requirement")) \(unmet == 1 ? "is" : "are") not met"
    }

    /// Who is ahead, or how good the only variant is.
    private var standing: String? {
        let measured = results.variants.filter { $0.metrics.accuracy != nil }
        let ranked = measured.enumerated()
            .sorted { ($1.element.accuracy, $0.offset) < ($0.element.accuracy, $1.offset) }.map(\.element)
        guard let best = ranked.first else { return results.run.status == .failed ? nil : "nothing could be graded" }
        let share = percent(best)
        guard let second = ranked.dropFirst().first else {
            let always = best.metrics.cases.count { $0.standing == .passes }
            return
                "\(best.name) is right in \(share) of its trials, always in \(always) of \(Figure.counted(best.metrics.caseCount, "case"))"
        }
        if best.accuracy == second.accuracy { return "\(best.name) and \(second.name) are level at \(share)" }
        let others = ranked.count == 2 ? second.name : "the next best, \(second.name)"
        return "\(best.name) is ahead with \(share), against \(percent(second)) for \(others)"
    }

    private func percent(_ variant: RunResults.Variant) -> String { Figure.percent(variant.accuracy, of: variant.metrics.graded) }

    /// At most three commands, the most useful first.
    var commands: [Command] {
        let suite = results.run.suite
        guard results.trials > 0 else { return [] }
        var commands: [Command] = []
        if results.run.status != .finished { commands.append(Command(["plumb", "run", suite], "go on")) }
        if results.variants.count > 1, results.run.status == .finished {
            let ranked = results.variants.sorted { $0.accuracy > $1.accuracy }
            commands.append(
                Command(
                    ["plumb", "compare", "\(suite)/\(ranked[1].name)", "\(suite)/\(ranked[0].name)"],
                    "more than chance?"))
        }
        if let worst = results.variants.compactMap({ CaseList(variant: $0, limit: 1).worst.first }).min(by: {
            ($0.passRate ?? 0) < ($1.passRate ?? 0)
        }) {
            commands.append(Command(["plumb", "show", suite, "--case", worst.id], "prompt, answers, reasons"))
        }
        if results.run.status == .finished, results.run.purpose == .run {
            commands.append(
                results.baselines.isEmpty
                    ? Command(["plumb", "baseline", "accept", suite], "set the bar for later runs")
                    : Command(["plumb", "gate", suite], "worse than the baseline?"))
        }
        return Array(commands.prefix(3))
    }
}

extension RunResults.Variant {
    /// The share of passes, 0 when nothing was graded.
    fileprivate var accuracy: Double { metrics.accuracy?.value ?? 0 }
}
