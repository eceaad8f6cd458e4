import Foundation
import PlumbMetrics
import PlumbModel
import PlumbStatistics
import Testing

@testable import PlumbBaselines

@Suite struct GateTests {
    private func decide(
        _ baseline: [CaseTally]?, _ candidate: [CaseTally], settings: GateSettings = GateSettings(), requirements: [Requirement] = [],
        plan: GateInput.Plan = .fixed
    ) -> GateReport {
        Gate.decide(
            GateInput(
                baseline: baseline.map { Samples.tally($0) }, candidate: Samples.tally(candidate), settings: settings,
                requirements: requirements, plan: plan))
    }

    /// Twenty cases of twenty repetitions: 18 passes each, that is 90 %.
    private let deep = Samples.cases([Int](repeating: 18, count: 20), of: 20)

    @Test func theReferenceComparisonsComeOutDigitForDigit() throws {
        let url = try #require(Bundle.module.url(forResource: "gate_answers", withExtension: "json", subdirectory: "Fixtures"))
        let json = try JSON.parse(utf8: Array(Data(contentsOf: url)))
        let comparisons = try #require(json["comparisons"]?.array)
        #expect(comparisons.count == 8)
        for comparison in comparisons {
            let counts = try #require(comparison["cases"]?.array).map { $0.array?.compactMap(\.integer) ?? [] }
            let baseline = counts.enumerated().map { Samples.testCase("c\($0.offset)", $0.element[1], of: $0.element[0]) }
            let candidate = counts.enumerated().map { Samples.testCase("c\($0.offset)", $0.element[3], of: $0.element[2]) }
            let report = decide(baseline, candidate)
            let evidence = try #require(report.evidence)
            func expected(_ name: String) throws -> Double { try #require(comparison[name]?.number) }
            let (drop, accuracy, breakage) = (try expected("drop"), try expected("accuracy_mid_p"), try expected("breakage_p"))
            let tolerance = try expected("breakage_p_tolerance")
            #expect(abs(evidence.drop - drop) < 1e-9)
            #expect(abs(evidence.accuracy - accuracy) < 1e-9)
            #expect(abs(evidence.breakage - breakage) < tolerance)
            let named = try #require(comparison["tarone_named"]?.array).compactMap(\.integer).map { "c\($0)" }
            #expect(Set(report.casesRegressed.map(\.id)) == Set(named))
            if breakage < 0.04, evidence.drop > 0 { #expect(report.verdict == .regressed) }
            if breakage > 0.06 { #expect(report.verdict != .regressed) }
        }
    }

    @Test func regressed() throws {
        let report = decide(deep, Samples.cases([5, 4, 4, 3, 5, 4, 3, 4, 5, 2, 4, 3, 5, 4, 4, 3, 0, 4, 4, 3], of: 5))
        #expect(report.verdict == .regressed && report.standing == .failed)
        #expect(report.casesRegressed.map(\.id) == ["c17"] && report.casesRegressed[0].text == "18/20 → 0/5")
        let evidence = try #require(report.evidence)
        #expect(abs(evidence.drop - 0.17) < 1e-12 && evidence.interval.contains(0.17) && evidence.pValue < 0.001)
        #expect(
            report.sentence.hasPrefix("few-shot regressed: accuracy fell 17 points (90 % → 73 %; 95 % interval ")
                && report.sentence.hasSuffix("; p < 0.0001; 20 cases, 20 v 5 repetitions), most in c17 (18/20 → 0/5)"),
            "\(report.sentence)")
        #expect(report.advice.contains("if the change is meant: plumb baseline accept triage/few-shot --reason WHY"))
    }

    @Test func improved() {
        let before = [0] + [Int](repeating: 10, count: 19)
        let report = decide(Samples.cases(before, of: 20), Samples.cases([Int](repeating: 5, count: 20), of: 5))
        #expect(report.verdict == .improved && report.standing == .fine)
        #expect(report.sentence.hasPrefix("few-shot improved: accuracy rose 52.5 points (47.5 % → 100 %; 95 % interval of the change +"))
        #expect(report.casesImproved.map(\.text) == ["0/20 → 5/5"])
    }

    @Test func unchangedIsEarned() {
        let solid = Samples.cases([Int](repeating: 20, count: 50), of: 20)
        let report = decide(solid, Samples.cases([Int](repeating: 10, count: 50), of: 10))
        #expect(report.verdict == .unchanged && report.standing == .fine)
        #expect(
            report.sentence.hasPrefix("few-shot unchanged: a drop of 5 points or more is ruled out (100 % → 100 %; it is at most ")
                && report.sentence.hasSuffix(" points; 50 cases, 20 v 10 repetitions)"),
            "\(report.sentence)")
    }

    /// With looks the two-sided interval reaches beyond the drop that is ruled out; the sentence names the bound that decided.
    @Test func theBoundThatEarnedUnchangedIsTheOneShown() throws {
        let report = decide(
            Samples.cases([Int](repeating: 10, count: 20), of: 20),
            Samples.cases([Int](repeating: 1, count: 14) + [Int](repeating: 0, count: 6), of: 1),
            plan: .sequential(maximumRepetitions: 10))
        let evidence = try #require(report.evidence)
        let bound = try #require(evidence.dropBound)
        #expect(report.verdict == .unchanged && bound <= report.settings.detect && bound > evidence.drop, "\(report.sentence)")
        #expect(evidence.interval.upperBound > report.settings.detect)
        #expect(report.sentence.contains("; it is at most \(Wording.points(bound)); ") && !report.sentence.contains("interval"))
        #expect(decide(deep, Samples.cases([Int](repeating: 1, count: 20), of: 5)).evidence?.dropBound == nil)
    }

    /// One case of many breaks for sure, while the mean's interval holds no change at all.
    @Test func breakageDecidesAgainstTheMeansInterval() throws {
        let before = [20] + [Int](repeating: 10, count: 19)
        let report = decide(Samples.cases(before, of: 20), Samples.cases([0] + [2, 3].cycled(19), of: 5))
        let evidence = try #require(report.evidence)
        #expect(report.verdict == .regressed && evidence.interval.lowerBound < 0, "\(report.sentence)")
        #expect(report.sentence.hasPrefix("few-shot regressed: something broke: accuracy fell "), "\(report.sentence)")
        #expect(report.sentence.contains(" for breakage; 20 cases, 20 v 5 repetitions), most in c01 (20/20 → 0/5)"))
        #expect(!report.sentence.contains("interval"))
        let mirrored = decide(
            Samples.cases([0] + [Int](repeating: 10, count: 19), of: 20), Samples.cases([5] + [3, 2].cycled(19), of: 5))
        #expect(mirrored.sentence.hasPrefix("few-shot improved: something was repaired: accuracy rose "), "\(mirrored.sentence)")
        #expect(mirrored.sentence.contains(" for repair; "))
    }

    @Test func inconclusiveSaysWhatItWouldTake() throws {
        let report = decide(Samples.cases([4, 3, 5, 4], of: 5), Samples.cases([4, 3, 4, 4], of: 5))
        guard case .inconclusive = report.verdict else {
            Issue.record("\(report.verdict)")
            return
        }
        #expect(report.standing == .inconclusive)
        #expect(report.sentence.contains("accuracy fell 5 points") && report.sentence.contains("neither shown nor ruled out"))
        #expect(report.sentence.contains("no number of further calls would settle it against a baseline this shallow"))
        #expect(report.sentence.contains("; 95 % interval of the change -"), "\(report.sentence)")
        #expect(report.advice.contains { $0.hasPrefix("deepen the baseline, ") })
        #expect(report.advice.contains { $0.hasPrefix("as it stands, only drops of ") })

        let settled = decide(Samples.cases([Int](repeating: 20, count: 20), of: 20), Samples.cases([Int](repeating: 3, count: 20), of: 3))
        guard case .inconclusive(let calls) = settled.verdict else {
            Issue.record("\(settled.verdict)")
            return
        }
        #expect(calls == settled.furtherCalls?.calls)
    }

    /// A replay gives the very same answers again.
    @Test(arguments: [1, 3, 5, 20]) func identicalSamplesNeverRegress(repetitions: Int) {
        for passes in [0, 1, repetitions] {
            let cases = Samples.cases([Int](repeating: min(passes, repetitions), count: 30), of: repetitions)
            let report = decide(cases, cases)
            switch report.verdict {
            case .unchanged, .inconclusive: break
            default: Issue.record("\(report.sentence)")
            }
            #expect(report.evidence?.drop == 0)
            if case .inconclusive = report.verdict { #expect(report.sentence.contains("accuracy did not move")) }
        }
    }

    @Test func oneRepetitionIsMcNemar() throws {
        let before = Samples.cases([Int](repeating: 1, count: 15), of: 1)
        var passes = [Int](repeating: 1, count: 15)
        for place in 0..<8 { passes[place] = 0 }
        let report = decide(before, Samples.cases(passes, of: 1), settings: GateSettings(estimand: .mean))
        #expect(report.verdict == .regressed)
        // One-sided McNemar, mid p: 2^-8 / 2.
        let pValue = try #require(report.evidence).pValue
        #expect(abs(pValue - 1.0 / 512) < 1e-12)
        #expect(report.consistency == nil)
    }

    @Test func gradesOfOtherChecksCannotBeCompared() {
        var candidate = Samples.tally(Samples.cases([0, 0], of: 5))
        candidate.fingerprint.checks = "x"
        var report = Gate.decide(GateInput(baseline: Samples.tally(Samples.cases([5, 5], of: 5)), candidate: candidate))
        #expect(report.verdict == .notComparable(.checksChanged) && report.standing == .unknown)
        let anew = "plumb run triage, then plumb baseline accept triage/few-shot"
        #expect(report.advice == ["make a baseline with today's checks: \(anew)"])
        let known = Gate.decide(
            GateInput(baseline: Samples.tally(Samples.cases([5, 5], of: 5)), candidate: candidate, baselineRun: "20261121-134501-3f9a"))
        #expect(
            known.advice == [
                "grade the baseline's own answers with today's checks: plumb baseline accept triage/few-shot --run 20261121-134501-3f9a",
                "or, where that run is not stored, make one anew: \(anew)",
            ])
        #expect(report.attribution == [.checks])
        candidate.fingerprint = Samples.fingerprint
        candidate.fingerprint.extraction = "x"
        report = Gate.decide(GateInput(baseline: Samples.tally(Samples.cases([5, 5], of: 5)), candidate: candidate))
        #expect(report.verdict == .notComparable(.extractionChanged))
        #expect(report.sentence.hasPrefix("few-shot cannot be compared: the extraction changed"))
    }

    @Test func nothingInCommonCannotBeCompared() {
        #expect(decide([Samples.testCase("a", 1, of: 1)], [Samples.testCase("b", 1, of: 1)]).verdict == .notComparable(.noCommonCases))
        #expect(decide([], [Samples.testCase("b", 1, of: 1)]).verdict == .notComparable(.noCommonCases))
        guard case .notComparable(.settings(let defect)) = decide(deep, deep, settings: GateSettings(alpha: 2)).verdict else {
            Issue.record("alpha 2 was taken")
            return
        }
        #expect(defect.contains("alpha is 2.0"))
    }

    @Test func whatWasNotMeasuredIsNotJudged() {
        let missing = decide(nil, deep)
        #expect(missing.verdict == .couldNotMeasure(.missingBaseline) && missing.standing == .missingBaseline)
        #expect(decide(deep, []).verdict == .couldNotMeasure(.nothingAsked))
        #expect(decide(deep, Samples.cases([Int](repeating: 0, count: 20), of: 0)).verdict == .couldNotMeasure(.nothingAsked))
        #expect(decide(deep, []).standing == .unknown)
        #expect(decide(nil, []).verdict == .couldNotMeasure(.nothingAsked))
        // Not measured comes before no baseline: this must not look like a first run.
        let broken = decide(nil, deep.map { Samples.testCase($0.id, 0, of: 0, errors: 2) })
        #expect(broken.verdict == .couldNotMeasure(.coverage(.errors(40, trials: 40))) && broken.standing == .unknown)
        let partly = deep.enumerated().map { Samples.testCase($1.id, $0 == 0 ? 1 : 0, of: $0 == 0 ? 1 : 0, errors: $0 == 0 ? 0 : 2) }
        #expect(decide(nil, partly).verdict == .couldNotMeasure(.missingBaseline))
    }

    @Test func errorsAreNeverFailures() {
        // All calls of ten cases broke: nothing is known of them.
        let broken = deep.enumerated().map { place, entry in
            place < 10 ? Samples.testCase(entry.id, 0, of: 0, errors: 5) : Samples.testCase(entry.id, 5, of: 5)
        }
        let report = decide(deep, broken)
        #expect(report.verdict == .couldNotMeasure(.coverage(.errors(50, trials: 100))) && report.standing == .unknown)
        #expect(report.sentence == "few-shot could not be measured: 50 of 100 trials brought no grade")
        // Single errors are left out.
        let some = deep.map { Samples.testCase($0.id, 4, of: 4, errors: 1) }
        let fine = decide(deep, some)
        #expect(fine.verdict == .improved || fine.verdict == .unchanged, "\(fine.sentence)")
        #expect(fine.callsUsed == 100)
        // One case without a grade leaves the verdict open.
        var lost = Samples.cases([Int](repeating: 5, count: 20), of: 5)
        lost[3] = Samples.testCase("c04", 0, of: 0, errors: 5)
        #expect(decide(deep, lost).verdict == .couldNotMeasure(.coverage(.cases(["c04"]))))
    }

    @Test func aRegressionThatErrorsCouldNotHaveTurnedStands() {
        let solid = Samples.cases([Int](repeating: 20, count: 20), of: 20)
        let broken = solid.enumerated().map { place, entry in
            place == 0 ? Samples.testCase(entry.id, 0, of: 0, errors: 5) : Samples.testCase(entry.id, 1, of: 5)
        }
        let report = decide(solid, broken)
        #expect(report.verdict == .regressed)
        #expect(report.sentence.contains("even if every trial without a grade had passed"))
    }

    @Test func casesNotAskedDoNotCount() {
        let half = deep.enumerated().map { place, entry in Samples.testCase(entry.id, place < 10 ? 0 : 0, of: place < 10 ? 5 : 0) }
        let report = decide(deep, half)
        #expect(report.verdict == .regressed)
        #expect(report.evidence?.cases == 10 && report.leftOut.count == 10 && report.leftOut.allSatisfy { $0.reason == .notAsked })
    }

    @Test func tagsAreTestedTogether() throws {
        let tags: (Int) -> [String] = { $0 < 5 ? ["german"] : ["english"] }
        let before = Samples.cases([Int](repeating: 20, count: 20), of: 20, tags: tags)
        let report = decide(
            before, Samples.cases((0..<20).map { $0 < 5 ? 2 : 5 }, of: 5, tags: tags))
        #expect(report.tags.map(\.tag) == ["english", "german"])
        #expect(report.tags.map(\.verdict) == [.notShown, .regressed])
        #expect(report.tags[1].cases == 5 && abs(report.tags[1].drop - 0.6) < 1e-12)
    }

    @Test func requirementsAndVerdictsAreApart() throws {
        let demand = Requirement(metric: .accuracy, bound: try #require(Bound(">= 0.99")))
        let unmet = decide(deep, deep, requirements: [demand])
        #expect(unmet.requirements.map(\.outcome) == [.unmet] && unmet.standing == .failed && unmet.verdict != .regressed)
        let unmeasured = Requirement(metric: .cost, bound: try #require(Bound("<= 1")))
        #expect(decide(deep, deep, requirements: [unmeasured]).standing == .unknown)
    }

    @Test func growthIsLimited() {
        func tally(tokens: Int, seconds: Double?, cost: Double?) -> VariantTally {
            var cases = Samples.cases([Int](repeating: 20, count: 50), of: 20)
            for place in cases.indices {
                cases[place].effort = CaseTally.Effort(
                    tokens: tokens * 20, counted: 20, cost: Money(dollars: (cost ?? 0) * 20), priced: cost == nil ? 0 : 20)
            }
            var tally = Samples.tally(cases)
            tally.usage = Usage(input: tokens * 1_000)
            tally.usageCount = 1_000
            tally.cost = cost.map { Money(dollars: $0 * 1_000) }
            tally.unpriced = cost == nil ? 1_000 : 0
            tally.latencies = seconds.map { [Double](repeating: $0, count: 101) } ?? []
            return tally
        }
        let limits = [
            GateSettings.GrowthLimit(metric: .tokens, ratio: 1.2), .init(metric: .cost, ratio: 1.5),
            .init(metric: .latency(percentile: 95), ratio: 1.1),
        ]
        func outcomes(_ candidate: VariantTally) -> GateReport {
            Gate.decide(
                GateInput(
                    baseline: tally(tokens: 100, seconds: 1, cost: 0.01), candidate: candidate, settings: GateSettings(limits: limits)))
        }
        let within = outcomes(tally(tokens: 120, seconds: 1.1, cost: 0.015))
        #expect(within.limits.map(\.outcome) == [.met, .met, .met] && within.standing == .fine)
        let beyond = outcomes(tally(tokens: 121, seconds: 1.2, cost: 0.016))
        #expect(beyond.limits.map(\.outcome) == [.unmet, .unmet, .unmet] && beyond.standing == .failed)
        #expect(beyond.limits[0].ratio == 1.21)
        let unknown = outcomes(tally(tokens: 100, seconds: nil, cost: nil))
        #expect(unknown.limits.map(\.outcome) == [.met, .unmeasured, .unmeasured] && unknown.standing == .inconclusive)
        #expect(
            unknown.limits.compactMap(\.reason) == [
                "this run is unpriced, or a part of it", "this run has 0 live answers, and this percentile needs 20",
            ])
    }

    /// The limit is held against what chance leaves possible, so that a true growth of just the limit does not fail every other gate.
    @Test func growthBeyondTheLimitHasToBeShown() throws {
        func tally(_ tokens: [Int]) -> VariantTally {
            var cases = Samples.cases([Int](repeating: 20, count: tokens.count), of: 20)
            for place in cases.indices { cases[place].effort = CaseTally.Effort(tokens: tokens[place] * 20, counted: 20) }
            var tally = Samples.tally(cases)
            tally.usage = Usage(input: tokens.reduce(0) { $0 + 20 * $1 })
            tally.usageCount = 20 * tokens.count
            return tally
        }
        func limit(_ tokens: [Int]) throws -> GrowthResult {
            let settings = GateSettings(limits: [.init(metric: .tokens, ratio: 1.2)])
            let baseline = tally([Int](repeating: 100, count: tokens.count))
            return try #require(Gate.decide(GateInput(baseline: baseline, candidate: tally(tokens), settings: settings)).limits.first)
        }
        let wide = try limit([90, 190, 80, 170, 110, 160, 95, 150, 100, 105])
        #expect(wide.outcome == .unmeasured && wide.ratio == 1.25 && wide.reason?.hasPrefix("by chance it may be 1") == true, "\(wide)")
        let narrow = try limit([125, 130, 127, 128, 124, 126, 129, 131, 125, 127])
        #expect(narrow.outcome == .unmet && narrow.reason == nil)
        let bound = try #require(narrow.bound)
        #expect(bound > 1.25 && bound < 1.272)
        let single = try limit([300])
        #expect(single.outcome == .unmeasured && single.reason == "too few cases to tell it from chance")
        #expect(try limit([300, 310]).outcome == .unmet)
    }

    @Test func answersThatGetLessAlikeAreTold() throws {
        func cases(_ counts: [Int]) -> [CaseTally] {
            (0..<12).map { place in
                var entry = Samples.testCase("c\(place)", counts.reduce(0, +), of: counts.reduce(0, +))
                entry.answers = counts.enumerated().map { .init(text: "answer \($0.offset)", count: $0.element, passes: $0.element) }
                return entry
            }
        }
        let less = try #require(decide(cases([10]), cases([2, 1, 1, 1])).consistency)
        #expect(less.direction == .lessConsistent && less.difference.baseline == 1 && less.pValue < 0.001)
        #expect(less.sentence.hasPrefix("few-shot became less consistent: agreement 100 % → 10 %; p < 0.0001"))
        #expect(decide(cases([4, 3, 3]), cases([5])).consistency?.direction == .moreConsistent)
        #expect(decide(cases([4, 1]), cases([4, 1])).consistency?.direction == .notShown)
        // Two sides that share their draws are each evener than relabelling makes them, and no different from one another.
        let alike = try #require(decide(cases([2, 2]), cases([2, 2])).consistency)
        #expect(alike.direction == .notShown && alike.pValue > 0.5)
        let nearly = try #require(decide(cases([3, 3]), cases([3, 2])).consistency)
        #expect(nearly.direction == .notShown && nearly.pValue > 0.5)
    }
}

extension [Int] {
    /// So many elements, over and over.
    fileprivate func cycled(_ count: Int) -> [Int] { (0..<count).map { self[$0 % self.count] } }
}
