internal import PlumbMetrics
internal import PlumbModel
internal import PlumbStatistics

extension ConsistencyVerdict {
    /// Tests by relabelling repetitions within each case whether answers got less, or more, alike; nil when no case says anything.
    init?(_ pairs: [CasePairing.Pair], variant: String, alpha: Double) {
        guard let difference = PairedDifference(.agreement, pairs) else { return nil }
        let answers = pairs.map(\.answers)
        let isLess = difference.difference < 0
        let test = ConsistencyTest.agreementFell(
            isLess ? answers : answers.map { PairedAnswerCounts(baseline: $0.candidate, candidate: $0.baseline) })
        let isShown = test.pValue.mid <= alpha && abs(difference.difference) > 1e-12
        let direction: Direction = !isShown ? .notShown : isLess ? .lessConsistent : .moreConsistent
        self.init(
            direction: direction, difference: difference, pValue: test.pValue.mid,
            sentence: Self.sentence(direction, difference, test.pValue.mid, variant))
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
