/// Repetitions of one case that could be graded, and how many of them passed.
///
/// Repetitions that broke (no answer, no grade) are missing: they are not counted here at all.
public struct Tally: Sendable, Hashable {
    /// Graded repetitions, ≥ 0.
    public let repetitions: Int
    /// Passes among them, 0…`repetitions`.
    public let passes: Int

    /// Nil when the counts are impossible.
    public init?(passes: Int, of repetitions: Int) {
        guard repetitions >= 0, passes >= 0, passes <= repetitions else { return nil }
        self.init(checked: passes, of: repetitions)
    }

    /// Counts that are possible by construction.
    init(checked passes: Int, of repetitions: Int) {
        self.passes = passes
        self.repetitions = repetitions
    }

    /// Counts the passes of graded repetitions.
    public init(_ grades: some Sequence<Bool>) {
        var passes = 0
        var repetitions = 0
        for grade in grades {
            repetitions += 1
            if grade { passes += 1 }
        }
        self.init(checked: passes, of: repetitions)
    }

    /// No repetition at all.
    public static let none = Tally(checked: 0, of: 0)

    /// Share of passes, 0…1; nil without repetitions.
    public var passRate: Double? { repetitions > 0 ? rate : nil }

    /// Share of passes where there is at least one repetition.
    var rate: Double { Double(passes) / Double(repetitions) }

    /// Repetitions that did not pass.
    public var failures: Int { repetitions - passes }

    /// Both tallies taken together.
    public static func + (left: Tally, right: Tally) -> Tally {
        Tally(checked: left.passes + right.passes, of: left.repetitions + right.repetitions)
    }
}

/// One case measured twice: under the baseline and under the candidate.
public struct PairedTally: Sendable, Hashable {
    /// What was stored.
    public let baseline: Tally
    /// What is compared with it.
    public let candidate: Tally

    /// Pairs two tallies of the same case.
    public init(baseline: Tally, candidate: Tally) {
        self.baseline = baseline
        self.candidate = candidate
    }

    /// Baseline and candidate taken together.
    public var pooled: Tally { baseline + candidate }

    /// Baseline and candidate exchanged.
    public var mirrored: PairedTally { PairedTally(baseline: candidate, candidate: baseline) }

    /// Whether both sides have at least one repetition.
    public var isComparable: Bool { baseline.repetitions > 0 && candidate.repetitions > 0 }

    /// Baseline pass rate minus candidate pass rate: positive is worse.
    ///
    /// Nil unless both sides were measured.
    public var drop: Double? { isComparable ? baseline.rate - candidate.rate : nil }
}
