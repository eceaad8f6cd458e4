import PlumbModel
import Testing

@testable import PlumbRunner

/// Rate limits, servers that are down, and budgets.
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

    @Test func oneRoundOfRateLimitsHalvesOnceAndAnswersGrowItBack() {
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
        #expect(scheduler.limit(ofLane: 0) == 5)
    }

    @Test func theLimitNeverFallsBelowOneNorGrowsBeyondItsMaximum() {
        var scheduler = SchedulerTests.scheduler(jobs: 2, retries: 50, jitter: 0)
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<2)), at: .zero)
        for second in 1...5 { _ = scheduler.handle(.failed(0, Self.limited), at: .seconds(second)) }
        #expect(scheduler.limit(ofLane: 0) == 1)
        _ = scheduler.handle(.offered(SchedulerTests.calls(2..<50)), at: .seconds(6))
        for id in 0..<50 { _ = scheduler.handle(.answered(id, spent: Self.one), at: .seconds(7 + id)) }
        #expect(scheduler.limit(ofLane: 0) == 2)
    }

    @Test func whileOthersAreAnsweredALimitedRateCostsNoTrial() {
        var scheduler = SchedulerTests.scheduler(jobs: 64, retries: 1, jitter: 0)
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<200)), at: .zero)
        for round in 1...5 {
            _ = scheduler.handle(.answered(round, spent: Self.one), at: .seconds(round))
            let actions = scheduler.handle(.failed(0, Self.limited), at: .seconds(round))
            #expect(!actions.contains { if case .giveUp = $0 { true } else { false } })
            for id in 0..<60 { _ = scheduler.handle(.answered(10 * round + id, spent: Self.one), at: .seconds(round)) }
        }
    }

    @Test func delaysOfALimitedRateGrowFromCallToCall() {
        var scheduler = SchedulerTests.scheduler(jobs: 1, retries: 1)
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<9)), at: .zero)
        var now = Duration.zero
        var delays: [Duration] = []
        for id in 0..<3 {
            for case .retry(_, _, let after, _) in scheduler.handle(.failed(id, Self.limited), at: now) { delays.append(after) }
            now = scheduler.nextWake ?? now
            _ = scheduler.handle(.tick, at: now)
            _ = scheduler.handle(.failed(id, Self.limited), at: now)
        }
        #expect(delays == [.milliseconds(500), .seconds(2), .seconds(8)])
    }

    @Test func aServerThatOnlyLimitsTheRateLosesTrialsButNotTheRun() {
        var scheduler = SchedulerTests.scheduler(jobs: 1, retries: 1, jitter: 0)
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<100)), at: .zero)
        for id in 0..<99 {
            _ = scheduler.handle(.failed(id, Self.limited), at: .seconds(id))
            let actions = scheduler.handle(.failed(id, Self.limited), at: .seconds(id))
            #expect(actions == [.giveUp(id, Self.limited, attempts: 2), .ask(id + 1, attempt: 1)])
        }
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

    @Test func aCallThatTimedOutCountsAsIfAnswered() {
        var scheduler = SchedulerTests.scheduler(jobs: 1, budget: Budget(tokens: 150), jitter: 0)
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<9, tokens: 100)), at: .zero)
        let actions = scheduler.handle(.failed(0, BackendError(.timeout, "late")), at: .zero)
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
}
