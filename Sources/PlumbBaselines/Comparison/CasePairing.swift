internal import PlumbMetrics
internal import PlumbModel
internal import PlumbStatistics

/// The cases of two measurements, matched by id and content, never by position.
struct CasePairing: Sendable {
    /// One case on both sides, with the same content.
    struct Pair: Sendable {
        var baseline: CaseTally
        var candidate: CaseTally

        /// The passes as the statistics take them.
        var passes: PairedTally {
            PairedTally(
                baseline: Tally(passes: baseline.passes, of: baseline.graded) ?? .none,
                candidate: Tally(passes: candidate.passes, of: candidate.graded) ?? .none)
        }

        /// The answers as the statistics take them: the same answer at the same place on both sides.
        var answers: PairedAnswerCounts {
            var places: [String: Int] = [:]
            var before: [Int] = []
            for answer in baseline.answers {
                places[answer.key] = before.count
                before.append(answer.count)
            }
            var now = [Int](repeating: 0, count: before.count)
            for answer in candidate.answers {
                if let place = places[answer.key] { now[place] += answer.count } else { now.append(answer.count) }
            }
            return PairedAnswerCounts(baseline: before, candidate: now)
        }
    }

    /// Cases with the same content on both sides, in the candidate's order.
    private(set) var pairs: [Pair] = []
    /// Cases that cannot be compared, in order of their ids.
    private(set) var leftOut: [LeftOut] = []

    init(baseline: VariantTally, candidate: VariantTally) {
        let stored = Dictionary(baseline.cases.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var seen: Set<String> = []
        for now in candidate.cases where seen.insert(now.id).inserted {
            guard let before = stored[now.id] else {
                leftOut.append(LeftOut(id: now.id, reason: .added))
                continue
            }
            guard before.contentHash == now.contentHash else {
                leftOut.append(LeftOut(id: now.id, reason: .edited))
                continue
            }
            pairs.append(Pair(baseline: before, candidate: now))
            if now.graded == 0 {
                leftOut.append(LeftOut(id: now.id, reason: now.errors > 0 ? .ungraded : .notAsked))
            } else if before.graded == 0 {
                leftOut.append(LeftOut(id: now.id, reason: .ungraded))
            }
        }
        for id in stored.keys where !seen.contains(id) { leftOut.append(LeftOut(id: id, reason: .removed)) }
        leftOut.sort { ($0.id, $0.reason.rawValue) < ($1.id, $1.reason.rawValue) }
    }

    /// The pairs that were graded on both sides.
    var measured: [Pair] { pairs.filter { $0.baseline.graded > 0 && $0.candidate.graded > 0 } }

    /// Ids of the cases left out for a reason, in order.
    func ids(_ reason: LeftOut.Reason) -> [String] { leftOut.filter { $0.reason == reason }.map(\.id) }
}
