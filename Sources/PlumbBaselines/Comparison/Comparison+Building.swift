internal import PlumbMetrics
public import PlumbModel
internal import PlumbStatistics

extension Comparison {
    /// Compares two measurements: of a variant before and now, of two variants, or of two runs.
    ///
    /// - Parameters:
    ///   - baseline: What is compared with.
    ///   - candidate: What is compared.
    ///   - titles: What people call the two sides.
    public init(
        baseline: VariantTally, candidate: VariantTally, titles: (baseline: String, candidate: String) = ("baseline", "candidate")
    ) {
        let pairing = CasePairing(baseline: baseline, candidate: candidate)
        self.init(
            baseline: Side(title: titles.baseline, tally: baseline), candidate: Side(title: titles.candidate, tally: candidate),
            attribution: Change.all(from: baseline, to: candidate, pairing: pairing),
            cases: Self.sorted(pairing.pairs.map(CaseComparison.init)), leftOut: pairing.leftOut,
            differences: PairedFigure.allCases.compactMap { PairedDifference($0, pairing.pairs) })
    }

    private static func sorted(_ cases: [CaseComparison]) -> [CaseComparison] {
        func rank(_ flip: CaseComparison.Flip) -> Int {
            switch flip {
            case .broke: 0
            case .fixed: 1
            case .none: 2
            }
        }
        /// Small comes first: the greatest loss, but among the repaired ones the greatest gain.
        func weight(_ entry: CaseComparison) -> Double {
            guard let difference = entry.difference else { return .infinity }
            return entry.flip == .fixed ? -difference : difference
        }
        return cases.enumerated().sorted { left, right in
            (rank(left.element.flip), weight(left.element), left.offset)
                < (rank(right.element.flip), weight(right.element), right.offset)
        }.map(\.element)
    }
}

extension CaseComparison {
    init(_ pair: CasePairing.Pair) {
        let passes = pair.passes
        let flips = RunFlips([passes])
        self.init(
            baseline: pair.baseline, candidate: pair.candidate, difference: passes.drop.map { 0 - $0 },
            pValue: passes.drop.map { Fisher.worse($0 < 0 ? passes.mirrored : passes) },
            flip: !flips.broke.isEmpty ? .broke : !flips.fixed.isEmpty ? .fixed : .none)
    }
}

extension PairedDifference {
    /// The difference of a figure over the cases that have it on both sides; nil when none has.
    init?(_ figure: PairedFigure, _ pairs: [CasePairing.Pair]) {
        var before: [Double] = []
        var now: [Double] = []
        var passes: [PairedTally] = []
        for pair in pairs {
            guard let old = figure.value(of: pair.baseline), let new = figure.value(of: pair.candidate) else { continue }
            before.append(old)
            now.append(new)
            passes.append(pair.passes)
        }
        guard let baseline = MeanEstimate(before), let candidate = MeanEstimate(now),
            let difference = MeanEstimate(zip(before, now).map { $1 - $0 })
        else { return nil }
        // When no case differs from another in its change, nothing is known about how changes vary.
        let interval = (difference.standardError ?? 0) > 0 ? difference.interval?.range : nil
        self.init(
            figure: figure, baseline: baseline.value, candidate: candidate.value, interval: interval, cases: before.count)
        if figure == .accuracy, let drop = Drop.interval(passes)?.range {
            fixedSuite = (0 - drop.upperBound)...(0 - drop.lowerBound)
        }
    }
}

extension PairedFigure {
    /// The figure of one case; nil when its trials cannot tell it.
    func value(of tally: CaseTally) -> Double? {
        let effort = tally.effort
        return switch self {
        case .accuracy: CaseMetrics(tally).passRate
        case .score: CaseMetrics(tally).score
        case .agreement: CaseMetrics(tally).agreement
        case .flipRate: CaseMetrics(tally).flipRate
        case .tokens: effort.counted > 0 ? Double(effort.tokens) / Double(effort.counted) : nil
        case .cost: effort.priced > 0 ? effort.cost.dollars / Double(effort.priced) : nil
        case .latency: effort.timed > 0 ? effort.seconds / Double(effort.timed) : nil
        }
    }
}
