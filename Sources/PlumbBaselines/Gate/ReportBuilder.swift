internal import PlumbMetrics
internal import PlumbModel
internal import PlumbStatistics

/// Turns an answer of the statistics into a report on a variant.
struct ReportBuilder {
    private let prepared: PreparedGate
    private let decision: GateDecision

    init(_ prepared: PreparedGate, _ decision: GateDecision) {
        self.prepared = prepared
        self.decision = decision
    }

    var report: GateReport {
        let input = prepared.input
        let candidate = input.candidate
        var report = GateReport(
            suite: candidate.suite, variant: candidate.variant, verdict: .inconclusive(furtherCalls: nil), settings: input.settings,
            requirements: RequirementResult.all(input.requirements, of: prepared.metrics), leftOut: prepared.pairing?.leftOut ?? [],
            callsUsed: candidate.graded + candidate.errors)
        if case .sequential = input.plan { report.sweepsUsed = candidate.sweeps }
        if let baseline = input.baseline, let pairing = prepared.pairing {
            report.attribution = Change.all(from: baseline, to: candidate, pairing: pairing)
            report.limits = input.settings.limits.map {
                GrowthResult(
                    $0, baseline: baseline, candidate: candidate, metrics: prepared.metrics, pairs: pairing.pairs,
                    level: input.settings.alpha / Double(input.settings.limits.count))
            }
        }
        var reading = GateDecision.Reading.asMeasured
        switch decision {
        case .obstacle(let obstacle):
            report.verdict = obstacle.verdict
        case .answer(let answer, let how):
            reading = how
            fill(&report, answer)
        }
        report.sentence = VerdictSentence(report, reading).text
        report.advice = GateAdvice(report, baselineRun: input.baselineRun).phrases
        return report
    }

    private func fill(_ report: inout GateReport, _ answer: GateAnswer) {
        report.verdict = Self.verdict(answer)
        report.furtherCalls = answer.furtherCalls
        report.evidence = answer.evidence.flatMap { figures($0, answer.decidingTest) }
        report.casesRegressed = changes(answer.regressedCases)
        report.casesImproved = changes(answer.improvedCases)
        report.tags = answer.tags.map {
            TagChange(
                tag: $0.tag, cases: $0.cases, drop: $0.drop, adjustedP: $0.adjusted, verdict: $0.verdict,
                minimumDetectableDrop: $0.minimumDetectableDrop)
        }
        report.consistency = ConsistencyVerdict(
            prepared.pairing?.measured ?? [], variant: report.variant, alpha: report.settings.alpha)
        if let baseline = prepared.input.baseline {
            report.figureVerdicts = FigureVerdict.all(
                prepared.pairing?.pairs ?? [], baseline: baseline, candidate: prepared.input.candidate, alpha: report.settings.alpha)
        }
    }

    private static func verdict(_ answer: GateAnswer) -> Verdict {
        switch answer.verdict {
        case .regressed: .regressed
        case .improved: .improved
        case .unchanged: .unchanged
        case .inconclusive: .inconclusive(furtherCalls: answer.furtherCalls?.calls)
        case .notComparable(.noCommonCases): .notComparable(.noCommonCases)
        case .notComparable(.duplicateCase(let id)): .notComparable(.settings("two cases are called \(id)"))
        case .notComparable(.settings(let defect)): .notComparable(.settings(Self.text(defect)))
        }
    }

    private static func text(_ defect: GateSettingsDefect) -> String {
        switch defect {
        case .alpha(let value): "the gate's alpha is \(value): it must lie between 0 and 1"
        case .margin(let value): "the gate's margin is \(value): it must be at least 0 and less than 1"
        case .detect(let value): "the gate's detect is \(value): it must lie between 0 and 1 and not below the margin"
        case .acceptanceError(let value): "the chance of a wrong “unchanged” is \(value): it must lie between 0 and 1"
        case .extraVariance(let value): "the variance between occasions is \(value): it must be a number of at least 0"
        case .plan(let most, let used, _): "\(used) sweeps were made of at most \(most)"
        }
    }

    private func figures(_ evidence: GateEvidence, _ test: DecidingTest) -> GateFigures? {
        let pairs = prepared.pairing?.measured ?? []
        let before = pairs.map(\.baseline.graded)
        let now = pairs.map(\.candidate.graded)
        guard let interval = evidence.interval.range, let fewestBefore = before.min(), let mostBefore = before.max(),
            let fewestNow = now.min(), let mostNow = now.max(),
            let baseline = MeanEstimate(pairs.compactMap(\.passes.baseline.passRate))
        else { return nil }
        let estimand: GateEstimand = prepared.input.settings.estimand == .breakage ? .breakage : .mean
        let change = evidence.improvement ?? evidence.worse(estimand)
        return GateFigures(
            cases: evidence.cases, baselineAccuracy: baseline.value, candidateAccuracy: baseline.value - evidence.drop,
            drop: evidence.drop, interval: interval, dropBound: dropBound(evidence, test), decidingTest: test,
            pValue: max(change, evidence.beyondMargin ?? 0),
            level: evidence.level, breakage: evidence.breakage.exact, accuracy: evidence.accuracy.mid,
            minimumDetectableDrop: evidence.minimumDetectableDrop, baselineRepetitions: fewestBefore...mostBefore,
            candidateRepetitions: fewestNow...mostNow)
    }

    /// The drop at which the test of non-inferiority would just have been passed, in that test's own standard errors.
    private func dropBound(_ evidence: GateEvidence, _ test: DecidingTest) -> Double? {
        guard test == .nonInferiority, evidence.nonInferiority > 0 else { return nil }
        let standardError = (prepared.input.settings.detect - evidence.drop) / evidence.nonInferiority
        return min(1, evidence.drop + evidence.nonInferiorityLevel * standardError)
    }

    private func changes(_ cases: [ChangedCase]) -> [CaseChange] {
        guard !cases.isEmpty else { return [] }
        let pairs = Dictionary(
            (prepared.pairing?.pairs ?? []).map { ($0.candidate.id, $0) }, uniquingKeysWith: { first, _ in first })
        return cases.compactMap { change in
            pairs[change.id].map {
                CaseChange(id: change.id, baseline: $0.baseline, candidate: $0.candidate, pValue: change.pValue)
            }
        }
    }
}
