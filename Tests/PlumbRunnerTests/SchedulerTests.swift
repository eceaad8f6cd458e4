import PlumbModel
import Testing

@testable import PlumbRunner

/// The scheduler is told what happens and when; nothing here waits or asks.
@Suite struct SchedulerTests {
    static func scheduler(
        jobs: Int = 2, retries: Int = 3, budget: Budget = Budget(), lanes: [Int] = [100], limits: RateLimits = RateLimits(),
        jitter: Double = 1
    ) -> Scheduler {
        Scheduler(
            lanes: lanes.enumerated().map { Scheduler.LaneSettings(name: "lane \($0.offset)", jobs: $0.element, limits: limits) },
            settings: Scheduler.Settings(jobs: jobs, retries: retries), allowance: Allowance(budget), jitter: { jitter })
    }

    static func calls(_ ids: Range<Int>, lane: Int = 0, tokens: Int = 0, money: Int = 0) -> [Scheduler.Call] {
        ids.map { Scheduler.Call(id: $0, lane: lane, estimate: Spending(calls: 1, tokens: tokens, money: Money(picodollars: money))) }
    }

    static let overloaded = BackendError(.overloaded, "busy")
    static let one = Spending(calls: 1)

    static func asks(_ actions: [Scheduler.Action]) -> [Int] {
        actions.compactMap { if case .ask(let id, _) = $0 { id } else { nil } }
    }

    // MARK: Asking

    @Test func asksAsManyAtOnceAsAllowed() {
        var scheduler = Self.scheduler(jobs: 2)
        #expect(scheduler.handle(.offered(Self.calls(0..<5)), at: .zero) == [.ask(0, attempt: 1), .ask(1, attempt: 1)])
        #expect(scheduler.handle(.answered(0, spent: Self.one), at: .seconds(1)) == [.ask(2, attempt: 1)])
        #expect(scheduler.asking == 2)
    }

    @Test func saysWhenTheSweepIsDoneAndGoesOnWhenReopened() {
        var scheduler = Self.scheduler()
        _ = scheduler.handle(.offered(Self.calls(0..<1)), at: .zero)
        #expect(scheduler.handle(.exhausted(lane: 0), at: .zero).isEmpty)
        #expect(scheduler.handle(.answered(0, spent: Self.one), at: .seconds(1)) == [.sweepDone])
        #expect(scheduler.handle(.tick, at: .seconds(2)).isEmpty)
        #expect(scheduler.handle(.reopened, at: .seconds(2)).isEmpty)
        #expect(scheduler.handle(.offered(Self.calls(1..<2)), at: .seconds(2)) == [.ask(1, attempt: 1)])
        _ = scheduler.handle(.exhausted(lane: 0), at: .seconds(2))
        #expect(scheduler.handle(.answered(1, spent: Self.one), at: .seconds(3)) == [.sweepDone])
        #expect(scheduler.handle(.stop(.complete), at: .seconds(3)) == [.end(.complete)])
        #expect(scheduler.handle(.offered(Self.calls(2..<3)), at: .seconds(3)).isEmpty)
    }

    @Test func aSweepWithNothingToAskIsDoneAtOnce() {
        var scheduler = Self.scheduler(lanes: [1, 1])
        #expect(scheduler.handle(.exhausted(lane: 1), at: .zero).isEmpty)
        #expect(scheduler.handle(.exhausted(lane: 0), at: .zero) == [.sweepDone])
    }

    @Test func lanesTakeTurnsAndKeepTheirOwnLimits() {
        var scheduler = Self.scheduler(jobs: 4, lanes: [1, 100])
        _ = scheduler.handle(.offered(Self.calls(0..<3)), at: .zero)
        #expect(scheduler.asking == 1)
        let actions = scheduler.handle(.offered(Self.calls(10..<20, lane: 1)), at: .zero)
        #expect(actions == [.ask(10, attempt: 1), .ask(11, attempt: 1), .ask(12, attempt: 1)])
        #expect(scheduler.handle(.answered(0, spent: Self.one), at: .zero) == [.ask(1, attempt: 1)])
    }

    @Test func ignoresResultsOfCallsItDoesNotKnow() {
        var scheduler = Self.scheduler()
        #expect(scheduler.handle(.answered(7, spent: Self.one), at: .zero).isEmpty)
        #expect(scheduler.handle(.failed(7, Self.overloaded), at: .zero).isEmpty)
        #expect(scheduler.spent == Spending())
    }

    // MARK: Retrying

    @Test(arguments: [0, 1, 3]) func aFailingCallIsMadeOnceAndThenAsOftenAsThereAreRetries(retries: Int) {
        var scheduler = Self.scheduler(jobs: 1, retries: retries)
        var now = Duration.zero
        var made = 0
        var actions = scheduler.handle(.offered(Self.calls(0..<1)), at: now)
        for _ in 0..<20 {
            for case .ask(_, let attempt) in actions {
                made += 1
                #expect(attempt == made)
            }
            if let wake = scheduler.nextWake, !actions.contains(where: { if case .ask = $0 { true } else { false } }) {
                now = wake
                actions = scheduler.handle(.tick, at: now)
            } else {
                actions = scheduler.handle(.failed(0, Self.overloaded), at: now)
            }
            if actions.contains(.giveUp(0, Self.overloaded, attempts: retries + 1)) { break }
        }
        #expect(made == retries + 1)
        #expect(scheduler.spent.calls == retries + 1)
    }

