/// All that the null distribution of a case depends on.
struct CaseShape: Hashable, Comparable, Sendable {
    let baseline: Int
    let candidate: Int
    /// Passes of both together.
    let passes: Int

    init(_ pair: PairedTally) {
        baseline = pair.baseline.repetitions
        candidate = pair.candidate.repetitions
        passes = pair.pooled.passes
    }

    /// Whether the candidate's passes could have come out differently.
    var isInformative: Bool { min(candidate, passes) > max(0, passes - baseline) }

    static func < (left: CaseShape, right: CaseShape) -> Bool {
        (left.baseline, left.candidate, left.passes) < (right.baseline, right.candidate, right.passes)
    }
}

extension Hypergeometric {
    /// The distribution of the candidate's passes of a case.
    init(_ shape: CaseShape, odds: Double = 1) {
        self.init(baseline: shape.baseline, candidate: shape.candidate, passes: shape.passes, odds: odds)
    }
}
