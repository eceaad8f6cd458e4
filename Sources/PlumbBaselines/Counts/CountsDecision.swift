public import PlumbStatistics

/// What the gate decided about one comparison of counts.
public struct CountsDecision: Sendable, Hashable {
    /// The evidence of a comparison that may be looked at as often as one likes.
    public struct Anytime: Sendable, Hashable {
        /// How many times likelier the calls are if something broke than if nothing changed.
        public var evidence: Double
        /// The same for something having got better.
        public var evidenceOfGain: Double
    }

    /// The decision.
    public var verdict: Verdict
    /// The test it rests on, as files name it: `breakage`, `accuracy`, `margin`, `non-inferiority`, `evidence`; nil when none decided.
    public var decidingTest: String?
    /// The p value of "worse", or of "better" when the candidate looks better; with a margin, of being beyond it.
    public var pValue: Double?
    /// The p value at or below which a change counts.
    public var level: Double?
    /// The 95 % interval of the drop; nil when not comparable.
    public var interval: ConfidenceInterval?
    /// Sweeps looked at; nil for counts.
    public var sweepsUsed: Int?
    /// Calls of the candidate that would settle an inconclusive verdict if the drop stayed as it is; nil when decided or none would.
    public var callsNeeded: Int?
    /// Everything else that the tests say, of the calls up to the decision.
    public var answer: GateAnswer
    /// The evidence that decided; nil unless asked for.
    public var anytime: Anytime?
}

extension CountsDecision {
    /// A decision of the exact tests.
    init(_ answer: GateAnswer, estimand: GateEstimand) {
        self.answer = answer
        verdict = answer.verdict.shown(furtherCalls: answer.furtherCalls?.calls)
        decidingTest = answer.decidingTest.fileName
        sweepsUsed = answer.sweepsUsed
        callsNeeded = answer.furtherCalls?.calls
        if let evidence = answer.evidence {
            pValue = max(evidence.improvement ?? evidence.worse(estimand), evidence.beyondMargin ?? 0)
            level = evidence.level
            interval = evidence.interval
        }
    }

    /// A decision of evidence looked at again and again.
    ///
    /// - Parameters:
    ///   - evidence: After its last sweep.
    ///   - answer: What the exact tests say of the same calls, looked at once.
    init(_ evidence: AnytimeEvidence, _ answer: GateAnswer) {
        self.answer = answer
        sweepsUsed = evidence.sweepsUsed
        anytime = Anytime(evidence: evidence.evidence, evidenceOfGain: evidence.evidenceOfGain)
        guard answer.evidence != nil else {
            verdict = answer.verdict.shown(furtherCalls: nil)
            return
        }
        pValue = evidence.pValue
        level = evidence.question.alpha
        interval = evidence.interval()
        switch evidence.standing {
        case .regressed: (verdict, decidingTest) = (.regressed, "evidence")
        case .improved: (verdict, decidingTest) = (.improved, "evidence")
        case .unchanged: (verdict, decidingTest) = (.unchanged, "non-inferiority")
        case .open:
            callsNeeded = evidence.furtherCalls
            verdict = .inconclusive(furtherCalls: callsNeeded)
        }
    }
}

extension GateVerdict {
    /// The verdict as people and files know it.
    fileprivate func shown(furtherCalls: Int?) -> Verdict {
        switch self {
        case .regressed: .regressed
        case .improved: .improved
        case .unchanged: .unchanged
        case .inconclusive: .inconclusive(furtherCalls: furtherCalls)
        case .notComparable(.noCommonCases): .notComparable(.noCommonCases)
        case .notComparable(.duplicateCase(let id)): .notComparable(.settings("two cases are called '\(TextShown.short(id))'"))
        case .notComparable(.settings(let defect)): .notComparable(.settings(defect.countsFault.message))
        }
    }
}

extension DecidingTest {
    /// The test's name in files; nil when no test decided.
    fileprivate var fileName: String? {
        switch self {
        case .breakage: "breakage"
        case .accuracy: "accuracy"
        case .margin: "margin"
        case .nonInferiority: "non-inferiority"
        case .evidence: "evidence"
        case .none: nil
        }
    }
}
