internal import PlumbMetrics
internal import PlumbModel
internal import PlumbStatistics

/// What to do about a report, with the commands to type.
struct GateAdvice {
    private let report: GateReport

    /// The run that the baseline's newest answers come from; nil when it is not known.
    private let baselineRun: String?

    init(_ report: GateReport, baselineRun: String?) {
        self.report = report
        self.baselineRun = baselineRun
    }

    /// Phrases without a full stop, most useful first.
    var phrases: [String] {
        switch report.verdict {
        case .regressed:
            ["see what changed: plumb baseline review \(name)", "if the change is meant: plumb baseline accept \(name) --reason WHY"]
        case .improved: [accept("to keep the gain")]
        case .unchanged: []
        case .inconclusive: inconclusive
        case .notComparable(.checksChanged), .notComparable(.extractionChanged): gradedDifferently
        case .notComparable(.noCommonCases): [accept("to begin anew with today's cases")]
        case .notComparable(.settings): ["correct the gate's settings in the suite file"]
        case .couldNotMeasure(.missingBaseline): [accept("to make this run the baseline")]
        case .couldNotMeasure(.nothingAsked): ["ask first: plumb run \(report.suite)"]
        case .couldNotMeasure(.coverage): ["see why trials failed: plumb show", "then ask again: plumb gate \(report.suite)"]
        }
    }

    /// Grading a run again does not change what was accepted: the baseline has to be made anew, from its own answers if they are there.
    private var gradedDifferently: [String] {
        let anew = "plumb run \(report.suite), then plumb baseline accept \(name)"
        guard let baselineRun else { return ["make a baseline with today's checks: \(anew)"] }
        return [
            "grade the baseline's own answers with today's checks: plumb baseline accept \(name) --run \(baselineRun)",
            "or, where that run is not stored, make one anew: \(anew)",
        ]
    }

    private var inconclusive: [String] {
        var phrases: [String] = []
        if report.anytime != nil, report.furtherCalls != nil {
            phrases.append("ask on where this stopped: plumb gate --anytime \(report.suite)")
        } else if let further = report.furtherCalls {
            let most = (report.evidence?.candidateRepetitions.upperBound ?? 0) + further.repetitionsPerCase
            phrases.append("ask more often: gate: { max_repetitions: \(most) } in the suite file")
        } else {
            phrases.append(
                "deepen the baseline, with everything as it was accepted: plumb run \(report.suite) --fresh, then plumb baseline accept --deepen \(name)"
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
