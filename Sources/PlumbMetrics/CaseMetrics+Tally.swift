public import PlumbModel
internal import PlumbStatistics

extension CaseMetrics {
    /// The figures of a case's counts.
    public init(_ tally: CaseTally) {
        let answers = AnswerAgreement(counts: tally.answers.map(\.count))
        let passTally = Tally(passes: tally.passes, of: tally.graded) ?? .none
        self.init(
            tally: tally, passRate: passTally.passRate,
            score: tally.graded > 0 ? tally.scoreSum / Double(tally.graded) : nil, agreement: answers?.pairwise,
            majorityAgreement: answers?.majority, flipRate: PassConsistency.flipRate(passTally))
    }
}

extension TagMetrics {
    /// The figures of each tag that a case has, in order of the tags' names.
    static func all(_ cases: [CaseMetrics]) -> [TagMetrics] {
        var groups: [String: [CaseMetrics]] = [:]
        for entry in cases { for tag in Set(entry.tally.tags) { groups[tag, default: []].append(entry) } }
        return groups.sorted { $0.key < $1.key }.map { TagMetrics(tag: $0.key, $0.value) }
    }

    private init(tag: String, _ cases: [CaseMetrics]) {
        let measured = cases.filter { $0.tally.graded > 0 }
        self.init(
            tag: tag, caseCount: cases.count, graded: cases.reduce(0) { $0 + $1.tally.graded },
            passes: cases.reduce(0) { $0 + $1.tally.passes }, errors: cases.reduce(0) { $0 + $1.tally.errors },
            accuracy: AccuracyEstimate(measured), score: VariantMetrics.score(measured),
            agreement: Estimate(shares: measured.compactMap(\.agreement)))
    }
}

extension CostSummary {
    /// The costs of a variant's trials.
    init(_ tally: VariantTally) {
        let failed = tally.failures.reduce(0) { $0 + $1.count }
        let answered = tally.graded + tally.errors - failed
        self.init(
            total: tally.cost, priced: tally.cost == nil ? 0 : max(0, answered - tally.unpriced), unpriced: tally.unpriced,
            passes: tally.passes)
    }
}
