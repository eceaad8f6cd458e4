import PlumbMetrics
import PlumbModel
import PlumbStatistics
import Testing

@testable import PlumbBaselines

/// How often a gate would have fired on an unchanged prompt.
@Suite struct SelfTestTests {
    private func counted(_ counts: [(Int, Int)]) -> [SelfTest.StoredCase] {
        counts.enumerated().map { place, count in
            SelfTest.StoredCase(id: "c\(place)", repetitions: .counted(Tally(passes: count.0, of: count.1) ?? .none))
        }
    }

    /// One case, 3 of 6 passed, split 3 v 3: the candidate has none of the passes in 1 of 20 splits.
    @Test func oneCaseIsEnumerated() throws {
        let test = try #require(SelfTest(of: counted([(3, 6)]), settings: GateSettings(estimand: .mean), plan: .fixed, repetitions: 3))
        #expect(test.method == .enumerated(splits: 4))
        // Mid-p of the extreme split is 1/40, that of the next one 0.05 + 9/40.
        #expect(abs(test.fired.value - 0.05) < 1e-12)
        #expect(abs(test.improved.value - 0.05) < 1e-12)
        #expect(test.fired.interval == nil)
        #expect(abs(test.named.value - 0.05) < 1e-12)
        #expect(abs(test.fired.value + test.improved.value + test.unchanged.value + test.inconclusive.value - 1) < 1e-12)
        #expect(test.baselineRepetitions == 3...3 && test.repetitions == 3)
        #expect(test.finding == .asPromised)
    }

    @Test func enumerationAndDrawsAgree() throws {
        let stored = counted([(9, 10), (10, 10), (5, 10), (8, 10), (10, 10)])
        let settings = GateSettings(alpha: 0.1, detect: 0.3)
        let exact = try #require(SelfTest(of: stored, settings: settings, plan: .fixed, repetitions: 5))
        #expect(exact.method == .enumerated(splits: 2 * 6 * 3))
        #expect(exact.fired.value <= 0.11)
        // The same with more cases than can be enumerated.
        let many = try #require(
            SelfTest(
                of: counted([(Int, Int)](repeating: (7, 10), count: 12)), settings: settings, plan: .fixed, repetitions: 5, splits: 400))
        #expect(many.method == .drawn(splits: 400))
        #expect(many.fired.interval.map { $0.lowerBound <= 0.11 } == true)
        let again = try #require(
            SelfTest(
                of: counted([(Int, Int)](repeating: (7, 10), count: 12)), settings: settings, plan: .fixed, repetitions: 5, splits: 400))
        #expect(many == again)
    }

    @Test func sequentialGatesArePlayed() throws {
        let stored = counted((0..<20).map { (14 + $0 % 7, 20) })
        let test = try #require(
            SelfTest(
                of: stored, settings: GateSettings(detect: 0.25), plan: .sequential(maximumRepetitions: 5), repetitions: 5, splits: 200))
        #expect(test.method == .drawn(splits: 200))
        #expect(test.repetitions == 5 && test.baselineRepetitions == 15...15)
        #expect(test.fired.interval.map { $0.lowerBound < 0.055 } == true)
        #expect(test.unchanged.value > 0.5)
        #expect(test.finding == .asPromised)
    }

    @Test func aSuiteThatCanDecideNothingIsSilent() throws {
        let test = try #require(SelfTest(of: counted([(2, 2), (1, 2), (2, 2)]), settings: GateSettings(), plan: .fixed, repetitions: 5))
        #expect(test.repetitions == 1)
        #expect(test.fired.value == 0 && test.unchanged.value == 0)
        #expect(test.finding == .silent)
        // Against five calls that all fail, two of two could be named, one of two could not.
        #expect(test.undecidable.map(\.id) == ["c1"])
        #expect(SelfTest(of: counted([(1, 1), (0, 1)]), settings: GateSettings(), plan: .fixed, repetitions: 3) == nil)
        #expect(SelfTest(of: [], settings: GateSettings(), plan: .fixed, repetitions: 3) == nil)
    }

    @Test func casesWithTooFewRepetitionsAreLeftOut() throws {
        let test = try #require(
            SelfTest(of: counted([(9, 10), (8, 10), (2, 2), (0, 0)]), settings: GateSettings(), plan: .fixed, repetitions: 5))
        #expect(test.leftOut == ["c2", "c3"])
        #expect(test.cases == 2)
    }

    @Test func driftInTheOrderOfTimeIsSeen() throws {
        func stored(_ grades: (Int) -> Bool) -> [SelfTest.StoredCase] {
            (0..<20).map { SelfTest.StoredCase(id: "c\($0)", repetitions: .inOrder((0..<20).map(grades))) }
        }
        // Right on the first two days, wrong on the last two.
        let drifting = try #require(
            SelfTest(of: stored { $0 < 10 }, settings: GateSettings(), plan: .fixed, repetitions: 5, splits: 50))
        #expect(drifting.inOrder == SelfTest.InOrder(stretches: 4, changed: 4))
        #expect(drifting.finding == .drifting)
        #expect(drifting.findingSentence.hasPrefix("4 of 4 stretches of time differ"))
        let steady = try #require(
            SelfTest(of: stored { $0 % 5 != 3 }, settings: GateSettings(), plan: .fixed, repetitions: 5, splits: 50))
        #expect(steady.inOrder == SelfTest.InOrder(stretches: 4, changed: 0))
        let counts = try #require(SelfTest(of: counted([(9, 10)]), settings: GateSettings(), plan: .fixed, repetitions: 5))
        #expect(counts.inOrder == nil)
    }

    @Test func aBaselineIsTestedAsItIs() throws {
        let tally = Samples.tally(Samples.cases([10, 9, 10, 8, 10], of: 10))
        let test = try #require(SelfTest(of: tally, settings: GateSettings(detect: 0.3), plan: .fixed, repetitions: 5))
        #expect(test.cases == 5)
        #expect(test.sentence.hasPrefix("on an unchanged prompt the gate fired in "))
        #expect(test.sentence.contains("of all 6 splits (5 % allowed)"))
        #expect(test.sentence.hasSuffix("(5 cases, 5 v 5 repetitions)"))
    }
}
