internal import PlumbMetrics
internal import PlumbModel
internal import PlumbStatistics

extension ConsistencyVerdict {
    /// Tests by relabelling repetitions within each case whether answers got less, or more, alike; nil when no case says anything.
    init?(_ pairs: [CasePairing.Pair], variant: String, alpha: Double) {
        guard let difference = PairedDifference(.agreement, pairs) else { return nil }
        let answers = pairs.map(\.answers)
        let mirrored = answers.map { PairedAnswerCounts(baseline: $0.candidate, candidate: $0.baseline) }
        let isLess = difference.difference < 0
        let pValue = isLess ? Self.pValue(thinner: answers, denser: mirrored) : Self.pValue(thinner: mirrored, denser: answers)
        let isShown = pValue <= alpha && abs(difference.difference) > 1e-12
        let direction: Direction = !isShown ? .notShown : isLess ? .lessConsistent : .moreConsistent
        self.init(
            direction: direction, difference: difference, pValue: pValue,
            sentence: Self.sentence(direction, difference, pValue, variant))
    }

    /// The p value of one side's answers being less alike than the other's.
    ///
    /// Both must show: one side less alike than relabelling makes it, and the other more (an intersection-union test, Berger 1982). Two
    /// sides that are alike, because they share their draws, are each evener than relabelling makes them: that is no difference.
    private static func pValue(thinner: [PairedAnswerCounts], denser: [PairedAnswerCounts]) -> Double {
        let fell = ConsistencyTest.agreementFell(thinner).pValue.mid
        let other = ConsistencyTest.agreementFell(denser)
        return other.cases > 0 ? max(fell, 1 - other.pValue.mid) : fell
    }

    private static func sentence(_ direction: Direction, _ difference: PairedDifference, _ pValue: Double, _ variant: String) -> String {
        let figures =
            "agreement \(Wording.change(difference.baseline, difference.candidate)); \(Wording.pValue(pValue)); "
            + Wording.count(difference.cases, "case")
        return switch direction {
        case .lessConsistent: "\(variant) became less consistent: \(figures)"
        case .moreConsistent: "\(variant) became more consistent: \(figures)"
        case .notShown: "\(variant): no change of consistency shown: \(figures)"
        }
    }
}
