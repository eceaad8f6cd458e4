import PlumbModel
import PlumbRunner
import Testing

/// One budget for several runs, and what they know of an account together.
@Suite struct RunnerAllowanceTests {
    @Test func runsOfOneInvocationShareItsBudget() async throws {
        let invocation = Allowance(Budget(calls: 10))
        let backend = FakeBackend()
        var endings: [RunEnding] = []
        for _ in 0..<3 {
            var rig = try Rig(Samples.suite(cases: 6, repetitions: 1), backend)
            rig.allowance = invocation
            endings.append(try await rig.run())
        }
        #expect(endings == [.complete, .budgetReached("the limit of 10 calls: 10 made"), .budgetReached("the limit of 10 calls: 10 made")])
        #expect(backend.calls.count == 10 && invocation.spent.calls == 10)
    }

    @Test func runsAtTheSameTimeShareItToTheLastCall() async throws {
        let invocation = Allowance(Budget(calls: 100))
        let backend = FakeBackend { _, _ throws(BackendError) in
            await Task.yield()
            return Completion(text: "yes")
        }
        let endings = try await withThrowingTaskGroup(of: RunEnding.self) { group in
            for _ in 0..<4 {
                var rig = try Rig(Samples.suite(cases: 50, repetitions: 1), backend)
                rig.allowance = invocation
                let fixed = rig
                group.addTask { try await fixed.run() }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(endings.count == 4 && endings.contains { if case .budgetReached = $0 { true } else { false } })
        #expect(backend.calls.count == 100)
    }

    @Test func anUnpricedModelRefusesToStartUnderABudgetOfMoneyFurtherOut() throws {
        var rig = try Rig(Samples.suite(), FakeBackend())
        rig.allowance = Allowance(Budget(money: Money(dollars: 1)))
        let error = try #require(#expect(throws: DiagnosticsError.self) { try rig.runner() })
        #expect(error.diagnostics.map(\.identifier) == ["unpriced-budget"])
        #expect(error.diagnostics[0].message == "money is limited, but model 'model-1' of variant 'a' has no price")
    }

    @Test func moneyIsHeldWhateverTheAnswersUse() async throws {
        let price = Price(input: Money(picodollars: 10), output: Money(picodollars: 100))
        let variant = try Samples.variant("a", model: "m", parameters: Parameters(maxTokens: 50))
        let suite = try Samples.suite(cases: 400, variants: [variant], prices: PriceTable(["m": price]))
        let backend = FakeBackend { request, _ throws(BackendError) in
            await Task.yield()
            return Completion(text: "yes", usage: Usage(input: 20, output: request.trial.caseID.utf8.count * 7 % 51))
        }
        var rig = try Rig(suite, backend)
        rig.options.jobs = 256
        let limit = Money(picodollars: 1_000_000)
        rig.allowance = Allowance(Budget(money: limit))
        guard case .budgetReached = try await rig.run() else {
            Issue.record("asked everything")
            return
        }
        #expect(rig.allowance.spent.money <= limit && rig.allowance.spent.money.picodollars > 980_000)
    }

    @Test func answersOfAnyLengthAreWarnedOfWhenUseIsLimited() async throws {
        var rig = try Rig(Samples.suite(), FakeBackend())
        rig.options.budget = Budget(tokens: 1_000_000)
        #expect(try await rig.run() == .complete)
        #expect(
            await rig.log.warnings == [
                "answers of 'a' may be of any length: set max_tokens, or calls under way may use more than the budget"
            ])
    }

    @Test func aLimitedRateIsWaitedOutAndToldAtTheEnd() async throws {
        let backend = FakeBackend { _, call throws(BackendError) in
            if call % 3 == 1 { throw BackendError(.rateLimited, "slow down", status: 429, retryAfter: .milliseconds(1)) }
            return Completion(text: "yes")
        }
        var rig = try Rig(Samples.suite(cases: 10, repetitions: 3), backend)
        rig.options.retries = 0
        #expect(try await rig.run() == .complete)
        let finished = await rig.log.finished
        #expect(finished.count == 30 && finished.allSatisfy { $0.trial.completion != nil })
        let report = try #require(await rig.log.weather)
        #expect(report.retries == backend.calls.count - 30)
        #expect(report.lanes.map(\.name) == ["backend 'fake'"])
    }

    @Test func aVariantThatAlwaysFailsDiscardsNothingElse() async throws {
        let variants = try ["broken", "b", "c"].map { try Samples.variant($0) }
        let backend = FakeBackend { request, _ throws(BackendError) in
            if request.trial.variant == "broken" { throw BackendError(.overloaded, "500") }
            return Completion(text: "yes")
        }
        let rig = try Rig(Samples.suite(cases: 60, variants: variants, repetitions: 2), backend)
        #expect(try await rig.run() == .complete)
        let finished = await rig.log.finished
        #expect(finished.count == 360)
        #expect(finished.count { $0.trial.completion == nil } == 120)
        #expect(finished.allSatisfy { ($0.trial.completion == nil) == ($0.trial.key.variant == "broken") })
        #expect(backend.calls.count == 240 + 120 * 3)
    }

    @Test func recordedAnswersAreNotHeldBackByTheLimitsOfWhatTheyStandFor() async throws {
        var configuration = BackendConfiguration(name: "fake", kind: .scripted(BackendConfiguration.Scripted(answers: [])))
        configuration.limits = RateLimits(requestsPerMinute: 1)
        let identity = BackendIdentity(kind: "replay", endpoint: "recordings")
        let rig = try Rig(Samples.suite(cases: 20, backends: [configuration]), FakeBackend(identity: identity))
        #expect(try await rig.run() == .complete)
    }

    @Test func theNextRunOfAnInvocationKnowsWhatTheAccountBears() {
        let invocation = Allowance()
        func scheduler() -> Scheduler {
            Scheduler(
                lanes: [Scheduler.LaneSettings(name: "lane", jobs: 64, limits: RateLimits(requestsPerMinute: 100))],
                settings: Scheduler.Settings(jobs: 64), allowance: Allowance(within: invocation), jitter: { 0 })
        }
        var first = scheduler()
        let error = BackendError(.rateLimited, "slow down", retryAfter: .seconds(20))
        #expect(first.handle(.offered((0..<64).map { Scheduler.Call(id: $0, lane: 0) }), at: .zero).count == 64)
        _ = first.handle(.failed(0, error), at: .seconds(1))
        _ = first.handle(.cancel, at: .seconds(2))
        var second = scheduler()
        #expect(second.limit(ofLane: 0) == 32)
        #expect(second.handle(.offered((0..<64).map { Scheduler.Call(id: $0, lane: 0) }), at: .seconds(3)).isEmpty)
        #expect(second.nextWake == .seconds(21))
        #expect(second.handle(.tick, at: .seconds(21)).count == 32)
        for id in 0..<4 { _ = second.handle(.answered(id, spent: Spending(calls: 1)), at: .seconds(22)) }
        #expect(second.asking == 32)
        for id in 4..<8 { _ = second.handle(.answered(id, spent: Spending(calls: 1)), at: .seconds(22)) }
        #expect(second.asking == 28)
    }
}
