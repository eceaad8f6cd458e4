internal import PlumbStatistics

/// A case's stored repetitions in an order of their own, drawn a few at a time.
///
/// Only their count is stored. Repetitions of a case are exchangeable, so any order that does not look at the candidate will do; this one
/// follows from the names and the counts, and so is the same whenever one looks again.
struct StoredOrder: Sendable {
    /// What has not been drawn yet.
    private(set) var left: Tally
    private var draws: SeededDraws

    /// - Parameters:
    ///   - stored: The stored repetitions.
    ///   - name: Names the comparison, so that different comparisons have different orders.
    ///   - id: The case.
    init(_ stored: Tally, name: String, id: String) {
        left = stored
        draws = SeededDraws(seed: 1, name, id, "\(stored.passes)/\(stored.repetitions)")
    }

    /// The next repetitions, fewer when fewer are left.
    mutating func next(_ count: Int) -> Tally {
        var (repetitions, passes) = (0, 0)
        while repetitions < min(count, left.repetitions) {
            // One of those left, each as likely as the other.
            if draws.below(left.repetitions - repetitions) < left.passes - passes { passes += 1 }
            repetitions += 1
        }
        left = Tally(passes: left.passes - passes, of: left.repetitions - repetitions) ?? .none
        return Tally(passes: passes, of: repetitions) ?? .none
    }
}
