import PlumbModel
import Testing

@testable import PlumbRunner

/// Rate limits, limits for a minute, servers that are down, and budgets.
@Suite struct SchedulerLimitsTests {
    static let limited = BackendError(.rateLimited, "slow down", status: 429)
    static let one = Spending(calls: 1)

    // MARK: Rate limits

    @Test func aWaitThatTheServerAsksForHoldsTheWholeLaneAndNoOther() {
        var scheduler = SchedulerTests.scheduler(jobs: 4, lanes: [2, 2])
        let error = BackendError(.rateLimited, "slow down", retryAfter: .seconds(20))
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<5)), at: .zero)
        _ = scheduler.handle(.offered(SchedulerTests.calls(10..<15, lane: 1)), at: .zero)
        let actions = scheduler.handle(.failed(0, error), at: .zero)
        #expect(actions.contains(.retry(0, attempt: 2, after: .seconds(20), error)))
        #expect(SchedulerTests.asks(scheduler.handle(.answered(1, spent: Self.one), at: .seconds(1))).isEmpty)
        #expect(SchedulerTests.asks(scheduler.handle(.answered(10, spent: Self.one), at: .seconds(1))) == [12])
        #expect(scheduler.nextWake == .seconds(20))
        #expect(SchedulerTests.asks(scheduler.handle(.tick, at: .seconds(20))).first == 0)
    }

    @Test func aLongWaitIsCutShortAndSaid() {
        var scheduler = SchedulerTests.scheduler(jobs: 1)
        let error = BackendError(.rateLimited, "slow down", retryAfter: .seconds(3600))
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<5)), at: .zero)
        let actions = scheduler.handle(.failed(0, error), at: .zero)
        #expect(actions.contains(.warn("lane 0 asks to wait 3600 s; asking again after 120 s")))
        #expect(actions.contains(.retry(0, attempt: 2, after: .seconds(120), error)))
    }

    @Test func anOverloadedServerMayAskToWaitToo() {
        var scheduler = SchedulerTests.scheduler(jobs: 2)
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<5)), at: .zero)
        _ = scheduler.handle(.failed(0, BackendError(.overloaded, "busy", retryAfter: .seconds(5))), at: .zero)
        #expect(SchedulerTests.asks(scheduler.handle(.answered(1, spent: Self.one), at: .seconds(1))).isEmpty)
    }

    @Test func oneRoundOfRateLimitsHalvesOnceAndAnswersGrowItBackAfterTheCoolDown() {
        var scheduler = SchedulerTests.scheduler(jobs: 8, jitter: 0.5)
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<200)), at: .zero)
        var warnings = 0
        for id in 0..<8 {
            let actions = scheduler.handle(.failed(id, Self.limited), at: .seconds(1))
            warnings += actions.count { if case .warn = $0 { true } else { false } }
        }
        #expect(scheduler.limit(ofLane: 0) == 4)
        #expect(warnings == 1)
        #expect(SchedulerTests.asks(scheduler.handle(.tick, at: .seconds(2))).count == 4)
        for id in 0..<4 { _ = scheduler.handle(.answered(id, spent: Self.one), at: .seconds(3)) }
        #expect(scheduler.limit(ofLane: 0) == 4)
        for id in 4..<8 { _ = scheduler.handle(.answered(id, spent: Self.one), at: .seconds(17)) }
        #expect(scheduler.limit(ofLane: 0) == 5)
    }

    @Test func aLaneBeginsModestlyAndDoublesWithEveryRoundOfAnswers() {
        var scheduler = SchedulerTests.scheduler(jobs: 1000, lanes: [1000])
        var asked = SchedulerTests.asks(scheduler.handle(.offered(SchedulerTests.calls(0..<5000)), at: .zero))
        var rounds = [asked.count]
        for second in 1...3 {
            var next: [Int] = []
            for id in asked { next += SchedulerTests.asks(scheduler.handle(.answered(id, spent: Self.one), at: .seconds(second))) }
            asked = next
            rounds.append(asked.count)
        }
        #expect(rounds == [256, 512, 1000, 1000])
    }

    @Test func whatIsNotUsedDoesNotGrow() {
        var scheduler = SchedulerTests.scheduler(jobs: 1000, lanes: [1000])
        for id in 0..<500 {
            _ = scheduler.handle(.offered(SchedulerTests.calls(id..<id + 1)), at: .seconds(id))
            _ = scheduler.handle(.answered(id, spent: Self.one), at: .seconds(id))
        }
        #expect(scheduler.limit(ofLane: 0) == 256)
    }

    @Test(arguments: [(1, 50), (12, 50), (13, 37), (30, 37)])
    func afterTheCoolDownOnlyARoundWithManyRefusalsIsAReasonToAskFewer(refusals: Int, limit: Int) {
        var scheduler = SchedulerTests.scheduler(jobs: 100, jitter: 1)
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<1000)), at: .zero)
        _ = scheduler.handle(.failed(0, Self.limited), at: .seconds(1))
        #expect(scheduler.limit(ofLane: 0) == 50)
        for id in 1..<100 { _ = scheduler.handle(.answered(id, spent: Self.one), at: .seconds(2)) }
        for id in 100..<110 { _ = scheduler.handle(.failed(id, Self.limited), at: .seconds(3)) }
        #expect(scheduler.limit(ofLane: 0) == 50)
        for id in 110..<151 { _ = scheduler.handle(.answered(id, spent: Self.one), at: .seconds(15)) }
        for id in 151..<151 + refusals { _ = scheduler.handle(.failed(id, Self.limited), at: .seconds(16)) }
        #expect(scheduler.limit(ofLane: 0) == limit)
    }

    /// A server that refuses calls at random, whatever it is asked, must not bring a run to a standstill.
    @Test(arguments: [0.02, 0.1]) func refusalsAtRandomSlowARunDownLittle(share: Double) {
        var scheduler = SchedulerTests.scheduler(jobs: 64, jitter: 0.5)
        var random = SeededNumbers(seed: 4)
        var inbox: [(due: Duration, id: Int)] = []
        var now = Duration.zero
        var actions = scheduler.handle(.offered(SchedulerTests.calls(0..<20_000)), at: now)
        _ = scheduler.handle(.exhausted(lane: 0), at: now)
        while !actions.contains(.sweepDone) {
            for id in SchedulerTests.asks(actions) { inbox.append((now + .milliseconds(100), id)) }
            if let first = inbox.first, scheduler.nextWake.map({ first.due <= $0 }) ?? true {
                inbox.removeFirst()
                now = max(now, first.due)
                let isRefused = Double.random(in: 0..<1, using: &random) < share
                actions = scheduler.handle(isRefused ? .failed(first.id, Self.limited) : .answered(first.id, spent: Self.one), at: now)
            } else {
                now = max(now, scheduler.nextWake ?? now)
                actions = scheduler.handle(.tick, at: now)
            }
        }
        // Undisturbed it takes 31 s.
        #expect(now < .seconds(75))
    }

    @Test func anOverloadedServerIsNotAskedMoreButNotLessEither() {
        var scheduler = SchedulerTests.scheduler(jobs: 1000, lanes: [1000])
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<3000)), at: .zero)
        _ = scheduler.handle(.failed(0, SchedulerTests.overloaded), at: .seconds(1))
        for id in 1..<100 { _ = scheduler.handle(.answered(id, spent: Self.one), at: .seconds(2)) }
        #expect(scheduler.limit(ofLane: 0) == 256)
        for id in 100..<110 { _ = scheduler.handle(.answered(id, spent: Self.one), at: .seconds(16)) }
        #expect(scheduler.limit(ofLane: 0) == 266)
    }

    @Test func theLimitNeverFallsBelowOneNorGrowsBeyondItsMaximum() {
        var scheduler = SchedulerTests.scheduler(jobs: 2, jitter: 0)
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<2)), at: .zero)
        _ = scheduler.handle(.answered(1, spent: Self.one), at: .zero)
        var now = Duration.zero
        for _ in 1...5 {
            _ = scheduler.handle(.failed(0, Self.limited), at: now)
            now = max(now, scheduler.nextWake ?? now)
            _ = scheduler.handle(.tick, at: now)
        }
        #expect(scheduler.limit(ofLane: 0) == 1)
        _ = scheduler.handle(.offered(SchedulerTests.calls(2..<50)), at: now)
        for id in [0] + Array(2..<50) { _ = scheduler.handle(.answered(id, spent: Self.one), at: now + .seconds(id)) }
        #expect(scheduler.limit(ofLane: 0) == 2)
    }

    @Test(arguments: [0, 3]) func aLimitedRateUsesUpNoRetry(retries: Int) {
        var scheduler = SchedulerTests.scheduler(jobs: 1, retries: retries, jitter: 0)
        var now = Duration.zero
        func fails(_ error: BackendError) -> Bool {
            var actions = scheduler.handle(.failed(0, error), at: now)
            now = max(now, scheduler.nextWake ?? now)
            actions += scheduler.handle(.tick, at: now)
            return actions.contains { if case .giveUp = $0 { true } else { false } }
        }
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<2)), at: now)
        for _ in 1...9 { #expect(!fails(Self.limited)) }
        for attempt in 0...retries { #expect(fails(SchedulerTests.overloaded) == (attempt == retries)) }
    }

    @Test func delaysOfALimitedRateGrowFromCallToCall() {
        var scheduler = SchedulerTests.scheduler(jobs: 1, retries: 1)
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<9)), at: .zero)
        var now = Duration.zero
        var delays: [Duration] = []
        for _ in 0..<8 {
            for case .retry(_, _, let after, _) in scheduler.handle(.failed(0, Self.limited), at: now) { delays.append(after) }
            now = scheduler.nextWake ?? now
            _ = scheduler.handle(.tick, at: now)
        }
        #expect(delays == [0.5, 1, 2, 4, 8, 16, 30, 30].map { Duration.seconds($0) })
    }

    @Test func aServerThatLimitsEveryCallForMinutesEndsTheRunAndLosesNoTrial() {
        var scheduler = SchedulerTests.scheduler(jobs: 4, retries: 0, jitter: 0.5)
        var now = Duration.zero
        var actions = scheduler.handle(.offered(SchedulerTests.calls(0..<100)), at: now)
        var all: [Scheduler.Action] = []
        while !scheduler.isStopping {
            let asked = SchedulerTests.asks(actions)
            all += actions
            actions = asked.flatMap { scheduler.handle(.failed($0, Self.limited), at: now) }
            if actions.isEmpty || SchedulerTests.asks(actions).isEmpty {
                now = max(now, scheduler.nextWake ?? now)
                actions += scheduler.handle(.tick, at: now)
            }
        }
        all += actions
        #expect(now >= .seconds(120) && now < .seconds(200))
        #expect(!all.contains { if case .giveUp = $0 { true } else { false } })
        let message = "lane 0 limits the rate of every call, none was answered for 120 s: slow down"
        #expect(all.contains(.end(.backendFailed(BackendError(.rateLimited, message, status: 429)))))
        #expect(all.count { if case .ask = $0 { true } else { false } } < 30)
    }

    @Test func whenNothingElseIsOpenALimitedCallIsGivenUpAndTheRunGoesOn() {
        var scheduler = SchedulerTests.scheduler(jobs: 4, jitter: 0)
        var now = Duration.zero
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<4)), at: now)
        _ = scheduler.handle(.exhausted(lane: 0), at: now)
        for id in 1..<4 { _ = scheduler.handle(.answered(id, spent: Self.one), at: now) }
        var actions: [Scheduler.Action] = []
        while !actions.contains(.sweepDone) {
            actions = scheduler.handle(.failed(0, Self.limited), at: now)
            now = max(now, scheduler.nextWake ?? now)
            actions += scheduler.handle(.tick, at: now)
        }
        #expect(actions.contains { if case .giveUp(0, _, _) = $0 { true } else { false } })
    }

    // MARK: Limits for a minute

    @Test func callsForAMinuteAreNeverExceededRetriesIncluded() {
        var scheduler = SchedulerTests.scheduler(jobs: 50, limits: RateLimits(requestsPerMinute: 10), jitter: 0)
        #expect(SchedulerTests.asks(scheduler.handle(.offered(SchedulerTests.calls(0..<30)), at: .zero)).count == 10)
        #expect(SchedulerTests.asks(scheduler.handle(.failed(0, SchedulerTests.overloaded), at: .seconds(1))).isEmpty)
        #expect(SchedulerTests.asks(scheduler.handle(.answered(1, spent: Self.one), at: .seconds(2))).isEmpty)
        #expect(scheduler.nextWake == RateWindow.length)
        let next = SchedulerTests.asks(scheduler.handle(.tick, at: RateWindow.length))
        #expect(next == [0] + Array(10..<19))
        #expect(scheduler.weather.lanes[0].heldBack == RateWindow.length)
    }

    @Test func tokensForAMinuteAreTakenByEstimateAndSettledByUse() {
        var scheduler = SchedulerTests.scheduler(jobs: 50, limits: RateLimits(tokensPerMinute: 250))
        #expect(SchedulerTests.asks(scheduler.handle(.offered(SchedulerTests.calls(0..<9, tokens: 100)), at: .zero)) == [0, 1])
        #expect(scheduler.nextWake == RateWindow.length)
        _ = scheduler.handle(.answered(0, spent: Spending(calls: 1, tokens: 20)), at: .seconds(1))
        #expect(scheduler.asking == 1)
        #expect(SchedulerTests.asks(scheduler.handle(.tick, at: RateWindow.length)) == [2, 3])
    }

    // MARK: Servers that are down

    @Test func failedConnectionsInARowEndTheRun() {
        var scheduler = SchedulerTests.scheduler(jobs: 4, jitter: 0)
        let error = BackendError(.connection, "connection refused", help: "is it running?")
        var asked = SchedulerTests.asks(scheduler.handle(.offered(SchedulerTests.calls(0..<1000)), at: .zero))
        var failures = 0
        while let id = asked.first {
            asked.removeFirst()
            failures += 1
            asked += SchedulerTests.asks(scheduler.handle(.failed(id, error), at: .seconds(failures)))
            if scheduler.isStopping { break }
        }
        #expect(failures == 12)
        for id in asked.dropLast() { #expect(scheduler.handle(.failed(id, error), at: .seconds(20)) == [.drop(id)]) }
        var expected = error
        expected.message = "lane 0 cannot be reached, 12 calls in a row failed: connection refused"
        let last = scheduler.handle(.failed(asked.last ?? -1, error), at: .seconds(20))
        #expect(last.last == .end(.backendFailed(expected)))
    }

    @Test func withOneAtOnceOneTrialWhoseConnectionBreaksDoesNotEndTheRun() {
        var scheduler = SchedulerTests.scheduler(jobs: 1, jitter: 0)
        let error = BackendError(.connection, "reset")
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<9)), at: .zero)
        for attempt in 1...4 {
            let actions = scheduler.handle(.failed(0, error), at: .seconds(attempt))
            #expect(actions.contains(.giveUp(0, error, attempts: 4)) == (attempt == 4))
        }
        #expect(!scheduler.isStopping)
    }

    @Test(arguments: [BackendError(.overloaded, "500"), BackendError(.connection, "reset")])
    func aPromptThatFailsForEverDiscardsNothingElse(error: BackendError) {
        var scheduler = SchedulerTests.scheduler(jobs: 4, retries: 1, jitter: 0)
        let bad = (0..<200).map { Scheduler.Call(id: $0, lane: 0, group: 0) }
        let good = (200..<300).map { Scheduler.Call(id: $0, lane: 0, group: 1) }
        var asked = SchedulerTests.asks(scheduler.handle(.offered([bad[0], good[0]] + bad[1...] + good[1...]), at: .zero))
        var lost = 0
        var answered = 0
        while let id = asked.first {
            asked.removeFirst()
            let event: Scheduler.Event = id < 200 ? .failed(id, error) : .answered(id, spent: Self.one)
            let actions = scheduler.handle(event, at: .zero)
            answered += id < 200 ? 0 : 1
            lost += actions.count { if case .giveUp = $0 { true } else { false } }
            asked += SchedulerTests.asks(actions)
        }
        #expect(lost == 200 && answered == 100 && !scheduler.isStopping)
    }

    @Test func oneAnswerStartsTheCountAnew() {
        var scheduler = SchedulerTests.scheduler(jobs: 1, retries: 50, jitter: 0)
        let error = BackendError(.connection, "reset")
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<9)), at: .zero)
        for id in 0..<5 {
            for _ in 0..<50 { _ = scheduler.handle(.failed(id, error), at: .seconds(1)) }
            #expect(!scheduler.isStopping)
            _ = scheduler.handle(.answered(id, spent: Self.one), at: .seconds(1))
        }
    }

    @Test func aServerThatAnswersNothingEndsTheRunAfterManyLostTrials() {
        var scheduler = SchedulerTests.scheduler(jobs: 1, retries: 1, jitter: 0)
        let error = BackendError(.malformedResponse, "not JSON")
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<1000)), at: .zero)
        var lost = 0
        for id in 0..<1000 where !scheduler.isStopping {
            _ = scheduler.handle(.failed(id, error), at: .zero)
            _ = scheduler.handle(.failed(id, error), at: .zero)
            lost += 1
        }
        #expect(lost == 25)
    }

    // MARK: Budgets

    @Test func callsAreLimitedExactlyRetriesIncluded() {
        var scheduler = SchedulerTests.scheduler(jobs: 2, budget: Budget(calls: 3), jitter: 0)
        #expect(SchedulerTests.asks(scheduler.handle(.offered(SchedulerTests.calls(0..<9)), at: .zero)) == [0, 1])
        #expect(SchedulerTests.asks(scheduler.handle(.failed(0, SchedulerTests.overloaded), at: .zero)) == [0])
        #expect(scheduler.handle(.answered(0, spent: Self.one), at: .zero).isEmpty)
        let ending = RunEnding.budgetReached("the limit of 3 calls: 3 made")
        #expect(scheduler.handle(.answered(1, spent: Self.one), at: .zero) == [.end(ending)])
    }

    @Test func aBudgetThatIsJustEnoughIsEnough() {
        var scheduler = SchedulerTests.scheduler(jobs: 2, budget: Budget(calls: 2))
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<2)), at: .zero)
        _ = scheduler.handle(.exhausted(lane: 0), at: .zero)
        _ = scheduler.handle(.answered(0, spent: Self.one), at: .zero)
        #expect(scheduler.handle(.answered(1, spent: Self.one), at: .zero) == [.sweepDone])
    }

    @Test func tokensAreSetAsideBeforeACallAndSettledAfterIt() {
        var scheduler = SchedulerTests.scheduler(jobs: 8, budget: Budget(tokens: 250))
        #expect(SchedulerTests.asks(scheduler.handle(.offered(SchedulerTests.calls(0..<9, tokens: 100)), at: .zero)) == [0, 1])
        #expect(SchedulerTests.asks(scheduler.handle(.answered(0, spent: Spending(calls: 1, tokens: 10)), at: .zero)) == [2])
        #expect(SchedulerTests.asks(scheduler.handle(.answered(1, spent: Spending(calls: 1, tokens: 60)), at: .zero)).isEmpty)
        let actions = scheduler.handle(.answered(2, spent: Spending(calls: 1, tokens: 100)), at: .zero)
        #expect(actions == [.end(.budgetReached("the limit of 250 tokens: 170 used, and the next call may take 100"))])
    }

    @Test func moneyIsLimitedAndSaid() {
        var scheduler = SchedulerTests.scheduler(jobs: 1, budget: Budget(money: Money(dollars: 1.5)))
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<9, money: 1_000_000_000_000)), at: .zero)
        let spent = Spending(calls: 1, money: Money(dollars: 0.75))
        let actions = scheduler.handle(.answered(0, spent: spent), at: .zero)
        #expect(actions == [.end(.budgetReached("the limit of $1.50: $0.75 spent, and the next call may cost $1.00"))])
    }

    @Test(arguments: [BackendError.Kind.timeout, .connection, .malformedResponse])
    func aCallThatMayHaveBeenChargedCountsAsIfAnswered(kind: BackendError.Kind) {
        var scheduler = SchedulerTests.scheduler(jobs: 1, budget: Budget(tokens: 150), jitter: 0)
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<9, tokens: 100)), at: .zero)
        let actions = scheduler.handle(.failed(0, BackendError(kind, "late")), at: .zero)
        #expect(actions.last == .end(.budgetReached("the limit of 150 tokens: 100 used, and the next call may take 100")))
        #expect(scheduler.spent.tokens == 100)
    }

    @Test func timeRunsOutEvenWhenNothingElseHappens() {
        var scheduler = SchedulerTests.scheduler(jobs: 2, budget: Budget(time: .seconds(60)))
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<9)), at: .zero)
        #expect(scheduler.nextWake == .seconds(60))
        #expect(scheduler.handle(.tick, at: .seconds(60)).isEmpty)
        #expect(scheduler.handle(.answered(0, spent: Self.one), at: .seconds(61)).isEmpty)
        #expect(scheduler.nextWake == .seconds(75))
        let ending = RunEnding.budgetReached("the time limit of 60 s")
        #expect(scheduler.handle(.tick, at: .seconds(75)) == [.cancelCalls, .end(ending)])
    }

    @Test func whatOneCallUsedBeyondItsShareIsSetAsideForTheNext() {
        var scheduler = SchedulerTests.scheduler(jobs: 1, budget: Budget(tokens: 1000))
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<9, tokens: 100)), at: .zero)
        #expect(SchedulerTests.asks(scheduler.handle(.answered(0, spent: Spending(calls: 1, tokens: 400)), at: .zero)) == [1])
        let actions = scheduler.handle(.answered(1, spent: Spending(calls: 1, tokens: 300)), at: .zero)
        #expect(actions == [.end(.budgetReached("the limit of 1000 tokens: 700 used, and the next call may take 400"))])
    }

    @Test func callsBrokenOffAtTheEndCountAsIfAnswered() {
        let invocation = Allowance(Budget(tokens: 1000))
        var scheduler = Scheduler(
            lanes: [Scheduler.LaneSettings(name: "lane", jobs: 3)], settings: Scheduler.Settings(jobs: 3), allowance: invocation,
            jitter: { 0 })
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<9, tokens: 100)), at: .zero)
        _ = scheduler.handle(.cancel, at: .zero)
        _ = scheduler.handle(.answered(0, spent: Self.one), at: .zero)
        #expect(invocation.spent == Spending(calls: 3, tokens: 300))
    }

    @Test func oneRunWaitsForWhatAnotherHasSetAside() {
        let invocation = Allowance(Budget(calls: 3))
        func scheduler() -> Scheduler {
            Scheduler(
                lanes: [Scheduler.LaneSettings(name: "lane", jobs: 3)], settings: Scheduler.Settings(jobs: 3),
                allowance: Allowance(within: invocation), jitter: { 0 })
        }
        var (first, second) = (scheduler(), scheduler())
        #expect(first.handle(.offered(SchedulerTests.calls(0..<3)), at: .zero).count == 3)
        #expect(second.handle(.offered(SchedulerTests.calls(0..<3)), at: .zero).isEmpty)
        #expect(second.hold != nil && !second.isStopping)
        _ = first.handle(.answered(0, spent: Spending()), at: .zero)
        #expect(second.handle(.tick, at: .zero) == [.ask(0, attempt: 1)])
        for id in 1..<3 { _ = first.handle(.answered(id, spent: Self.one), at: .zero) }
        #expect(second.handle(.answered(0, spent: Self.one), at: .zero) == [.end(.budgetReached("the limit of 3 calls: 3 made"))])
    }
}
