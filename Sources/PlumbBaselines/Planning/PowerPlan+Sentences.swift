internal import PlumbModel

extension PowerPlan {
    /// What the gate sees as planned, as one sentence without a full stop.
    public var sentence: String {
        let subject = "\(variant) with \(Wording.count(planned.cases, "case")) and \(Wording.count(planned.repetitions, "repetition"))"
        let sight = "sees drops of \(Wording.points(planned.detectableDrop)) or more with 80 % power"
        switch basis {
        case .baseline: return "\(subject) \(sight)"
        case .missingBaseline: return "\(subject) \(sight), \(assumption); there is no baseline yet to take its noise from"
        case .askedOnce: return "\(subject) \(sight), \(assumption); the baseline was asked once, which tells nothing of its noise"
        }
    }

    private var assumption: String {
        guard let range = planned.detectableRange else { return "" }
        return "if its answers vary as those of a suite of mixed difficulty do (\(Wording.pointRange(range)) if hardly or much)"
    }

    /// Whether `detect` is within reach and how, as one sentence without a full stop.
    public var reachSentence: String {
        let detect = "a drop of \(Wording.points(settings.detect))"
        switch reach {
        case .reached: return "\(detect) is seen with \(Wording.percent(planned.power)) power"
        case .reachedBy(let offer):
            return "\(detect) is seen with \(Wording.percent(planned.power)) power only; \(offer.sentence)"
        case .outOfReach:
            return "\(detect) is seen with \(Wording.percent(planned.power)) power only, and none of the offers reaches 80 %"
        }
    }
}

extension PowerPlan.Offer {
    /// What the offer buys, as one sentence without a full stop.
    public var sentence: String {
        let size =
            switch kind {
            case .planned: "as planned"
            case .repetitions: "with \(Wording.count(repetitions, "repetition"))"
            case .cases: "with \(Wording.count(cases, "case"))"
            case .deeperBaseline: "with a baseline of \(Wording.number(baselineRepetitions, decimals: 0)) repetitions"
            }
        let once = callsOnce > 0 ? " and \(callsOnce) once" : ""
        return "\(size) it sees \(Wording.points(detectableDrop)), for \(Wording.count(calls, "call")) a gate\(once)"
    }
}
