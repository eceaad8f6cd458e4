import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// How one case of a run stands for those who want a colour: in the light of its baseline where there is one.
///
/// A gate must not be red for nothing, so that with a baseline only a case that got worse beyond chance fails.
enum CaseStanding: Sendable, Hashable {
    /// Every graded trial passed.
    case passed
    /// Some trials failed; with a baseline, not more than chance explains.
    case unstable
    /// It got worse beyond chance, or, without a baseline, most of its trials failed.
    case failed
    /// Most of its trials fail as they did in the baseline.
    case failsAsBefore
    /// It was asked without a grade.
    case broken
    /// It was not asked.
    case notAsked

    /// Decides from a case's counts now and in the baseline, if it was measured there with the same content.
    init(_ tally: CaseTally, baseline: CaseTally?, isRegressed: Bool) {
        guard tally.graded > 0 else {
            self = tally.errors > 0 ? .broken : .notAsked
            return
        }
        let passesMostly = 2 * tally.passes > tally.graded
        if isRegressed {
            self = .failed
        } else if tally.passes == tally.graded {
            self = .passed
        } else if let baseline {
            self = !passesMostly && 2 * baseline.passes <= baseline.graded ? .failsAsBefore : .unstable
        } else {
            self = passesMostly ? .unstable : .failed
        }
    }
}

/// A case of a run with what is known of it elsewhere.
struct CaseContext {
    let tally: CaseTally
    /// The accepted counts of the same case with the same content.
    let baseline: CaseTally?
    /// The p value of its own change, when it got worse beyond chance.
    let regressedP: Double?
    let standing: CaseStanding

    /// The cases of a variant in the suite's order.
    static func all(_ variant: RunResults.Variant, _ index: ResultIndex) -> [CaseContext] {
        let gate = index.gate[variant.name]
        let regressed = Dictionary((gate?.casesRegressed ?? []).map { ($0.id, $0.pValue) }) { first, _ in first }
        let isGated = gate?.evidence != nil
        let stored = Dictionary((index.baselines[variant.name]?.cases ?? []).map { ($0.id, $0) }) { first, _ in first }
        return variant.tally.cases.map { tally in
            let baseline = isGated ? stored[tally.id].flatMap { $0.contentHash == tally.contentHash && $0.graded > 0 ? $0 : nil } : nil
            return CaseContext(
                tally: tally, baseline: baseline, regressedP: regressed[tally.id],
                standing: CaseStanding(tally, baseline: baseline, isRegressed: regressed[tally.id] != nil))
        }
    }

    /// `20/20 → 1/5 passed (p = 0.0004)`; without a baseline `1/5 passed`.
    var counts: String {
        var text = "\(tally.passes)/\(tally.graded) passed"
        if let baseline { text = "\(baseline.passes)/\(baseline.graded) → \(text)" }
        if let regressedP { text += " (\(Figure.pValue(regressedP)))" }
        return text
    }

    /// The distinct answers that did not always pass, most frequent first.
    var failingAnswers: [CaseTally.Answer] { tally.answers.filter { $0.passes < $0.count } }

    /// One line: counts and the first reason.
    var summary: String {
        let reason = failingAnswers.first?.reason ?? ""
        return counts + (reason.isEmpty ? "" : ": \(VisibleText.shown(reason, limit: 300))")
    }

    /// Distinct answers that a report of one case tells.
    static let mostAnswers = 5

    /// Counts, tags, what was expected, every distinct answer with its reason, and how to look closer.
    func details(expected: String?, suite: String, variant: String) -> String {
        var lines = [counts]
        if !tally.tags.isEmpty { lines.append("tags: \(VisibleText.shown(tally.tags.joined(separator: ", "), limit: 500))") }
        if let expected { lines.append("expected: \(VisibleText.shown(expected, limit: 1_000))") }
        for answer in tally.answers.prefix(Self.mostAnswers) {
            lines.append("\(answer.count) × answered: \(VisibleText.shown(answer.text, limit: 1_000))")
            lines.append(answer.passes == answer.count ? "    passes" : "    because: \(VisibleText.shown(answer.reason, limit: 500))")
        }
        if tally.answers.count > Self.mostAnswers {
            lines.append("and \(Figure.counted(tally.answers.count - Self.mostAnswers, "other answer"))")
        }
        let command = Command(["plumb", "show", suite, "--variant", variant, "--case", ReportName.shown(tally.id)], "")
        return (lines + ["look closer: \(command.text)"]).joined(separator: "\n")
    }
}

/// Names of cases and variants within reports of limited size.
enum ReportName {
    /// The longest name that is told whole, in Unicode scalars.
    static let longest = 300

    /// The name made visible; a very long one is cut and gets the address of the whole, so that different names stay different.
    static func shown(_ name: String) -> String {
        let shown = VisibleText.shown(name, limit: longest)
        return name.unicodeScalars.count > longest ? "\(shown) \(SHA256.hex(name).prefix(16))" : shown
    }
}

extension RunResults.Variant {
    /// Why trials of this variant brought no grade, the most frequent cause first.
    var troubles: String {
        metrics.failures.prefix(CaseContext.mostAnswers)
            .map { "\($0.count) × \(VisibleText.shown($0.error.message, limit: 300)) [\($0.error.kind.rawValue)]" }
            .joined(separator: "\n")
    }
}
