internal import PlumbMetrics
internal import PlumbModel
internal import PlumbStatistics

extension FigureVerdict {
    /// The findings about the figures that both sides have: score where it is not all or nothing, cost, tokens, latency.
    static func all(_ pairs: [CasePairing.Pair], baseline: VariantTally, candidate: VariantTally, alpha: Double) -> [FigureVerdict] {
        var findings = [score(pairs)].compactMap { $0 }
        for figure in [PairedFigure.cost, .tokens, .latency] {
            // A part without a price would be taken for the whole.
            if figure == .cost, baseline.unpriced > 0 || candidate.unpriced > 0 { continue }
            if let finding = effort(figure, pairs) { findings.append(finding) }
        }
        let adjusted = MultipleTesting.holm(findings.map { $0.pValue ?? 1 })
        for place in findings.indices {
            if findings[place].pValue != nil { findings[place].adjustedP = adjusted[place] }
            if adjusted[place] <= alpha, abs(findings[place].change) > 1e-12 {
                findings[place].direction = findings[place].change > 0 ? .more : .less
            }
            findings[place].sentence = findings[place].wording
        }
        return findings
    }

    // MARK: - Scores

    /// The mean score, cases taken as a sample; nil when every score is 0 or 1, which accuracy tells better.
    private static func score(_ pairs: [CasePairing.Pair]) -> FigureVerdict? {
        func isPartial(_ tally: CaseTally) -> Bool { abs(tally.scoreSum - Double(tally.passes)) > 1e-6 }
        guard pairs.contains(where: { isPartial($0.baseline) || isPartial($0.candidate) }),
            let difference = PairedDifference(.score, pairs)
        else { return nil }
        let changes = pairs.compactMap { pair in
            PairedFigure.score.value(of: pair.baseline).flatMap { old in PairedFigure.score.value(of: pair.candidate).map { $0 - old } }
        }
        var finding = FigureVerdict(
            figure: .score, direction: .notShown, baseline: difference.baseline, candidate: difference.candidate,
            change: difference.difference, cases: difference.cases)
        if changes.count >= fewestCorrected, let interval = BiasCorrected.interval(changes) {
            finding.interval = interval.range
            finding.pValue = BiasCorrected.twoSided(changes)
            finding.test = .biasCorrected
        } else if let interval = MeanEstimate(changes)?.interval, let test = PairedT(changes) {
            finding.interval = interval.range
            finding.pValue = min(1, 2 * min(test.less, 1 - test.less))
            finding.test = .pairedT
        }
        return finding
    }

    /// Fewer cases say too little about skewness.
    private static let fewestCorrected = 20

    // MARK: - Cost, tokens, latency

    /// How much more, or less, the typical case took; nil when no case has the figure on both sides, or a side took nothing.
    private static func effort(_ figure: PairedFigure, _ pairs: [CasePairing.Pair]) -> FigureVerdict? {
        guard let difference = PairedDifference(figure, pairs), difference.baseline > 0, difference.candidate > 0 else { return nil }
        let changes = EffortChanges(figure, pairs)
        var finding = FigureVerdict(
            figure: figure, direction: .notShown, baseline: difference.baseline, candidate: difference.candidate,
            change: changes.share(changes.values.reduce(0, +) / Double(max(1, changes.values.count))), cases: difference.cases)
        if let shift = MeanShift(changes.values) {
            finding.interval = shift.interval().map { changes.share($0.lower)...changes.share($0.upper) }
            finding.pValue = shift.twoSided
            finding.test = Test(shift.method)
        }
        return finding
    }
}

extension FigureVerdict.Test {
    fileprivate init(_ method: MeanShift.Method) {
        switch method {
        case .exactSignFlip: self = .exactSignFlip
        case .signFlip: self = .signFlip
        case .pairedT: self = .pairedT
        }
    }
}

/// How much each case's answers took now against before, on a scale on which the mean is 0 if nothing changed.
///
/// However skewed single answers are and however differently often both sides were asked, two means over the same kind of answers have
/// the same expectation. That holds for means of logarithms, which one slow answer hardly moves, and for plain means, each divided by what
/// the case took on both sides together; it holds neither for the logarithm of a mean nor for medians.
private struct EffortChanges {
    /// One value per case.
    private(set) var values: [Double] = []
    /// The candidate's share of a case's answers; nil on the scale of logarithms.
    private let weight: Double?

    init(_ figure: PairedFigure, _ pairs: [CasePairing.Pair]) {
        var logarithms: [Double?] = []
        var shares: [Double] = []
        var weights: [Double] = []
        for pair in pairs {
            let (before, now) = (figure.count(of: pair.baseline), figure.count(of: pair.candidate))
            guard let old = figure.value(of: pair.baseline), let new = figure.value(of: pair.candidate) else { continue }
            let weight = Double(now) / Double(before + now)
            let pooled = (1 - weight) * old + weight * new
            weights.append(weight)
            shares.append(pooled > 0 ? (new - old) / pooled : 0)
            logarithms.append(
                figure.logarithm(of: pair.baseline).flatMap { old in figure.logarithm(of: pair.candidate).map { $0 - old } })
        }
        let known = logarithms.compactMap { $0 }
        if known.count == shares.count {
            values = known
            weight = nil
        } else {
            values = shares
            weight = weights.reduce(0, +) / Double(max(1, weights.count))
        }
    }

    /// A value as a share of the baseline's figure: 0.12 is 12 % more.
    func share(_ value: Double) -> Double {
        guard let weight else { return LogarithmSum.ratio(value) - 1 }
        // Solves value = (r - 1)/(1 - weight + weight r) for the ratio r, whose greatest possible value is infinite.
        let ratio = (1 + (1 - weight) * value) / max(1 - weight * value, 1e-3)
        return max(0, ratio) - 1
    }
}

extension PairedFigure {
    /// How many answers the figure of a case is a mean of.
    fileprivate func count(of tally: CaseTally) -> Int {
        switch self {
        case .tokens: tally.effort.counted
        case .cost: tally.effort.priced
        case .latency: tally.effort.timed
        case .accuracy, .score, .agreement, .flipRate: tally.graded
        }
    }

    /// The mean logarithm of what a case's answers took; nil where it was not kept.
    fileprivate func logarithm(of tally: CaseTally) -> Double? {
        let sums = tally.effort.logarithms
        let sum: Int?
        switch self {
        case .tokens: sum = sums.tokens
        case .cost: sum = sums.cost
        case .latency: sum = sums.seconds
        case .accuracy, .score, .agreement, .flipRate: sum = nil
        }
        let count = count(of: tally)
        return count > 0 ? sum.map { Double($0) / 1e6 / Double(count) } : nil
    }
}
