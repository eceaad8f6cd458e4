internal import PlumbMetrics
public import PlumbModel
internal import PlumbStatistics

/// Gathers evidence sweep by sweep for a gate that may be continued and looked at as often as one likes.
///
/// One gate of several is held to alpha over their number (Bonferroni), because which of them goes on is free.
public struct AnytimeSession: Sendable {
    private let input: GateInput
    private let familySize: Int
    private let name: String
    private var evidence: AnytimeEvidence?
    /// The counts of the sweeps that the evidence holds, in its order of cases.
    private var counted: [Tally] = []

    /// A session before the first sweep.
    ///
    /// - Parameters:
    ///   - input: Baseline and settings; its candidate is not looked at.
    ///   - familySize: How many variants and suites are judged together.
    ///   - name: Names the comparison; under the same name the same stored repetitions meet the same calls.
    public init(_ input: GateInput, familySize: Int, name: String) {
        self.input = input
        self.familySize = max(1, familySize)
        self.name = name
    }

    /// Adds what the last sweep brought.
    ///
    /// - Parameter candidate: The counts of all sweeps so far, those of earlier invocations included.
    /// - Returns: `.stop` once the verdict is final, cannot be had, or no further call would bring it nearer.
    public mutating func afterSweep(_ candidate: VariantTally) -> SweepDecision {
        let prepared = PreparedGate(measured(candidate))
        switch prepared.obstacle {
        case .measurement: return .askAnother
        case .comparison: return .stop
        case nil: break
        }
        add(prepared.question)
        guard let evidence else { return .askAnother }
        return evidence.standing == .open && evidence.canStillDecide ? .askAnother : .stop
    }

    /// The decision on everything asked so far.
    public func report(_ candidate: VariantTally) -> GateReport {
        let input = measured(candidate)
        var report = Gate.decide(input)
        switch report.verdict {
        case .couldNotMeasure, .notComparable: return report
        case .regressed, .improved, .unchanged, .inconclusive: break
        }
        guard let evidence, PreparedGate(input).gap == nil else { return report }
        fill(&report, evidence)
        return report
    }

    private func measured(_ candidate: VariantTally) -> GateInput {
        var input = input
        input.candidate = candidate
        input.plan = .fixed
        return input
    }

    private mutating func add(_ question: GateQuestion) {
        if evidence == nil {
            var strict = question
            strict.alpha /= Double(familySize)
            evidence = AnytimeEvidence(strict, name: name)
            counted = question.cases.map { _ in .none }
        }
        let now = question.cases.map(\.candidate)
        guard now.count == counted.count else { return }
        let sweep = zip(now, counted).map { now, before in
            Tally(passes: now.passes - before.passes, of: now.repetitions - before.repetitions) ?? .none
        }
        evidence?.add(sweep)
        counted = now
    }

    private func fill(_ report: inout GateReport, _ evidence: AnytimeEvidence) {
        report.sweepsUsed = report.evidence?.candidateRepetitions.upperBound
        report.anytime = AnytimeFinding(
            evidence: evidence.evidence, evidenceOfGain: evidence.evidenceOfGain, needed: 1 / evidence.question.alpha)
        report.furtherCalls = nil
        switch evidence.standing {
        case .regressed: report.verdict = .regressed
        case .improved: report.verdict = .improved
        case .unchanged: report.verdict = .unchanged
        case .open:
            let calls = evidence.furtherCalls
            let each = max(1, evidence.question.cases.count)
            report.furtherCalls = calls.map { FurtherCalls(repetitionsPerCase: ($0 + each - 1) / each, calls: $0) }
            report.verdict = .inconclusive(furtherCalls: calls)
        }
        report.evidence?.decidingTest = .evidence
        report.evidence?.pValue = evidence.pValue
        report.evidence?.level = evidence.question.alpha
        report.evidence?.dropBound = nil
        if let interval = evidence.interval()?.range { report.evidence?.interval = interval }
        report.sentence = VerdictSentence(report, .asMeasured).text
        report.advice = GateAdvice(report, baselineRun: input.baselineRun).phrases
    }
}
