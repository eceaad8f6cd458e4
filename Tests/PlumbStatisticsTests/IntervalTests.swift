import Testing

@testable import PlumbStatistics

private func tallies(_ counts: [(Int, Int)]) throws -> [Tally] {
    try counts.map { try #require(Tally(passes: $0.0, of: $0.1)) }
}

@Test func distributionsMatchReferenceValues() {
    // scipy 1.17: norm.ppf, norm.sf, t.ppf, t.cdf, beta.ppf, chi2.sf
    #expect(abs(Normal.quantile(0.975) - 1.959963984540054) < 1e-14)
    #expect(abs(Normal.quantile(1e-12) + 7.034483825301131) < 1e-11)
    #expect(abs(Normal.survival(8) / 6.220960574271785e-16 - 1) < 1e-10)
    #expect(abs(StudentT.quantile(0.975, degrees: 4) - 2.7764451051977987) < 1e-10)
    #expect(abs(StudentT.quantile(0.025, degrees: 1) + 12.706204736174694) < 1e-8)
    #expect(abs(StudentT.cumulative(-2, degrees: 9) - 0.03827641188535048) < 1e-12)
    #expect(abs(Beta.quantile(0.3, 0.5, 4.5) - 0.01728473403611274) < 1e-10)
    #expect(abs(ChiSquared.survival(7.8, degrees: 3) - 0.050331097859853326) < 1e-12)
    #expect(abs(ChiSquared.survival(0.3, degrees: 5) - 0.9976430862605289) < 1e-12)
    #expect(Normal.quantile(0) == -.infinity && Normal.quantile(1) == .infinity && Normal.quantile(2).isNaN)
    #expect(StudentT.quantile(0.5, degrees: 3) == 0)
    #expect(abs(StudentT.quantile(0.9, degrees: .infinity) - Normal.quantile(0.9)) < 1e-15)
}

@Test func accuracySaysForWhichPopulation() throws {
    let accuracy = try #require(Accuracy(tallies([(5, 5), (4, 5), (5, 5), (0, 5), (3, 5), (5, 5)])))
    let population = try #require(accuracy.population)
    let fixed = try #require(accuracy.fixedSuite)
    #expect(population.width > fixed.width)
    #expect(population.contains(accuracy.mean) && fixed.contains(accuracy.mean))
    #expect(accuracy.cases == 6 && accuracy.repetitions == 30)
}

@Test func spotlessSuiteStillHasAWidth() throws {
    let accuracy = try #require(Accuracy(tallies([(Int, Int)](repeating: (10, 10), count: 20))))
    let population = try #require(accuracy.population)
    // Twenty cases, not two hundred calls: close to the rule of three.
    #expect(population.upper == 1 && population.lower > 0.8 && population.lower < 0.87)
    let fixed = try #require(accuracy.fixedSuite)
    #expect(fixed.upper == 1 && fixed.lower > 0.97 && fixed.lower < 1)
    #expect(accuracy.components?.intraclassCorrelation == nil)
}

@Test func oneRepetitionSaysNothingOfTheseCases() throws {
    let accuracy = try #require(Accuracy(tallies([(1, 1), (0, 1), (1, 1)])))
    #expect(accuracy.fixedSuite == nil && accuracy.fixedSuiteError == nil && accuracy.components == nil)
    #expect(accuracy.population != nil)
    let single = try #require(Accuracy(tallies([(3, 4)])))
    #expect(single.population == nil && single.fixedSuite != nil)
    #expect(Accuracy([.none]) == nil)
}

@Test func casesCountOnceHoweverOftenRepeated() throws {
    let accuracy = try #require(Accuracy(tallies([(100, 100), (0, 2), (0, 0)])))
    #expect(accuracy.mean == 0.5)
    #expect(accuracy.cases == 2)
}

@Test func groupsWidenThePopulationInterval() throws {
    let cases = try tallies([(5, 5), (5, 5), (5, 5), (0, 5), (1, 5), (0, 5), (4, 5), (5, 5), (4, 5), (3, 5), (2, 5), (3, 5)])
    let groups = ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"]
    let alone = try #require(Accuracy(cases)?.population)
    let grouped = try #require(Accuracy(cases, groups: groups)?.population)
    #expect(grouped.width > alone.width)
    #expect(Accuracy(cases, groups: ["a"])?.population == alone)
    #expect(ClusteredError([1, 2], groups: ["a", "a"]) == nil)
    let even = try #require(ClusteredError([1, 0, 1, 0], groups: [1, 2, 3, 4]))
    #expect(abs(try #require(even.designEffect) - 1) < 1e-12)
}

@Test func gradedScoresUseStudentsT() throws {
    let accuracy = try #require(Accuracy(scores: [[0.5, 0.7], [0.9, 0.8], [0.2, 0.4], []]))
    #expect(accuracy.cases == 3)
    #expect(try #require(accuracy.population).lower >= 0)
    #expect(try #require(accuracy.population).upper <= 1)
    #expect(Accuracy(scores: [[1, 0], [1, 1]])?.population == Accuracy(try tallies([(1, 2), (2, 2)]))?.population)
    let steady = try #require(Accuracy(scores: [[0.5, 0.5], [0.5, 0.5]])?.population)
    #expect(steady.width > 0)
}

@Test func skewMovesTheCorrectedInterval() throws {
    let skewed = (0..<30).map { $0 < 27 ? 0.0 : 1.0 }
    let corrected = try #require(BiasCorrected.interval(skewed))
    let plain = try #require(MeanEstimate(skewed)?.interval)
    #expect(corrected.upper - 0.1 > 0.1 - corrected.lower)
    #expect(corrected.lower > plain.lower)
    #expect(BiasCorrected.interval([1]) == nil)
    #expect(BiasCorrected.acceleration([2, 2, 2]) == 0)
}

@Test func dropIntervalNeedsNoFailure() throws {
    let pairs = try (0..<20).map { _ in
        PairedTally(baseline: try #require(Tally(passes: 5, of: 5)), candidate: try #require(Tally(passes: 5, of: 5)))
    }
    let interval = try #require(Drop.interval(pairs))
    #expect(interval.lower < -0.005 && interval.upper > 0.005 && interval.width < 0.1)
    #expect(Drop.interval([]) == nil && Drop.mean([]) == nil && Drop.exceeds([], margin: 0) == nil)
    let wider = try #require(Drop.interval(pairs, extraVariance: 0.0001))
    #expect(wider.width > interval.width)
}

@Test func oneRepetitionBorrowsThePairsNoise() throws {
    let pairs = try (0..<40).map { place in
        PairedTally(
            baseline: try #require(Tally(passes: place % 2, of: 1)), candidate: try #require(Tally(passes: place % 4 / 2, of: 1)))
    }
    // 20 of 40 pairs are discordant: McNemar's variance is 20/40².
    let variance = try #require(DropVariance(pairs)).total
    #expect(abs(variance - (20.0 + 1.5) / 1600) < 1e-9)
}

@Test func occasionsThatDifferAreSeen() throws {
    let same = try (0..<30).map { _ in try tallies([(8, 10), (8, 10), (8, 10)]) }
    let calm = try #require(OccasionTest(same))
    #expect(calm.statistic < 1e-12 && calm.pValue > 0.999 && calm.degrees == 2 && calm.variance == 0)
    let shifted = try (0..<30).map { _ in try tallies([(8, 10), (8, 10), (4, 10)]) }
    let seen = try #require(OccasionTest(shifted))
    #expect(seen.pValue < 1e-6 && seen.variance > 0.02)
    #expect(OccasionTest([]) == nil)
    #expect(OccasionTest(try [tallies([(1, 2)])]) == nil)
    #expect(OccasionTest(try [tallies([(2, 2), (2, 2)])]) == nil)
    // One stratum, two occasions: (n-1)/n times Pearson's chi-squared.
    let table = try #require(OccasionTest(try [tallies([(7, 10), (2, 10)])]))
    #expect(abs(table.statistic - 19.0 / 20 * 5.0505050505) < 1e-8)
}
