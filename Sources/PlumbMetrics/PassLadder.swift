internal import PlumbStatistics

/// pass@k and pass^k for the k that these repetitions can tell.
struct PassLadder {
    /// The least share of measured cases that must have k graded trials: a case that lost some to errors does not hide the figure.
    static let leastShare = 0.8
    private static let usual = [2, 3, 5, 10, 20, 50, 100]

    private let tallies: [Tally]

    init(_ measured: [CaseMetrics]) { tallies = measured.map(\.passTally) }

    /// pass@k for the usual k and the greatest.
    var any: [KValue] { steps.compactMap(any) }
    /// pass^k for the usual k and the greatest.
    var all: [KValue] { steps.compactMap(all) }

    /// pass@k; nil when too few cases have k graded trials.
    func any(_ k: Int) -> KValue? { value(k, PassAtK.meanAny(tallies, k: k)) }

    /// pass^k; nil when too few cases have k graded trials.
    func all(_ k: Int) -> KValue? { value(k, PassAtK.meanAll(tallies, k: k)) }

    private var steps: [Int] {
        let greatest = greatest
        guard greatest > 1 else { return [] }
        return Self.usual.filter { $0 < greatest } + [greatest]
    }

    /// The greatest k that enough cases have.
    private var greatest: Int {
        let falling = tallies.map(\.repetitions).sorted(by: >)
        let needed = Int((Double(falling.count) * Self.leastShare).rounded(.up))
        return needed > 0 ? falling[needed - 1] : 0
    }

    private func value(_ k: Int, _ mean: MeanEstimate?) -> KValue? {
        guard let mean, k <= greatest else { return nil }
        return KValue(k: k, estimate: Estimate(mean, within: 0...1), cases: mean.count)
    }
}
