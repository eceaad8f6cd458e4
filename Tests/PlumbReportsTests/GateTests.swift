import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbStatistics
import Testing

@testable import PlumbReports

@Suite struct GateTests {
    private var settings: GateSettings {
        GateSettings(limits: [
            .init(metric: .cost, ratio: 1.2), .init(metric: .latency(percentile: 95), ratio: 1.5), .init(metric: .tokens, ratio: 1.1),
        ])
    }
    private let requirements = [
        Requirement(metric: .accuracy, bound: Bound(.atLeast, 0.9)), Requirement(metric: .errorRate, bound: Bound(.atMost, 0.05)),
    ]

    private func report(_ baseline: VariantTally?, _ candidate: VariantTally) -> GateReport {
        Gate.decide(GateInput(baseline: baseline, candidate: candidate, settings: settings, requirements: requirements))
    }

    private func gated(_ reports: [GateReport], _ tallies: [VariantTally]) -> RunResults {
        RunResults(run: Samples.run(variants: ["zero-shot"]), variants: tallies.map { .init($0) }, gate: reports)
    }

    @Test func aRegression() {
        var after = Samples.after
        after.cases.removeLast()
        after.cases[0].contentHash = "edited"
        Snapshot.expect(GatePage.page(gated([report(Samples.before, after)], [after])), "gate-regressed")
    }

    @Test func everyOtherVerdict() {
        var same = Samples.before
        same.variant = "same"
        var shallow = Samples.fewShot
        shallow.variant = "shallow"
        var shallowNow = shallow
        shallowNow.cases[3] = Samples.tally("login-loop", tags: ["account"], [("account", 4, 4), ("technical", 1, 0)])
        var checked = Samples.fewShot
        checked.variant = "checked"
        checked.fingerprint.checks = "0000000000000000"
        var fresh = Samples.fewShot
        fresh.variant = "fresh"
        let reports = [
            Gate.decide(GateInput(baseline: same, candidate: same)),
            Gate.decide(GateInput(baseline: Samples.after, candidate: Samples.before)),
            Gate.decide(GateInput(baseline: shallow, candidate: shallowNow)),
            Gate.decide(GateInput(baseline: Samples.fewShot, candidate: checked)),
            Gate.decide(GateInput(baseline: nil, candidate: fresh)),
        ]
        Snapshot.expect(GatePage.page(gated(reports, [Samples.before])), "gate-others")
    }

