public import PlumbModel

/// What asking the old way beside the new one says about why accuracy moved.
public struct ControlFinding: Sendable, Hashable {
    /// What moved accuracy.
    public enum Cause: String, Sendable, Hashable, CaseIterable {
        /// What the user changed: the new way is worse than the old one asked beside it.
        case change
        /// The model behind the name, or the occasion: the old way is worse than it was.
        case model
        /// Each by itself.
        case both
        /// Neither is shown to be worse.
        case notShown = "not-shown"
    }

    /// One of the two comparisons.
    public struct Leg: Sendable, Hashable {
        /// What the gate's test says of it.
        public var verdict: Verdict
        /// The numbers; nil when nothing could be compared.
        public var evidence: GateFigures?

        /// One comparison; see the properties.
        public init(verdict: Verdict, evidence: GateFigures?) {
            self.verdict = verdict
            self.evidence = evidence
        }
    }

    /// The new way against the old one asked beside it: the same model, the same hour.
    public var change: Leg
    /// The old way now against its baseline: the same prompt.
    public var model: Leg
    /// What moved accuracy.
    public var cause: Cause
    /// The finding as one sentence for people, without a full stop.
    public var sentence: String

    /// A finding; see the properties.
    public init(change: Leg, model: Leg, cause: Cause, sentence: String) {
        self.change = change
        self.model = model
        self.cause = cause
        self.sentence = sentence
    }
}

extension ControlFinding {
    /// What a control says beside a gate's input; each of its two tests has the gate's own alpha and plan.
    ///
    /// Which variants were given controls is decided before anything is asked, so that the two tests keep their level.
    /// - Parameters:
    ///   - input: The gate's own: the new way against the baseline.
    ///   - verdict: What the gate says of it.
    ///   - control: What the old way brought now.
    /// - Returns: Nil when the input has no baseline.
    public init?(_ input: GateInput, verdict: Verdict, control: VariantTally) {
        guard let baseline = input.baseline else { return nil }
        var change = input
        change.requirements = []
        // Asked at the same time, the two arms share the occasion.
        change.occasionVariance = 0
        change.baseline = control
        var model = input
        model.requirements = []
        model.baseline = baseline
        model.candidate = control
        self.init(change: Leg(Gate.decide(change)), model: Leg(Gate.decide(model)), verdict: verdict)
    }

    private init(change: Leg, model: Leg, verdict: Verdict) {
        let cause: Cause =
            switch (change.verdict, model.verdict) {
            case (.regressed, .regressed): .both
            case (.regressed, _): .change
            case (_, .regressed): .model
            default: .notShown
            }
        let wording = ControlWording(change: change, model: model, cause: cause, verdict: verdict)
        self.init(change: change, model: model, cause: cause, sentence: wording.text)
    }
}

extension ControlFinding.Leg {
    fileprivate init(_ report: GateReport) { self.init(verdict: report.verdict, evidence: report.evidence) }
}

/// The finding in words.
private struct ControlWording {
    let change: ControlFinding.Leg
    let model: ControlFinding.Leg
    let cause: ControlFinding.Cause
    let verdict: Verdict

    var text: String {
        guard let new = change.evidence, let old = model.evidence else {
            return "the old way of asking could not be measured beside the new one"
        }
        let oldNow = "asked beside it, the old way went \(Wording.change(old.baselineAccuracy, old.candidateAccuracy))"
        let newNow = "the new way passes \(Wording.percent(new.candidateAccuracy))"
        switch cause {
        case .change:
            return "your change is why: \(oldNow) since the baseline, \(newNow) (\(Wording.pValue(new.pValue)))\(rest(model, "the model"))"
        case .model:
            return "the model behind the name is why: \(oldNow) since the baseline (\(Wording.pValue(old.pValue))), "
                + "\(newNow)\(rest(change, "your change"))"
        case .both:
            return "your change and the model behind the name are both why: \(oldNow) since the baseline "
                + "(\(Wording.pValue(old.pValue))), and \(newNow) (\(Wording.pValue(new.pValue)))"
        case .notShown:
            let figures = "\(oldNow) since the baseline, \(newNow)"
            if verdict == .regressed { return "it cannot be told yet whether your change or the model behind the name is why: \(figures)" }
            return "neither your change nor the model behind the name is shown to be worse: \(figures)"
        }
    }

    /// What may be said of the other of the two.
    private func rest(_ leg: ControlFinding.Leg, _ name: String) -> String {
        switch leg.verdict {
        case .unchanged: "; \(name) is not: a drop that counts is ruled out"
        case .improved: "; \(name) is not: it improved"
        default: "; whether \(name) adds to it is not shown"
        }
    }
}
