internal import PlumbMetrics
internal import PlumbModel
internal import PlumbStatistics

/// What to do about a report, with the commands to type.
struct GateAdvice {
    private let report: GateReport

    init(_ report: GateReport) { self.report = report }

    /// Phrases without a full stop, most useful first.
    var phrases: [String] {
        switch report.verdict {
        case .regressed: ["see what changed: plumb baseline review \(name)", accept("if the change is meant")]
        case .improved: [accept("to keep the gain")]
        case .unchanged: []
        case .inconclusive: inconclusive
        case .notComparable(.checksChanged), .notComparable(.extractionChanged):
            ["grade the stored answers again: plumb grade \(report.suite)", accept("or begin anew")]
        case .notComparable(.noCommonCases): [accept("to begin anew with today's cases")]
        case .notComparable(.settings): ["correct the gate's settings in the suite file"]
        case .couldNotMeasure(.missingBaseline): [accept("to make this run the baseline")]
        case .couldNotMeasure(.nothingAsked): ["ask first: plumb run \(report.suite)"]
        case .couldNotMeasure(.coverage): ["see why trials failed: plumb show", "then ask again: plumb gate \(report.suite)"]
        }
    }

    private var inconclusive: [String] {
        var phrases: [String] = []
        if let further = report.furtherCalls {
            let most = (report.evidence?.candidateRepetitions.upperBound ?? 0) + further.repetitionsPerCase
            phrases.append("ask more often: gate: { max_repetitions: \(most) } in the suite file")
        } else {
            phrases.append(
                "deepen the baseline, with everything as it was accepted: plumb run \(report.suite), then plumb baseline accept --deepen \(name)"
            )
        }
        if let least = report.evidence?.minimumDetectableDrop, least > report.settings.detect {
            phrases.append("as it stands, only drops of \(Wording.points(least)) or more are seen with 80 % power")
        }
        return phrases
    }

    private var name: String { "\(report.suite)/\(report.variant)" }

    private func accept(_ why: String) -> String { "\(why): plumb baseline accept \(name)" }
}
