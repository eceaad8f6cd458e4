internal import PlumbMetrics

extension SelfTest {
    /// What came out, as one sentence without a full stop.
    public var sentence: String {
        let splits =
            switch method {
            case .enumerated(let count): "all \(Wording.count(count, "split"))"
            case .drawn(let count): Wording.count(count, "split")
            }
        let size = "\(Wording.count(cases, "case")), \(Wording.range(baselineRepetitions)) v \(repetitions) repetitions"
        return
            "on an unchanged prompt the gate fired in \(shown(fired)) of \(splits) (\(Wording.percent(alpha)) allowed), said unchanged in "
            + "\(shown(unchanged)) and left \(shown(inconclusive)) open (\(size))"
    }

    /// What it means, as one sentence without a full stop.
    public var findingSentence: String {
        switch finding {
        case .asPromised: return "false alarms keep to what was promised"
        case .silent: return "no split could be decided: there are too few repetitions to ever see a regression"
        case .tooOften: return "false alarms exceed what was promised"
        case .drifting:
            let stretches = "\(inOrder?.changed ?? 0) of \(inOrder?.stretches ?? 0) stretches of time"
            return "\(stretches) differ from the others although the prompt did not: the model or the day makes a difference"
        }
    }

    private func shown(_ share: Estimate) -> String {
        guard let interval = share.interval else { return Wording.percent(share.value) }
        return "\(Wording.percent(share.value)) (\(Wording.number(interval.lowerBound * 100)) to \(Wording.percent(interval.upperBound)))"
    }
}
