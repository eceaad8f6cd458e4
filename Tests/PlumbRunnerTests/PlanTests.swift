import PlumbModel
import Testing

@testable import PlumbRunner

@Suite struct PlanTests {
    @Test func sweepsAskEveryCaseUnderEveryVariantBeforeTheNextRepetition() throws {
        let plan = try Samples.plan(
            Samples.suite(cases: 2, variants: [Samples.variant("a"), Samples.variant("b")], repetitions: 2))
        let keys = (0..<plan.trialCount).map { plan.key(of: plan.trial(at: $0)) }
        let names = keys.map { "\($0.repetition) \($0.caseID) \($0.variant)" }
        #expect(
            names == [
                "0 case-0 a", "0 case-1 a", "0 case-0 b", "0 case-1 b", "1 case-0 a", "1 case-1 a", "1 case-0 b", "1 case-1 b",
            ])
        #expect(keys.map(plan.index(of:)) == Array(0..<8))
    }

    @Test func knowsNoTrialsOfOtherPlans() throws {
        let plan = try Samples.plan(Samples.suite(repetitions: 2))
        #expect(plan.index(of: TrialKey(variant: "a", caseID: "case-0", repetition: 2)) == nil)
        #expect(plan.index(of: TrialKey(variant: "z", caseID: "case-0", repetition: 0)) == nil)
        #expect(plan.index(of: TrialKey(variant: "a", caseID: "case-9", repetition: 0)) == nil)
    }

    @Test func requestsAreMadeWhenAskedFor() throws {
        let variant = try Samples.variant("a", model: "m", parameters: Parameters(maxTokens: 5, seed: Int.max))
        let plan = try Samples.plan(Samples.suite(variants: [variant]))
        let request = try plan.request(for: plan.trial(at: 4))
        #expect(request.trial == TrialKey(variant: "a", caseID: "case-1", repetition: 1))
        #expect(request.messages == [Message(.user, "Say yes to Message 1")])
        #expect(request.model == "m" && request.parameters.maxTokens == 5)
        #expect(request.parameters.seed.map { (0...Int(Int32.max)).contains($0) } == true)
    }

    /// One seed for all cases of a repetition would let them share their luck.
    @Test func everyTrialHasASeedOfItsOwnThatCanBeHadAgain() throws {
        let variant = try Samples.variant("a", parameters: Parameters(seed: 7))
        let plan = try Samples.plan(Samples.suite(cases: 5, variants: [variant], repetitions: 4))
        func seeds() throws -> [Int?] { try (0..<20).map { try plan.request(for: plan.trial(at: $0)).parameters.seed } }
        #expect(Set(try seeds()).count == 20)
        #expect(try seeds() == seeds())
    }

    @Test func theHashIsThatOfWhatIsAsked() throws {
        let suite = try Samples.suite()
        let plan = try Samples.plan(suite)
        #expect(plan.contentHash == (try Samples.plan(suite)).contentHash)
        var hashes: Set = [plan.contentHash]
        func differs(_ change: (inout Suite) throws -> Void, selection: Selection = Selection()) throws -> Bool {
            var changed = suite
            try change(&changed)
            return hashes.insert(try Samples.plan(changed, selection: selection).contentHash).inserted
        }
        #expect(try differs { $0.repetitions = 3 })
        #expect(try differs { $0.name = "other" })
        #expect(try differs { $0.cases[0].id = "renamed" })
        #expect(try differs { $0.cases[0].variables["message"] = "new" })
        #expect(try differs { $0.variants[0].parameters.temperature = 0 })
        #expect(try differs { $0.variants[0].model = "m" })
        #expect(try differs({ _ in }, selection: Selection(first: 2)))
        #expect(try !differs { $0.description = "a remark" })
        let gate = try Plan(suite: suite, purpose: .gate, identities: ["fake": Samples.identity])
        let elsewhere = try Plan(suite: suite, identities: ["fake": BackendIdentity(kind: "openai", endpoint: "b")])
        #expect(hashes.insert(gate.contentHash).inserted)
        #expect(hashes.insert(elsewhere.contentHash).inserted)
    }

    @Test func theRecordSaysWhatIsAsked() throws {
        let plan = try Samples.plan(Samples.suite(variants: [Samples.variant("a", parameters: Parameters(topK: 3))]))
        let record = plan.record(id: "x", startedAt: 9, toolVersion: "1.2.3", commit: "abc+", processID: 42)
        #expect(record.suite == "sample" && record.planHash == plan.contentHash && record.repetitions == 2)
        #expect(record.variants.map(\.name) == ["a"])
        #expect(record.variants[0].parameters["top_k"] == 3)
        #expect(record.variants[0].promptText == "user:\nSay yes to {{ message }}")
        #expect(record.variants[0].fingerprint == plan.fingerprints[0])
    }

    @Test(arguments: [
        (0.0, "19700101-000000-00ff"), (1_795_268_701.9, "20261121-134501-00ff"), (951_782_399.0, "20000228-235959-00ff"),
        (951_868_799.0, "20000229-235959-00ff"), (4_107_542_400.0, "21000301-000000-00ff"), (-1.0, "19691231-235959-00ff"),
    ]) func runsAreNamedByTheirTime(seconds: Double, id: String) {
        #expect(RunRecord.makeID(startedAt: seconds, random: 255) == id)
    }

    @Test func anEstimateCountsCallsTokensAndMoney() throws {
        let prices = PriceTable(["m": Price(input: Money(picodollars: 10), output: Money(picodollars: 100))])
        let variants = [
            try Samples.variant("priced", model: "m", parameters: Parameters(maxTokens: 7)), try Samples.variant("unpriced"),
        ]
        let estimate = try Samples.plan(Samples.suite(cases: 3, variants: variants, repetitions: 2, prices: prices)).estimate()
        // "Say yes to Message 0" has 20 bytes: 5 tokens, and 4 for the message.
        let priced = estimate.variants[0]
        #expect(priced.calls == 6 && priced.inputTokens == 54 && priced.outputTokens == 42 && priced.outputBasis == .limit)
        #expect(priced.cost == Money(picodollars: 4740))
        #expect(estimate.variants[1].outputTokens == 6 * 256 && estimate.variants[1].outputBasis == .guess)
        #expect(estimate.variants[1].model == "model-1" && estimate.variants[1].cost == nil)
        #expect(estimate.calls == 12 && estimate.cost == Money(picodollars: 4740) && estimate.unpriced == ["unpriced"])
    }

    @Test func nothingPricedHasNoCost() throws {
        #expect(try Samples.plan(Samples.suite()).estimate().cost == nil)
    }
}
