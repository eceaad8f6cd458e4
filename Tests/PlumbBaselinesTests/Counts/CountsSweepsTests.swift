import PlumbModel
import PlumbStatistics
import Testing

@testable import PlumbBaselines

/// Sweeps looked at one by one, up to a known maximum or as often as one likes.
@Suite struct CountsSweepsTests {
    private func line(
        _ sweeps: [[Int?]], stored: Int = 20, passes: [Int], _ more: JSONObject = JSONObject()
    ) -> JSON {
        var object: JSONObject = ["id": "s"]
        object["cases"] = .array(passes.enumerated().map { Lines.testCase("c\($0)", (stored, $1)) })
        object["sweeps"] = .array(sweeps.map { .array($0.map { $0.map(JSON.integer) ?? .null }) })
        return .object(object.merging(more))
    }

    private let passes = (0..<50).map { $0 % 5 == 0 ? 18 : 20 }

    @Test func stopsAtTheSweepThatDecides() throws {
        let dead = [Int?](repeating: 0, count: 50)
        let answer = try Lines.answer(line([dead, dead, dead, dead], passes: passes, ["max_repetitions": 10]))
        #expect(answer["verdict"]?.string == "regressed")
        #expect(answer["sweeps_used"]?.integer == 1)
        #expect(answer["drop"]?.number.map { $0 > 0.9 } == true)
    }

    @Test func levelsAreThoseOfTheSpending() throws {
        let fine = [Int?](repeating: 1, count: 4)
        let answer = try Lines.answer(line([fine], passes: [20, 19, 18, 20], ["max_repetitions": 10]))
        let fractions = AlphaSpending.fractions(baseline: 20, candidate: Array(1...10))
        let first = try #require(AlphaSpending.pocock.thresholds(fractions: fractions, alpha: 0.05).first)
        #expect(abs((answer["level"]?.number ?? 0) - Normal.survival(first)) < 1e-12)
        #expect(answer["sweeps_used"]?.integer == 1)
    }

    @Test func asManySweepsAsAreGivenAreTheMaximumUnlessTold() throws {
        let sweeps = (0..<3).map { sweep in (0..<4).map { Optional(($0 + sweep) % 3 == 0 ? 0 : 1) } }
        let given = try Lines.answer(line(sweeps, passes: [14, 13, 12, 15]))
        let told = try Lines.answer(line(sweeps, passes: [14, 13, 12, 15], ["max_repetitions": 3]))
        let longer = try Lines.answer(line(sweeps, passes: [14, 13, 12, 15], ["max_repetitions": 8]))
        #expect(given == told)
        #expect(given["sweeps_used"]?.integer == 3)
        #expect(longer["level"] != given["level"])
    }

    @Test func sweepsAfterTheDecisionDoNotCount() throws {
        let fine = [Int?](repeating: 1, count: 50)
        let dead = [Int?](repeating: 0, count: 50)
        let short = try Lines.answer(line([dead], passes: passes, ["max_repetitions": 5]))
        let long = try Lines.answer(line([dead, fine, fine, fine, fine], passes: passes, ["max_repetitions": 5]))
        #expect(short == long)
    }

    @Test func candidatesNotAskedYetMayBeWritten() throws {
        let plain: JSON = ["id": "s", "cases": [["id": "a", "baseline": [5, 4]]], "sweeps": [[1], [0]]]
        for candidate: JSON in [nil, [0, 0]] {
            let written: JSON = ["id": "s", "cases": [["id": "a", "baseline": [5, 4], "candidate": candidate]], "sweeps": [[1], [0]]]
            #expect(try Lines.answer(written) == Lines.answer(plain))
        }
    }

    @Test func missingCallsAreNoFailures() throws {
        let missing = [Int?](repeating: nil, count: 50)
        let dead = [Int?](repeating: 0, count: 50)
        let answer = try Lines.answer(line([missing, dead], passes: passes, ["max_repetitions": 5]))
        #expect(answer["verdict"]?.string == "regressed")
        #expect(answer["sweeps_used"]?.integer == 2)
        let nothing = try Lines.answer(line([missing, missing], passes: passes))
        #expect(nothing["verdict"]?.string == "not-comparable")
        var partly = dead
        partly[0] = nil
        #expect(try Lines.answer(line([partly], passes: passes))["left_out"] == [["id": "c0", "missing": "candidate"]])
    }

    // MARK: - As often as one likes

