internal import PlumbMetrics
public import PlumbModel
internal import PlumbStatistics

/// Decides whether a variant got worse than its accepted baseline; no clock, no chance, no I/O.
public enum Gate {
    /// Decides about one variant.
    public static func decide(_ input: GateInput) -> GateReport {
        decide(family: [input])[0]
    }

    /// Decides about several variants or suites as one family, so that more of them do not raise more false alarms.
    ///
    /// The most striking is held to alpha over the number of variants with a verdict, after each that regressed the next to alpha over
    /// those left (Holm 1979). A variant alone is held to its own alpha.
    /// - Returns: One report per input, in the order given.
    public static func decide(family inputs: [GateInput]) -> [GateReport] {
        var evaluator = GateEvaluator()
        let prepared = inputs.map(PreparedGate.init)
        let open = prepared.indices.filter { prepared[$0].obstacle == nil }
        let plain = evaluator.answers(family: open.map { prepared[$0].question })
        var decisions = prepared.map { GateDecision.obstacle($0.obstacle ?? .measurement(.nothingAsked)) }
        for (place, answer) in zip(open, plain) { decisions[place] = .answer(answer, .asMeasured) }

        // Where grades are missing, nothing is claimed but a regression that they could not have turned.
        let gaps = open.filter { prepared[$0].gap != nil }
        if !gaps.isEmpty {
            let lenient = evaluator.answers(family: open.map { prepared[$0].leniently })
            for (place, answer) in zip(open, lenient) {
                guard let gap = prepared[place].gap else { continue }
                decisions[place] =
                    answer.verdict == .regressed
                    ? .answer(answer, .missingTakenAsPasses) : .obstacle(.measurement(.coverage(gap)))
            }
        }
        return zip(prepared, decisions).map { ReportBuilder($0, $1).report }
    }

    /// Why two measurements cannot be compared whatever their counts; nil when they can.
    ///
    /// Costs no call: look before the first.
    public static func obstacle(baseline: Fingerprint, candidate: Fingerprint) -> ComparisonObstacle? {
        if baseline.checks != candidate.checks { return .checksChanged }
        return baseline.extraction == candidate.extraction ? nil : .extractionChanged
    }

    /// The least drop that so many repetitions will show with 80 % power against a baseline: to print before the first call.
    ///
    /// A baseline that was asked once per case says nothing of how its answers vary: then it is what a suite of its accuracy and of mixed
    /// difficulty would show, and ``PowerPlan`` says how far off that may be.
    /// - Parameters:
    ///   - baseline: The accepted results.
    ///   - repetitions: Repetitions of each case to come.
    ///   - settings: How the gate decides.
    /// - Returns: The drop of accuracy, 0…1; nil when the baseline has no grades.
    public static func detectableDrop(baseline: VariantTally, repetitions: Int, settings: GateSettings) -> Double? {
        PowerPlan(baseline: baseline, repetitions: repetitions, settings: settings)?.planned.detectableDrop
    }
}