    @Test func theConclusionNamesWhatMatters() {
        func report(_ variant: String, _ verdict: Verdict, unmet: Int = 0) -> GateReport {
            let result = RequirementResult(
                requirement: Requirement(metric: .accuracy, bound: Bound(.atLeast, 0.9)), variant: variant, measured: 0.8, outcome: .unmet)
            return GateReport(suite: "triage", variant: variant, verdict: verdict, requirements: Array(repeating: result, count: unmet))
        }
        func conclude(_ reports: GateReport...) -> GateConclusion { GateConclusion(reports) }
        #expect(conclude(report("a", .unchanged), report("b", .improved)).sentence == "the gate passes: b improved, a unchanged")
        #expect(conclude(report("a", .unchanged, unmet: 1)).sentence == "the gate fails: 1 requirement is not met")
        #expect(conclude(report("a", .unchanged, unmet: 1)).outcome == .fails)
        #expect(
            conclude(report("a", .regressed), report("b", .inconclusive(furtherCalls: nil))).sentence
                == "the gate fails: a regressed; b inconclusive")
        let open = conclude(
            report("a", .unchanged), report("b", .couldNotMeasure(.missingBaseline)), report("c", .notComparable(.checksChanged)))
        #expect(open.outcome == .open)
        #expect(open.sentence == "nothing failed, but not everything is known: b without a baseline; c not comparable")
        #expect(
            conclude(report("a", .regressed), report("b", .regressed), report("c", .regressed), report("d", .regressed)).sentence
                == "the gate fails: a, b and 2 others regressed")
        #expect(conclude().sentence == "nothing was gated")
        #expect(conclude().outcome == .open)
    }

    @Test func chanceIsNamedWhereNothingWasChanged() {
        let before = Samples.variant("v", cases: (0..<12).map { Samples.tally("c\($0)", [("yes", 20, 20)]) })
        let after = Samples.variant("v", cases: (0..<12).map { Samples.tally("c\($0)", [("yes", 3, 3), ("no", 2, 0)]) })
        let text = GatePage.page(gated([Gate.decide(GateInput(baseline: before, candidate: after))], [after])).text(Samples.wide)
        #expect(
            text.contains(
                "nothing that was asked changed: it is the model behind the name, the time, or chance: at alpha = 5 % a gate calls an "
                    + "unchanged prompt regressed once in 20 times"), "\(text)")
    }

    @Test func aDropHasToStandOutFromTheMargin() {
        let settings = GateSettings(margin: 0.02)
        let report = Gate.decide(GateInput(baseline: Samples.before, candidate: Samples.after, settings: settings))
        let text = GatePage.page(gated([report], [Samples.after])).text(Samples.wide)
        #expect(
            text.contains("something broke beyond the margin of 2 points: p < 0.0001, 0.05 or less needed; mean accuracy fell: "), "\(text)"
        )
    }

    @Test func casesThatWereNotChosenAreNotGone() throws {
        var after = Samples.after
        let chosen = Array(after.cases.prefix(10))
        after.cases = chosen
        let report = Gate.decide(GateInput(baseline: Samples.before, candidate: after))
        #expect(report.leftOut.map(\.reason) == [.removed, .removed])
        let told = report.telling(casesStillIn: Set(chosen.map(\.id) + ["case-11"]))
        #expect(told.leftOut == [LeftOut(id: "case-11", reason: .notAsked), LeftOut(id: "case-12", reason: .removed)])
        let cases = told.attribution.compactMap { if case .cases(_, let removed, _) = $0 { removed } else { nil } }
        #expect(cases == [["case-12"]])
        #expect(
            LeftOutLines(leftOut: told.leftOut).texts == [
                "not compared: 1 case that the suite no longer has (case-12)", "not compared: 1 case not asked this time (case-11)",
            ])
        #expect(
            LeftOutLines(leftOut: report.leftOut, sides: ("old", "new")).texts
                == ["not compared: 2 cases that only old has (case-11, case-12)"])
    }

    @Test func barsAreToScale() {
        #expect(
            IntervalBar(change: -0.12, interval: (-0.19)...(-0.05), detect: 0.05).text.plain
                == "-20 ─━━━━━━━●━━━━━━┊────│──────────────────── +20 points")
        let whole = IntervalBar(change: 0, interval: (-1)...1, detect: 0.05).text
        #expect(whole.plain == "-100 ━━━━━━━━━━━━━━━━━━━┊●━━━━━━━━━━━━━━━━━━━━ +100 points")
        #expect(IntervalBar(change: .nan, interval: (-1)...1, detect: 0.05).text.plain.hasPrefix("-100"))
    }

    @Test(arguments: Hostile.corpus) func hostileAnswersAndPrompts(sample: Hostile.Sample) {
        var after = Samples.after
        after.promptText = String(sample.text.prefix(5_000))
        for index in after.cases.indices {
            after.cases[index] = Samples.tally(after.cases[index].id, [(String(sample.text.prefix(3_000)), 5, 0)], reason: sample.text)
        }
        let page = GatePage.page(gated([report(Samples.before, after)], [after]))
        #expect(Hostile.dangers(in: page.text(Samples.narrow)) == [])
        #expect(Hostile.dangers(in: page.text(Samples.colored), styled: true) == [])
        #expect(page.text(Samples.narrow).utf8.count < 60_000)
        let compared = ComparisonPage.page(Comparison(baseline: Samples.before, candidate: after))
        #expect(Hostile.dangers(in: compared.text(Samples.narrow)) == [])
    }
}

@Suite struct ComparisonTests {
    @Test func twoVariants() {
        let comparison = Comparison(baseline: Samples.zeroShot, candidate: Samples.fewShot, titles: ("zero-shot", "few-shot"))
        Snapshot.expect(ComparisonPage.page(comparison), "compare")
    }

    @Test func aRunBesideItsBaseline() {
        Snapshot.expect(ComparisonPage.page(Comparison(baseline: Samples.before, candidate: Samples.after)), "compare-baseline")
    }

    @Test func nothingInCommon() {
        let comparison = Comparison(baseline: Samples.zeroShot, candidate: Samples.variant("v", cases: []))
        #expect(ComparisonPage.sentence(comparison) == "no case was graded on both sides")
    }
}
