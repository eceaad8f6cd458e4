import PlumbModel
import PlumbStatistics
import Testing

@testable import PlumbBaselines

/// Evidence that may be looked at and continued as often as one likes.
@Suite struct AnytimeSessionTests {
    static func session(family: Int = 1) -> AnytimeSession {
        let baseline = Samples.tally(Samples.cases([Int](repeating: 18, count: 10), of: 20))
        return AnytimeSession(GateInput(baseline: baseline, candidate: Samples.tally([])), familySize: family, name: "n")
    }

    /// The counts after so many sweeps in which every case passed the first `passes` times.
    static func candidate(sweeps: Int, passes: Int) -> VariantTally {
        Samples.tally(Samples.cases([Int](repeating: min(sweeps, passes), count: 10), of: sweeps))
    }

    @Test func aBrokenPromptIsAnAlarmAndTheVerdictStands() {
        var session = Self.session()
        var sweeps = 0
        repeat { sweeps += 1 } while session.afterSweep(Self.candidate(sweeps: sweeps, passes: 0)) == .askAnother && sweeps < 10
        #expect(sweeps < 4)
        let report = session.report(Self.candidate(sweeps: sweeps, passes: 0))
        #expect(report.verdict == .regressed)
        #expect(report.evidence?.decidingTest == .evidence)
        #expect((report.anytime?.evidence ?? 0) >= 20)
        #expect((report.evidence?.pValue ?? 1) <= 0.05)
    }

    @Test func continuingGivesTheSameEvidenceAsGoingOn() {
        var once = Self.session()
        var again = Self.session()
        for sweeps in 1...6 { _ = once.afterSweep(Self.candidate(sweeps: sweeps, passes: 5)) }
        for sweeps in 1...3 { _ = again.afterSweep(Self.candidate(sweeps: sweeps, passes: 5)) }
        // A second invocation begins with what the first one kept.
        again = Self.session()
        for sweeps in 1...6 { _ = again.afterSweep(Self.candidate(sweeps: sweeps, passes: 5)) }
        let last = Self.candidate(sweeps: 6, passes: 5)
        #expect(once.report(last).anytime == again.report(last).anytime)
    }

    @Test func severalVariantsNeedMoreEvidence() {
        var session = Self.session(family: 4)
        _ = session.afterSweep(Self.candidate(sweeps: 1, passes: 1))
        #expect(session.report(Self.candidate(sweeps: 1, passes: 1)).anytime?.needed == 80)
    }

    @Test func withoutABaselineThereIsNoVerdict() {
        var session = AnytimeSession(GateInput(baseline: nil, candidate: Samples.tally([])), familySize: 1, name: "n")
        let candidate = Self.candidate(sweeps: 1, passes: 1)
        #expect(session.afterSweep(candidate) == .askAnother)
        #expect(session.report(candidate).verdict == .couldNotMeasure(.missingBaseline))
    }
}