    @Test func delaysDoubleUpToTheirBound() {
        let settings = Scheduler.Settings()
        let bounds = [1, 2, 3, 6, 7, 8, 200].map(settings.delayBound(afterAttempts:))
        #expect(
            bounds == [
                .milliseconds(500), .seconds(1), .seconds(2), .seconds(16), .seconds(30), .seconds(30), .seconds(30),
            ])
    }

    @Test(arguments: [(0.0, 0), (0.5, 250), (1.0, 500), (7.0, 500), (-1.0, 0)])
    func theDelayIsAShareOfItsBound(jitter: Double, milliseconds: Int) {
        var scheduler = Self.scheduler(jobs: 1, jitter: jitter)
        _ = scheduler.handle(.offered(Self.calls(0..<1)), at: .zero)
        let actions = scheduler.handle(.failed(0, Self.overloaded), at: .seconds(1))
        #expect(actions.first == .retry(0, attempt: 2, after: .milliseconds(milliseconds), Self.overloaded))
        #expect((actions.last == .ask(0, attempt: 2)) == (milliseconds == 0))
    }

    @Test func aCallThatWaitsKeepsItsPlaceInTheLane() {
        var scheduler = Self.scheduler(jobs: 2)
        _ = scheduler.handle(.offered(Self.calls(0..<9)), at: .zero)
        #expect(scheduler.handle(.failed(0, Self.overloaded), at: .zero).count == 1)
        #expect(scheduler.handle(.failed(1, Self.overloaded), at: .zero).count == 1)
        #expect(scheduler.nextWake == .milliseconds(500))
        #expect(scheduler.handle(.tick, at: .milliseconds(499)).isEmpty)
        #expect(scheduler.handle(.tick, at: .milliseconds(500)) == [.ask(0, attempt: 2), .ask(1, attempt: 2)])
    }

    @Test func anotherLaneUsesThePlacesOfCallsThatWait() {
        var scheduler = Self.scheduler(jobs: 1, lanes: [1, 1])
        _ = scheduler.handle(.offered(Self.calls(0..<2)), at: .zero)
        _ = scheduler.handle(.offered(Self.calls(10..<12, lane: 1)), at: .zero)
        let actions = scheduler.handle(.failed(0, Self.overloaded), at: .zero)
        #expect(actions.last == .ask(10, attempt: 1))
        #expect(scheduler.handle(.tick, at: .seconds(1)).isEmpty)
        #expect(scheduler.nextWake == nil)
        #expect(scheduler.handle(.answered(10, spent: Self.one), at: .seconds(2)) == [.ask(0, attempt: 2)])
    }

    @Test func aHopelessRequestIsGivenUpAndTheOthersGoOn() {
        var scheduler = Self.scheduler(jobs: 1)
        let error = BackendError(.invalidRequest, "too long")
        _ = scheduler.handle(.offered(Self.calls(0..<100)), at: .zero)
        for id in 0..<99 {
            let actions = scheduler.handle(.failed(id, error), at: .zero)
            #expect(actions == [.giveUp(id, error, attempts: 1), .ask(id + 1, attempt: 1)])
        }
    }

    @Test func anErrorThatNoOtherCallCanSurviveEndsTheRunWithOneFailedTrial() {
        var scheduler = Self.scheduler(jobs: 3)
        let error = BackendError(.authentication, "wrong key")
        _ = scheduler.handle(.offered(Self.calls(0..<1000)), at: .zero)
        #expect(scheduler.handle(.failed(1, error), at: .zero) == [.giveUp(1, error, attempts: 1)])
        #expect(scheduler.handle(.failed(0, error), at: .zero) == [.drop(0)])
        #expect(scheduler.handle(.answered(2, spent: Self.one), at: .zero) == [.end(.backendFailed(error))])
        #expect(scheduler.spent.calls == 3)
    }

    // MARK: Stopping

    @Test func stoppingDropsWhatWaitsAndLetsCallsUnderWayFinish() {
        var scheduler = Self.scheduler(jobs: 2)
        _ = scheduler.handle(.offered(Self.calls(0..<9)), at: .zero)
        _ = scheduler.handle(.failed(0, Self.overloaded), at: .zero)
        #expect(scheduler.handle(.stop(.interrupted), at: .zero) == [.drop(0)])
        #expect(scheduler.nextWake == .seconds(15))
        #expect(scheduler.handle(.stop(.complete), at: .seconds(1)).isEmpty)
        #expect(scheduler.handle(.answered(1, spent: Self.one), at: .seconds(2)) == [.end(.interrupted)])
        #expect(scheduler.handle(.tick, at: .seconds(99)).isEmpty)
        #expect(scheduler.nextWake == nil)
    }

    @Test func theGraceEnds() {
        var scheduler = Self.scheduler()
        _ = scheduler.handle(.offered(Self.calls(0..<1)), at: .zero)
        #expect(scheduler.handle(.stop(.decided), at: .seconds(1)).isEmpty)
        #expect(scheduler.handle(.tick, at: .seconds(15)).isEmpty)
        #expect(scheduler.handle(.tick, at: .seconds(16)) == [.cancelCalls, .end(.decided)])
    }

    @Test func cancellingBreaksOffAtOnce() {
        var scheduler = Self.scheduler()
        _ = scheduler.handle(.offered(Self.calls(0..<1)), at: .zero)
        #expect(scheduler.handle(.cancel, at: .zero) == [.cancelCalls, .end(.interrupted)])
        #expect(scheduler.handle(.cancel, at: .zero).isEmpty)
    }

    @Test func aFailureWhileStoppingIsNotRecordedAndNotRetried() {
        var scheduler = Self.scheduler()
        _ = scheduler.handle(.offered(Self.calls(0..<1)), at: .zero)
        _ = scheduler.handle(.stop(.interrupted), at: .zero)
        #expect(scheduler.handle(.failed(0, Self.overloaded), at: .zero) == [.drop(0), .end(.interrupted)])
    }
}
