import Testing

@testable import PlumbStatistics

@Test func passAtKIsUndefinedBeyondTheRepetitions() throws {
    let tally = try #require(Tally(passes: 2, of: 3))
    #expect(PassAtK.any(tally, k: 4) == nil)
    #expect(PassAtK.all(tally, k: 0) == nil)
    #expect(PassAtK.any(.none, k: 1) == nil)
    let mean = try #require(PassAtK.meanAll([tally, Tally([true])], k: 2))
    #expect(mean.count == 1)
    #expect(mean.interval == nil)
}

@Test func agreementOfOneAndOfNone() throws {
    let single = try #require(AnswerAgreement(["yes"]))
    #expect(single.pairwise == nil && single.normalisedEntropy == nil && single.isTotal)
    #expect(AnswerAgreement([String]()) == nil)
    #expect(AnswerAgreement(counts: [0, -1]) == nil)
    #expect(AnswerAgreement.totalAgreementRate([]) == nil)
    let corrected = try #require(AnswerAgreement(counts: [3, 1, 1]))
    #expect(abs(corrected.correctedEntropy - corrected.entropy - 0.2) < 1e-12)
}

@Test func passConsistencyCountsFlakyCases() throws {
    let tallies = try [(5, 5), (0, 5), (2, 4), (3, 4), (0, 0)].map { try #require(Tally(passes: $0.0, of: $0.1)) }
    let consistency = try #require(PassConsistency(tallies))
    #expect(consistency.cases == 4)
    #expect(consistency.flaky == 0.5 && consistency.stable == 0.5)
    #expect(consistency.ties == 1)
    #expect(consistency.majorityPass == 0.5)
    #expect(consistency.everPassed == 0.75 && consistency.alwaysPassed == 0.25)
    // Half of all pairs of 2 passes and 2 failures … 2·2·2/(4·3), and 2·3·1/(4·3).
    #expect(abs(try #require(consistency.flipRate).value - (8.0 / 12 + 6.0 / 12) / 4) < 1e-12)
    #expect(PassConsistency([.none]) == nil)
    #expect(PassConsistency([Tally([true])])?.flipRate == nil)
}

@Test func flipsBetweenRunsAreSplit() throws {
    let pairs = try [((5, 5), (2, 5)), ((1, 5), (4, 5)), ((2, 4), (3, 4)), ((3, 3), (0, 0))].map {
        PairedTally(
            baseline: try #require(Tally(passes: $0.0.0, of: $0.0.1)), candidate: try #require(Tally(passes: $0.1.0, of: $0.1.1)))
    }
    let flips = RunFlips(pairs)
    #expect(flips.broke == [0])
    #expect(flips.fixed == [1, 2])
    #expect(flips.rate == 1)
    #expect(RunFlips([]).rate == nil)
}

@Test func spreadOverRepetitions() throws {
    let spread = try #require(RepetitionSpread([[1, 0, 1], [1, 0, 1, 1], [0, 0, 1]]))
    #expect(spread.best == 1 && spread.worst == 0 && spread.gap == 1)
    #expect(RepetitionSpread([[1], []]) == nil)
    #expect(RepetitionSpread([]) == nil)
}

@Test func alphaIsUndefinedWithOneClass() {
    #expect(Krippendorff.alpha([[1, 1], [1, 1]]) == nil)
    #expect(Krippendorff.alpha([["a"], ["b"]]) == nil)
    #expect(Krippendorff.alpha([[1.0, 1, 1]], level: .ordinal) == nil)
    #expect(Kappa.fleiss([[3, 0], [3, 0]]) == nil)
    #expect(Kappa.fleiss([[3, 0], [2, 0]]) == nil)
    #expect(Kappa.cohen([[5, 0], [0, 0]]) == nil)
    #expect(Kappa.cohen([[5, 0]]) == nil)
}

@Test func steadyAnswersCannotTestConsistency() throws {
    let steady = PairedTally(baseline: try #require(Tally(passes: 5, of: 5)), candidate: try #require(Tally(passes: 5, of: 5)))
    let answer = ConsistencyTest.flipRateRose([steady])
    #expect(answer.cases == 0)
    #expect(answer.pValue.exact == 1)
    let worse = PairedTally(baseline: try #require(Tally(passes: 10, of: 10)), candidate: try #require(Tally(passes: 5, of: 10)))
    #expect(ConsistencyTest.flipRateRose([PairedTally](repeating: worse, count: 4)).pValue.exact < 0.01)
    #expect(ConsistencyTest.flipRateRose([PairedTally](repeating: worse.mirrored, count: 4)).pValue.exact > 0.9)
}
