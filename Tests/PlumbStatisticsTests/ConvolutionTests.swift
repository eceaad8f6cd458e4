import Testing

@testable import PlumbStatistics

/// Enumerates every outcome of every case, with exact integer weights, as an independent check of the convolutions.
private func enumerate(_ pairs: [PairedTally], _ visit: (_ passes: [Int], _ probability: Double) -> Void) {
    func choose(_ n: Int, _ k: Int) -> Double {
        k < 0 || k > n ? 0 : (0..<k).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
    }
    func walk(_ place: Int, _ passes: [Int], _ probability: Double) {
        guard place < pairs.count else { return visit(passes, probability) }
        let pair = pairs[place]
        let total = choose(pair.pooled.repetitions, pair.pooled.passes)
        for c in 0...pair.candidate.repetitions {
            let ways = choose(pair.candidate.repetitions, c) * choose(pair.baseline.repetitions, pair.pooled.passes - c)
            if ways > 0 { walk(place + 1, passes + [c], probability * ways / total) }
        }
    }
    walk(0, [], 1)
}

private func pair(_ baseline: (Int, Int), _ candidate: (Int, Int)) throws -> PairedTally {
    PairedTally(
        baseline: try #require(Tally(passes: baseline.0, of: baseline.1)),
        candidate: try #require(Tally(passes: candidate.0, of: candidate.1)))
}

private func examples() throws -> [[PairedTally]] {
    [
        [try pair((3, 4), (1, 3)), try pair((4, 4), (2, 3)), try pair((2, 4), (3, 3))],
        [try pair((5, 5), (2, 3)), try pair((1, 2), (0, 4)), try pair((2, 6), (1, 2)), try pair((0, 3), (0, 5))],
        [try pair((1, 1), (0, 1)), try pair((0, 1), (1, 1)), try pair((1, 1), (0, 1)), try pair((1, 1), (1, 1))],
        [try pair((7, 10), (3, 5))],
    ]
}

@Test func accuracyTestMatchesEnumeration() throws {
    for cases in try examples() {
        func statistic(_ passes: [Int]) -> Double {
            zip(passes, cases).reduce(0) { $0 + Double($1.0) / Double($1.1.candidate.repetitions) }
        }
        let observed = statistic(cases.map(\.candidate.passes))
        var tail = 0.0
        var point = 0.0
        enumerate(cases) { passes, probability in
            let value = statistic(passes)
            if value <= observed + 1e-9 { tail += probability }
            if abs(value - observed) < 1e-9 { point += probability }
        }
        var test = AccuracyTest()
        let p = test.worse(cases)
        #expect(abs(p.exact - tail) < 1e-12)
        #expect(abs(p.mid - (tail - point / 2)) < 1e-12)
    }
}

@Test func breakageTestMatchesEnumeration() throws {
    let steps = 1000
    for cases in try examples() {
        // The scores straight from the definition, on the same lattice.
        func score(_ pair: PairedTally) -> [Int: Double] {
            let n = pair.pooled.repetitions
            let s = pair.pooled.passes
            let share = (Double(s) + 0.5) / Double(n + 1)
            let mild = share * 0.94 / (1 - share * 0.94) / (share / (1 - share))
            func law(_ odds: Double) -> [Int: Double] {
                var weights: [Int: Double] = [:]
                enumerate([pair]) { passes, probability in
                    weights[passes[0], default: 0] += probability * power(odds, Double(passes[0]))
                }
                let total = weights.values.reduce(0, +)
                return weights.mapValues { $0 / total }
            }
            let laws = [law(1), law(mild), law(0.6), law(0.02)]
            return laws[0].reduce(into: [:]) { scores, entry in
                let harmed = 0.5 * laws[1][entry.key]! + 0.46 * laws[2][entry.key]! + 0.04 * laws[3][entry.key]!
                scores[entry.key] = -naturalLog(harmed / entry.value)
            }
        }
        let raw = cases.map(score)
        let range = raw.map { $0.values.max()! - $0.values.min()! }.max()!
        let unit = range / Double(steps)
        let lattice = raw.map { scores in scores.mapValues { Int((($0 - scores.values.min()!) / unit).rounded(.toNearestOrEven)) } }
        func statistic(_ passes: [Int]) -> Int { zip(passes, lattice).reduce(0) { $0 + $1.1[$1.0]! } }
        let observed = statistic(cases.map(\.candidate.passes))
        var tail = 0.0
        enumerate(cases) { passes, probability in
            if statistic(passes) <= observed { tail += probability }
        }
        var test = BreakageTest(lattice: .steps(steps))
        #expect(abs(test.worse(cases).exact - tail) < 1e-12)
    }
}

@Test func flipRateTestMatchesEnumeration() throws {
    for cases in try examples() {
        let repeated = cases.filter { $0.candidate.repetitions > 1 }
        func statistic(_ passes: [Int]) -> Double {
            zip(passes, repeated).reduce(0) { sum, entry in
                let n = Double(entry.1.candidate.repetitions)
                return sum + Double(entry.0) * (n - Double(entry.0)) / (n * (n - 1))
            }
        }
        let observed = statistic(repeated.map(\.candidate.passes))
        var tail = 0.0
        enumerate(repeated) { passes, probability in
            if statistic(passes) >= observed - 1e-9 { tail += probability }
        }
        let answer = ConsistencyTest.flipRateRose(cases)
        #expect(abs(answer.pValue.exact - tail) < 1e-12)
        #expect(answer.method == .exact)
    }
}

@Test func answerAgreementTestMatchesEnumerationOfLabels() {
    // Two cases; every way to hand the pooled answers to the candidate.
    let cases = [
        PairedAnswerCounts(baseline: [3, 1, 0, 0], candidate: [1, 1, 1, 1]), PairedAnswerCounts(baseline: [2, 2], candidate: [1, 2]),
    ]
    func law(_ entry: PairedAnswerCounts) -> [Double: Double] {
        let labels = zip(entry.baseline, entry.candidate).enumerated().flatMap { label, counts in
            [Int](repeating: label, count: counts.0 + counts.1)
        }
        let drawn = entry.candidate.reduce(0, +)
        var law: [Double: Double] = [:]
        var ways = 0.0
        for mask in 0..<(1 << labels.count) where mask.nonzeroBitCount == drawn {
            var counts: [Int: Int] = [:]
            for place in labels.indices where mask & (1 << place) != 0 { counts[labels[place], default: 0] += 1 }
            let agreeing = counts.values.reduce(0) { $0 + $1 * ($1 - 1) }
            law[Double(agreeing) / Double(drawn * (drawn - 1)), default: 0] += 1
            ways += 1
        }
        return law.mapValues { $0 / ways }
    }
    let observed = cases.reduce(0.0) { $0 + Double($1.agreeingPairs) / Double($1.candidatePairs) }
    var tail = 0.0
    for (first, p) in law(cases[0]) {
        for (second, q) in law(cases[1]) where first + second <= observed + 1e-9 { tail += p * q }
    }
    #expect(abs(ConsistencyTest.agreementFell(cases).pValue.exact - tail) < 1e-12)
}

@Test func agreementMomentsMatchTheExactDistribution() {
    for entry in [
        PairedAnswerCounts(baseline: [3, 1, 0, 0], candidate: [1, 1, 1, 1]), PairedAnswerCounts(baseline: [6, 2], candidate: [4, 4]),
        PairedAnswerCounts(baseline: [1, 2, 3, 4, 5], candidate: [5, 4, 3, 2, 1]),
    ] {
        let law = entry.distribution()
        let mean = law.indices.reduce(0) { $0 + Double($1) * law[$1] }
        let variance = law.indices.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) * law[$1] }
        let moments = entry.moments()
        #expect(abs(moments.mean - mean) < 1e-9)
        #expect(abs(moments.variance - variance) < 1e-9)
    }
}

