import PlumbModel
import Synchronization
import Testing

@testable import PlumbRunner

@Suite struct AllowanceTests {
    static func isGranted(_ reservation: Allowance.Reservation) -> Bool { if case .granted = reservation { true } else { false } }

    @Test func aCallDrawsOnItsOwnAllowanceAndOnThoseAround() {
        let invocation = Allowance(Budget(calls: 3))
        let run = Allowance(Budget(tokens: 100), within: invocation)
        let call = Spending(calls: 1, tokens: 40)
        #expect(Self.isGranted(run.reserve(call)))
        #expect(Self.isGranted(run.reserve(call)))
        guard case .held = run.reserve(call) else {
            Issue.record("more than the run's tokens")
            return
        }
        run.settle(call, used: Spending(calls: 1, tokens: 70))
        guard case .refused(let limit) = run.reserve(call) else {
            Issue.record("more than the run's tokens")
            return
        }
        #expect(limit == "the limit of 100 tokens: 70 used, and the next call may take 40")
        #expect(invocation.spent == Spending(calls: 1, tokens: 70))
        let other = Allowance(within: invocation)
        #expect(Self.isGranted(other.reserve(call)))
        guard case .held = other.reserve(call) else {
            Issue.record("more than the invocation's calls")
            return
        }
    }

    @Test func whatTheInvocationRefusesIsNotHeldByTheRun() {
        let invocation = Allowance(Budget(calls: 1))
        let run = Allowance(Budget(calls: 5), within: invocation)
        #expect(Self.isGranted(invocation.reserve(Spending(calls: 1))))
        for _ in 0..<10 { #expect(!Self.isGranted(run.reserve(Spending(calls: 1)))) }
        invocation.settle(Spending(calls: 1), used: Spending())
        #expect(Self.isGranted(run.reserve(Spending(calls: 1))))
    }

    @Test func timeRunsFromTheBeginningOfTheInvocation() {
        let start = ContinuousClock.now
        let invocation = Allowance(Budget(time: .seconds(60)), startedAt: start)
        let early = Allowance(Budget(time: .seconds(10)), within: invocation, startedAt: start + .seconds(5))
        let late = Allowance(Budget(time: .seconds(10)), within: invocation, startedAt: start + .seconds(55))
        #expect(early.timeLimit == Allowance.TimeLimit(moment: .seconds(15), limit: .seconds(10)))
        #expect(late.timeLimit == Allowance.TimeLimit(moment: .seconds(60), limit: .seconds(60)))
        #expect(late.origin == start && Allowance(within: late).timeLimit == late.timeLimit)
    }

    @Test func moneyMayBeLimitedFurtherOut() {
        let invocation = Allowance(Budget(money: Money(dollars: 1)))
        #expect(Allowance(Budget(calls: 1), within: invocation).limitsMoney)
        #expect(!Allowance(Budget(tokens: 1), within: Allowance()).limitsMoney)
        #expect(Allowance(Budget(tokens: 1), within: Allowance()).limitsUse)
    }

    @Test func whoeverWaitsIsToldOnce() {
        let allowance = Allowance(Budget(calls: 1))
        let told = Mutex(0)
        _ = allowance.reserve(Spending(calls: 1))
        guard case .held(let hold) = allowance.reserve(Spending(calls: 1)) else {
            Issue.record("overspent")
            return
        }
        hold.onRelease { told.withLock { $0 += 1 } }
        #expect(told.withLock { $0 } == 0)
        allowance.settle(Spending(calls: 1), used: Spending())
        allowance.settle(Spending(), used: Spending())
        #expect(told.withLock { $0 } == 1)
        hold.onRelease { told.withLock { $0 += 1 } }
        #expect(told.withLock { $0 } == 2)
    }

    /// What is spent and may still be spent, as those see it who make the calls.
    final class Watch: Sendable {
        private let state = Mutex((underWay: 0, spent: 0, most: 0))

        var most: Int { state.withLock { $0.most } }

        func begin(_ amount: Int) {
            state.withLock { state in
                state.underWay += amount
                state.most = max(state.most, state.underWay + state.spent)
            }
        }

        func end(_ amount: Int, used: Int) {
            state.withLock { state in
                state.underWay -= amount
                state.spent += used
            }
        }
    }

    /// Calls that use anything up to what was set aside for them, from many tasks at once, never overdraw at any moment.
    @Test func nothingIsOverspentHoweverManyAskAtOnce() async {
        let limit = 5000
        let invocation = Allowance(Budget(tokens: limit))
        let watch = Watch()
        let made = await withTaskGroup(of: Int.self) { group in
            for worker in 0..<256 {
                let allowance = worker % 2 == 0 ? invocation : Allowance(Budget(tokens: 400), within: invocation)
                group.addTask {
                    var calls = 0
                    while true {
                        let used = Int.random(in: 0...60)
                        do throws(Allowance.Denial) {
                            calls += try await allowance.meter(Spending(calls: 1, tokens: 60)) {
                                watch.begin(60)
                                await Task.yield()
                                watch.end(60, used: used)
                                return (1, Spending(calls: 1, tokens: used))
                            }
                        } catch { return calls }
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(invocation.spent.calls == made)
        #expect(invocation.spent.tokens <= limit && invocation.spent.tokens > limit - 60)
        #expect(watch.most <= limit)
    }

    @Test func waitingEndsWhenTheTaskIsCancelled() async {
        let allowance = Allowance(Budget(calls: 1))
        _ = allowance.reserve(Spending(calls: 1))
        let task = Task { () -> Allowance.Denial? in
            do throws(Allowance.Denial) {
                try await allowance.meter(Spending(calls: 1)) { ((), Spending(calls: 1)) }
                return nil
            } catch { return error }
        }
        task.cancel()
        #expect(await task.value == .cancelled)
        #expect(allowance.spent.calls == 0)
    }

    @Test func aFailedCallIsSettledToo() async throws {
        let allowance = Allowance(Budget(calls: 1))
        let value = try await allowance.meter(Spending(calls: 1)) { (nil as String?, Spending(calls: 1)) }
        #expect(value == nil)
        await #expect(throws: Allowance.Denial.exhausted("the limit of 1 calls: 1 made")) {
            try await allowance.meter(Spending(calls: 1)) { ((), Spending(calls: 1)) }
        }
    }
}
