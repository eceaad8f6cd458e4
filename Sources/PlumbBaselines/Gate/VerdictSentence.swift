internal import PlumbMetrics
internal import PlumbModel
internal import PlumbStatistics

/// A verdict as one sentence that a developer understands without knowing the statistics.
struct VerdictSentence {
    private let report: GateReport
    private let reading: GateDecision.Reading

    init(_ report: GateReport, _ reading: GateDecision.Reading) {
        self.report = report
        self.reading = reading
    }

    /// The sentence, without a full stop.
    var text: String {
        switch report.verdict {
        case .regressed: regressed
        case .improved: "\(report.variant) improved: \(changed)"
        case .unchanged: unchanged
        case .inconclusive: inconclusive
        case .notComparable(let obstacle): "\(report.variant) cannot be compared: \(obstacle.text)"
        case .couldNotMeasure(.missingBaseline): "\(report.variant) has no baseline yet: there is nothing to compare with"
        case .couldNotMeasure(let obstacle): "\(report.variant) could not be measured: \(obstacle.text)"
        }
    }

    private var regressed: String {
        var text = "\(report.variant) regressed: \(changed)"
        if let worst = report.casesRegressed.first { text += ", most in \(worst.id) (\(worst.text))" }
        if case .missingTakenAsPasses = reading { text += ", even if every trial without a grade had passed" }
        return text
    }

    /// What was ruled out, and the bound that earned it: the two-sided interval may reach further than the one that decided.
    private var unchanged: String {
        guard let figures = report.evidence else { return "\(report.variant) unchanged" }
        let detect = Wording.points(report.settings.detect)
        var facts = [Wording.change(figures.baselineAccuracy, figures.candidateAccuracy)]
        if let bound = figures.dropBound {
            let most = Wording.points(bound)
            facts.append(bound <= 0 ? "there is none" : most == detect ? "it is less" : "it is at most \(most)")
        }
        facts.append(sample(figures))
        return "\(report.variant) unchanged: a drop of \(detect) or more is ruled out (\(facts.joined(separator: "; ")))"
    }

    private var inconclusive: String {
        guard let figures = report.evidence else { return "\(report.variant) inconclusive" }
        let text =
            "\(report.variant) inconclusive: \(movement) (\(Wording.change(figures.baselineAccuracy, figures.candidateAccuracy)); "
            + "\(changeInterval(figures)); \(sample(figures))), and a drop of "
            + "\(Wording.points(report.settings.detect)) is neither shown nor ruled out"
        guard let further = report.furtherCalls else {
            return text + "; no number of further calls would settle it against a baseline this shallow"
        }
        return text + "; about \(Wording.count(further.calls, "further call")) would settle it if this went on"
    }

    /// What accuracy did: "accuracy fell 12 points".
    private var movement: String {
        guard let drop = report.evidence?.drop else { return "accuracy changed" }
        if abs(drop) < 0.0005 { return "accuracy did not move" }
        return "accuracy \(drop > 0 ? "fell" : "rose") \(Wording.points(drop))"
    }

    /// A shown change with its figures.
    ///
    /// The interval is that of the mean. Single cases can break, or be repaired, beyond chance while the mean may still be where it
    /// was: then it says so, and the interval, which decided nothing, is left away.
    private var changed: String {
        guard let figures = report.evidence else { return movement }
        let isGain = report.verdict == .improved
        let excludesZero = isGain ? figures.interval.upperBound < 0 : figures.interval.lowerBound > 0
        let isBreakage = figures.decidingTest == .breakage && !excludesZero
        var facts = [Wording.change(figures.baselineAccuracy, figures.candidateAccuracy)]
        if excludesZero {
            facts.append(isGain ? changeInterval(figures) : "95 % interval \(Wording.pointRange(figures.interval))")
        }
        facts.append(Wording.pValue(figures.pValue) + (isBreakage ? " for \(isGain ? "repair" : "breakage")" : ""))
        facts.append(sample(figures))
        return (isBreakage ? "something \(isGain ? "was repaired" : "broke"): " : "") + "\(movement) (\(facts.joined(separator: "; ")))"
    }

    private func changeInterval(_ figures: GateFigures) -> String {
        "95 % interval of the change \(Wording.changeRange(ofDrop: figures.interval))"
    }

    private func sample(_ figures: GateFigures) -> String {
        "\(Wording.count(figures.cases, "case")), \(Wording.range(figures.baselineRepetitions)) v "
            + "\(Wording.range(figures.candidateRepetitions)) repetitions"
    }
}
