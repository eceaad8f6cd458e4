import Testing

@testable import PlumbStatistics

@Suite struct MeanShiftTests {
    /// Darwin's maize: 15 pairs, the sum of the differences is 314 (Fisher 1935, The Design of Experiments, § 21: 5.267 % by all patterns).
    private let maize: [Double] = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]

    @Test func fewPairsAreEnumerated() throws {
        let pairs = Array(maize.dropLast())
        let shift = try #require(MeanShift(pairs))
        let lattice = try #require(SignFlip(pairs))
        #expect(shift.method == .exactSignFlip && abs(shift.twoSided - lattice.twoSided) < 1e-12)
        #expect(abs(shift.greater - lattice.twoSided / 2) < 1e-12)
    }

    @Test func manyPairsAreNormal() throws {
        let shift = try #require(MeanShift(maize))
        #expect(shift.method == .signFlip)
        // By all 32,768 patterns it is 0.05267.
        #expect(abs(shift.twoSided - 0.0527) < 0.004)
        // The normal interval has its ends where the test just refuses.
        let interval = try #require(shift.interval())
        for end in [interval.lower, interval.upper] {
            let moved = try #require(MeanShift(maize.map { $0 - end }))
            #expect(abs(moved.twoSided - 0.05) < 1e-9)
        }
    }

    @Test func theExactIntervalHoldsWhatTheTestDoesNotRefuse() throws {
        let pairs = Array(maize.prefix(10))
        let shift = try #require(MeanShift(pairs))
        let interval = try #require(shift.interval())
        func p(_ centre: Double) throws -> Double {
            let moved = try #require(MeanShift(pairs.map { $0 - centre }))
            return moved.twoSided
        }
        #expect(try p(interval.lower + 1e-6) > 0.05 && p(interval.lower - 1e-6) <= 0.05)
        #expect(try p(interval.upper - 1e-6) > 0.05 && p(interval.upper + 1e-6) <= 0.05)
    }

    @Test func fewerThanEightAreStudents() throws {
        let shift = try #require(MeanShift([1, 2, 3, 4]))
        // t = 2.5/(1.29099/2) = 3.873 with 3 degrees of freedom.
        #expect(shift.method == .pairedT && abs(shift.twoSided - 0.030466) < 1e-5)
        #expect(shift.lowerBound(level: 0.025) == shift.interval()?.lower)
    }

    @Test func oddInputs() throws {
        #expect(MeanShift([]) == nil && MeanShift([1]) == nil && MeanShift([1, .nan]) == nil && MeanShift([1, .infinity]) == nil)
        #expect(MeanShift([0, 0])?.twoSided == 1)
        #expect(MeanShift([Double](repeating: 0, count: 10))?.twoSided == 1)
        #expect(MeanShift([Double](repeating: 0, count: 100))?.twoSided == 1)
        #expect(MeanShift([Double](repeating: 3, count: 8))?.twoSided == 2.0 / 256)
        #expect(MeanShift([Double](repeating: 3, count: 8))?.interval() == ConfidenceInterval(lower: 3, upper: 3, confidence: 0.95))
        #expect(MeanShift([Double](repeating: 3, count: 8))?.lowerBound(level: 0.001) == nil)
        let fall = try #require(MeanShift([Double](repeating: -3, count: 50)))
        #expect(fall.greater > 0.999)
    }

    @Test func skewnessIsPaidForInThePValueToo() throws {
        let values = (0..<30).map { Double($0 * $0) - 250 }
        let p = try #require(BiasCorrected.twoSided(values))
        let interval = try #require(BiasCorrected.interval(values, confidence: 1 - p))
        #expect(min(abs(interval.lower), abs(interval.upper)) < 0.01)
        #expect(BiasCorrected.twoSided([1]) == nil && BiasCorrected.twoSided([0, 0]) == 1 && BiasCorrected.twoSided([2, 2]) == 0)
    }
}
