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
        case .improved: "\(report.variant) improved: \(movement) (\(details(gain: true)))"
        case .unchanged: unchanged
        case .inconclusive: inconclusive
        case .notComparable(let obstacle): "\(report.variant) cannot be compared: \(obstacle.text)"
        case .couldNotMeasure(.missingBaseline): "\(report.variant) has no baseline yet: there is nothing to compare with"
        case .couldNotMeasure(let obstacle): "\(report.variant) could not be measured: \(obstacle.text)"
        }
    }

    private var regressed: String {
        var text = "\(report.variant) regressed: \(movement) (\(details(gain: false)))"
        if let worst = report.casesRegressed.first { text += ", most in \(worst.id) (\(worst.text))" }
        if case .missingTakenAsPasses = reading { text += ", even if every trial without a grade had passed" }
        return text
    }

    private var unchanged: String {
        guard let figures = report.evidence else { return "\(report.variant) unchanged" }
        return "\(report.variant) unchanged: a drop of \(Wording.points(report.settings.detect)) or more is ruled out "
            + "(\(Wording.change(figures.baselineAccuracy, figures.candidateAccuracy)); 95 % interval of the drop "
            + "\(Wording.pointRange(figures.interval)); \(sample(figures)))"
    }

    private var inconclusive: String {
        guard let figures = report.evidence else { return "\(report.variant) inconclusive" }
        let text =
            "\(report.variant) inconclusive: \(movement) (\(Wording.change(figures.baselineAccuracy, figures.candidateAccuracy)); "
            + "95 % interval of the drop \(Wording.pointRange(figures.interval)); \(sample(figures))), and a drop of "
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

    /// The figures behind a change; the interval is that of the gain or of the drop.
    private func details(gain: Bool) -> String {
        guard let figures = report.evidence else { return "" }
        let interval = gain ? (0 - figures.interval.upperBound)...(0 - figures.interval.lowerBound) : figures.interval
        return [
            Wording.change(figures.baselineAccuracy, figures.candidateAccuracy), "95 % interval \(Wording.pointRange(interval))",
            Wording.pValue(figures.pValue), sample(figures),
        ].joined(separator: "; ")
    }

    private func sample(_ figures: GateFigures) -> String {
        "\(Wording.count(figures.cases, "case")), \(Wording.range(figures.baselineRepetitions)) v "
            + "\(Wording.range(figures.candidateRepetitions)) repetitions"
    }
}