    /// One case, two stored passes, one failure: the chance of that order is 1/3 if nothing changed.
    @Test func evidenceOfOneBlockIsTheLikelihoodRatio() throws {
        let answer = try Lines.answer(line([[0]], stored: 2, passes: [2], ["anytime": true]))
        func odds(_ factor: Double) -> Double { 0.5 * factor / (1 - 0.5 * factor) }
        func ratio(_ odds: Double) -> Double { Hypergeometric(baseline: 2, candidate: 1, passes: 2, odds: odds).probability(0) * 3 }
        let expected = 0.30 * ratio(odds(0.94)) + 0.20 * ratio(odds(0.8)) + 0.46 * ratio(0.6) + 0.04 * ratio(0.02)
        #expect(abs((answer["evidence"]?.number ?? 0) - expected) < 1e-12)
        #expect(abs((answer["p"]?.number ?? 0) - 1 / expected) < 1e-12)
        #expect(answer["verdict"]?.string == "inconclusive")
        #expect((answer["evidence_of_gain"]?.number ?? 2) < 1)
    }

    @Test func aBrokenSuiteRaisesTheAlarmAndABetterOneImproves() throws {
        let dead = [Int?](repeating: 0, count: 50)
        let worse = try Lines.answer(line([dead, dead, dead], passes: passes, ["anytime": true]))
        #expect(worse["verdict"]?.string == "regressed")
        #expect(worse["deciding_test"]?.string == "evidence")
        #expect((worse["evidence"]?.number ?? 0) >= 20)
        let sweeps = worse["sweeps_used"]?.integer ?? 9
        #expect(sweeps < 3)
        let fine = [Int?](repeating: 1, count: 50)
        let better = try Lines.answer(
            line([fine, fine, fine, fine, fine], passes: [Int](repeating: 6, count: 50), ["anytime": true]))
        #expect(better["verdict"]?.string == "improved")
    }

    @Test func furtherSweepsContinueWhatWasSeen() throws {
        let sweeps = (0..<6).map { sweep in (0..<50).map { Optional(($0 * 7 + sweep * 3) % 11 == 0 ? 0 : 1) } }
        var gate = CountsGate()
        var evidence: [Double] = []
        for count in 1...6 {
            let text = line(Array(sweeps.prefix(count)), passes: passes, ["anytime": true]).text()
            let answer = gate.answer(line: Array(text.utf8), number: 1).json
            evidence.append(answer["evidence"]?.number ?? 0)
        }
        var step = AnytimeEvidence(
            GateQuestion(
                cases: passes.enumerated().map { GateCase(id: "c\($0)", baseline: Tally(passes: $1, of: 20) ?? .none, candidate: .none) }),
            name: "s")
        var stepwise: [Double] = []
        for sweep in sweeps {
            step.add(sweep.map { $0 == 1 ? Tally([true]) : Tally([false]) })
            stepwise.append(step.evidence)
        }
        #expect(evidence == stepwise)
    }

    @Test func storedRepetitionsAreDrawnOnceEach() {
        var order = StoredOrder(Tally(passes: 13, of: 20) ?? .none, name: "x", id: "c")
        var drawn = Tally.none
        for _ in 0..<12 { drawn = drawn + order.next(2) }
        #expect(drawn == Tally(passes: 13, of: 20))
        #expect(order.next(2) == .none)
        // Orders differ between cases, and are the same for the same one.
        func firsts(_ id: String) -> [Int] {
            var order = StoredOrder(Tally(passes: 10, of: 20) ?? .none, name: "x", id: id)
            return (0..<20).map { _ in order.next(1).passes }
        }
        #expect(firsts("a") == firsts("a"))
        #expect((0..<8).map { firsts("case \($0)") }.contains { $0 != firsts("case 0") })
    }

    /// Under "nothing changed" the alarm is raised by at most alpha of the comparisons, however often one looks.
    @Test func falseAlarmsKeepToTheirLevel() {
        var draws = SeededDraws(seed: 11)
        func passed(_ rate: Double) -> Bool { Double(draws.below(1 << 30)) < rate * Double(1 << 30) }
        var (alarms, accepted) = (0, 0)
        let replicates = 300
        for replicate in 0..<replicates {
            let rates = (0..<20).map { 0.5 + 0.025 * Double($0) }
            let cases = rates.enumerated().map { place, rate in
                GateCase(id: "\(place)", baseline: Tally((0..<20).map { _ in passed(rate) }), candidate: .none)
            }
            var evidence = AnytimeEvidence(GateQuestion(cases: cases, alpha: 0.1, detect: 0.3), name: "\(replicate)")
            for _ in 0..<10 { evidence.add(rates.map { Tally([passed($0)]) }) }
            if evidence.standing == .regressed { alarms += 1 }
            if evidence.standing == .unchanged { accepted += 1 }
        }
        // Three standard errors above a tenth.
        #expect(alarms <= 46)
        #expect(accepted > replicates / 2)
    }
}