@Test func manyRepetitionsFallBackToTheNormal() {
    let steady = PairedAnswerCounts(baseline: [60, 0], candidate: [60, 0])
    let broken = PairedAnswerCounts(baseline: [60, 0], candidate: [30, 30])
    #expect(ConsistencyTest.agreementFell([steady]).cases == 0)
    let answer = ConsistencyTest.agreementFell([broken, steady])
    #expect(answer.method == .normal)
    #expect(answer.pValue.exact < 1e-3)
}

@Test func signFlipMatchesEnumeration() throws {
    for differences in [[-0.4, 0.2, -1.0 / 3, 0.25], [0.1, 0.1, -0.3], [-1, -1, -1], [0.123456789, -0.3, 0.777]] {
        let observed = differences.reduce(0, +)
        var less = 0.0
        var far = 0.0
        for mask in 0..<(1 << differences.count) {
            let sum = differences.enumerated().reduce(0) { $0 + (mask & (1 << $1.0) != 0 ? abs($1.1) : -abs($1.1)) }
            if sum <= observed + 1e-9 { less += 1 }
            if abs(sum) >= abs(observed) - 1e-9 { far += 1 }
        }
        let patterns = Double(1 << differences.count)
        let test = try #require(SignFlip(differences))
        #expect(abs(test.less - less / patterns) < 1e-12)
        #expect(abs(test.twoSided - far / patterns) < 1e-12)
    }
}

@Test func orderOfCasesChangesNoDigit() throws {
    let cases = try examples().joined().map { $0 }
    var forwards = BreakageTest()
    var backwards = BreakageTest()
    #expect(forwards.worse(cases) == backwards.worse(cases.reversed()))
    var accuracy = AccuracyTest()
    #expect(accuracy.worse(cases) == accuracy.worse(cases.reversed()))
}

@Test func manyDifferentRepetitionsKeepTheLatticeSmall() throws {
    // The least common multiple of 1…40 would be beyond any array.
    let cases = try (1...40).map { try pair((8, 10), (($0 * 3) / 4, $0)) }
    #expect(CommonLattice.steps(denominators: 1...40, cases: 40) <= CommonLattice.greatestTotal / 40)
    #expect(CommonLattice.steps(denominators: [2, 3, 4, 5, 6], cases: 12) == 60)
    var test = AccuracyTest()
    let p = test.worse(cases)
    #expect(p.exact > 1e-6 && p.exact < 1)
    #expect(p.mid < p.exact)
}

@Test func hypergeometricHoldsForManyRepetitions() {
    let null = Hypergeometric(baseline: 100_000, candidate: 50_000, passes: 149_900)
    #expect(abs(null.probabilities.reduce(0, +) - 1) < 1e-9)
    let mean = null.probabilities.enumerated().reduce(0) { $0 + Double(null.lowest + $1.0) * $1.1 }
    #expect(abs(mean - 149_900.0 / 3) < 1e-3)
    let harmed = Hypergeometric(baseline: 5, candidate: 5, passes: 5, odds: 0.02)
    #expect(harmed.probability(0) > 0.6)
    #expect(harmed.probability(6) == 0)
    #expect(Hypergeometric(baseline: 3, candidate: 0, passes: 9).probabilities == [1])
}
