import PlumbMetrics
import PlumbModel
import Testing

@testable import PlumbBaselines

@Suite struct GateSessionTests {
    private let baseline = Samples.tally(Samples.cases([Int](repeating: 20, count: 50), of: 20))

    private func sweep(_ repetitions: Int, passing: (Int) -> Bool) -> VariantTally {
        Samples.tally(Samples.cases((0..<50).map { passing($0) ? repetitions : 0 }, of: repetitions))
    }

    private func session(_ baseline: VariantTally?, family: Int = 1) -> GateSession {
        Gate.session(baseline: baseline, settings: GateSettings(), maximumRepetitions: 10, familySize: family)
    }

    @Test func aBrokenVariantIsStoppedAtOnce() {
        var session = session(baseline)
        let candidate = sweep(1) { $0 > 10 }
        #expect(session.afterSweep(candidate) == .stop)
        let report = Gate.decide(session.input(candidate))
        #expect(report.verdict == .regressed && report.sweepsUsed == 1 && report.callsUsed == 50)
    }

    @Test func aSoundVariantIsAskedUntilADropIsRuledOut() {
        var session = session(baseline)
        var used = 0
        for repetitions in 1...10 {
            used = repetitions
            if session.afterSweep(sweep(repetitions) { _ in true }) == .stop { break }
        }
        #expect((2...6).contains(used), "\(used)")
        let report = Gate.decide(session.input(sweep(used) { _ in true }))
        #expect(report.verdict == .unchanged && report.sweepsUsed == used)
        let before = Gate.decide(session.input(sweep(used - 1) { _ in true }))
        if case .inconclusive = before.verdict {} else { Issue.record("\(before.sentence)") }
    }

    @Test func repetitionsRunOut() {
        var session = session(baseline)
        // Two of a hundred fail: neither shown nor ruled out early.
        #expect(session.afterSweep(sweep(1) { $0 > 0 }) == .askAnother)
        #expect(session.afterSweep(sweep(10) { $0 > 0 }) == .stop)
    }

    @Test func errorsAreAskedAgain() {
        var session = session(baseline)
        let broken = Samples.tally((0..<50).map { Samples.testCase($0 < 9 ? "c0\($0 + 1)" : "c\($0 + 1)", 0, of: 0, errors: 1) })
        #expect(session.afterSweep(broken) == .askAnother)
        let partly = Samples.tally(
            Samples.cases([Int](repeating: 6, count: 50), of: 6).map { $0.id == "c07" ? Samples.testCase("c07", 0, of: 0, errors: 6) : $0 })
        #expect(session.afterSweep(partly) == .askAnother)
    }

    @Test func withoutABaselineEverythingIsAsked() {
        var session = session(nil)
        #expect(session.afterSweep(sweep(1) { _ in true }) == .askAnother)
        #expect(session.afterSweep(sweep(10) { _ in true }) == .stop)
    }

    @Test func whatCannotBeComparedIsNotAskedAgain() {
        var other = baseline
        other.fingerprint.checks = "x"
        var session = session(other)
        #expect(session.afterSweep(sweep(1) { _ in true }) == .stop)
    }

    @Test func manyVariantsDoNotRaiseFalseAlarms() {
        // Alone p is below 0.05, but not below a fifth of it.
        let before = Samples.cases([Int](repeating: 1, count: 20), of: 1)
        var passes = [Int](repeating: 1, count: 20)
        for place in 0..<5 { passes[place] = 0 }
        let settings = GateSettings(estimand: .mean)
        func input(_ name: String, _ passes: [Int]) -> GateInput {
            GateInput(
                baseline: Samples.tally(before, variant: name), candidate: Samples.tally(Samples.cases(passes, of: 1), variant: name),
                settings: settings)
        }
        let same = [Int](repeating: 1, count: 20)
        #expect(Gate.decide(input("a", passes)).verdict == .regressed)
        let family = Gate.decide(family: [input("a", passes)] + ["b", "c", "d", "e"].map { input($0, same) })
        #expect(family.map(\.variant) == ["a", "b", "c", "d", "e"])
        #expect(family.allSatisfy { $0.verdict != .regressed })
        #expect(family[0].evidence?.level == 0.01)
        // What is clear stays clear, and variants without a verdict take no share.
        var worse = passes
        for place in 5..<10 { worse[place] = 0 }
        let missing = GateInput(baseline: nil, candidate: Samples.tally([], variant: "z"))
        let clear = Gate.decide(family: [missing, input("a", worse), input("b", same)])
        #expect(clear.map(\.verdict.name) == ["could-not-measure", "regressed", "inconclusive"])
        #expect(Gate.decide(family: []).isEmpty)
    }

    @Test func theDropThatCanBeSeenIsKnownBeforehand() throws {
        let shallow = Samples.tally(Samples.cases([4, 3, 5, 4], of: 5))
        let few = try #require(Gate.detectableDrop(baseline: shallow, repetitions: 3, settings: GateSettings()))
        let many = try #require(Gate.detectableDrop(baseline: baseline, repetitions: 10, settings: GateSettings()))
        #expect(few > 0.2 && many < 0.05)
        #expect(Gate.detectableDrop(baseline: Samples.tally([]), repetitions: 3, settings: GateSettings()) == nil)
    }
}
