import PlumbModel
import Testing

@testable import PlumbRunner

/// What holds whatever a server does, in simulated time.
@Suite struct SchedulerPropertyTests {
    /// A server with faults at random, and a run that asks it.
    struct Simulation {
        let retries: Int
        let limits: RateLimits
        let allowance: Allowance
        let calls: Int
        /// The least share of calls that are answered.
        let health: Double
        var random: SeededNumbers
        var scheduler: Scheduler
        var now = Duration.zero
        /// What comes back and when, in order.
        var inbox: [(due: Duration, event: Scheduler.Event)] = []
        var askedAt: [Duration] = []
        var attempts: [Int: Int] = [:]
        var counted: [Int: Int] = [:]
        var outcomes: [Int: [String]] = [:]
        var mostUnderWay = 0
        var ending: RunEnding?

        init(seed: UInt64, budget: Budget = Budget(), limits: RateLimits = RateLimits(), health: Double = 0.3) {
            var random = SeededNumbers(seed: seed)
            retries = Int.random(in: 0...4, using: &random)
            calls = Int.random(in: 1...300, using: &random)
            self.limits = limits
            self.health = health
            allowance = Allowance(budget)
            let jobs = Int.random(in: 1...64, using: &random)
            scheduler = Scheduler(
                lanes: [Scheduler.LaneSettings(name: "lane", jobs: jobs, limits: limits)],
                settings: Scheduler.Settings(jobs: jobs, retries: retries), allowance: allowance, jitter: { 0.5 })
            self.random = random
        }

        mutating func run() {
            perform(scheduler.handle(.offered((0..<calls).map(call)), at: now))
            perform(scheduler.handle(.exhausted(lane: 0), at: now))
            for _ in 0..<200_000 where ending == nil {
                let wake = scheduler.nextWake
                if let next = inbox.first, wake.map({ next.due <= $0 }) ?? true {
                    inbox.removeFirst()
                    now = max(now, next.due)
                    perform(scheduler.handle(next.event, at: now))
                } else if let wake {
                    now = max(now, wake)
                    perform(scheduler.handle(.tick, at: now))
                } else {
                    return
                }
            }
        }

        private func call(_ id: Int) -> Scheduler.Call {
            Scheduler.Call(id: id, lane: 0, estimate: Spending(calls: 1, tokens: 100, money: Money(picodollars: 1000)))
        }

        private mutating func perform(_ actions: [Scheduler.Action]) {
            for action in actions {
                switch action {
                case .ask(let id, let attempt): ask(id, attempt)
                case .giveUp(let id, _, _): outcomes[id, default: []].append("failed")
                case .drop(let id): outcomes[id, default: []].append("dropped")
                case .sweepDone: perform(scheduler.handle(.stop(.complete), at: now))
                case .end(let reached): ending = reached
                case .retry, .warn, .cancelCalls: break
                }
            }
        }

        private mutating func ask(_ id: Int, _ attempt: Int) {
            attempts[id, default: 0] += 1
            #expect(attempts[id] == attempt)
            askedAt.append(now)
            mostUnderWay = max(mostUnderWay, scheduler.asking)
            let due = now + .milliseconds(Int.random(in: 0...4000, using: &random))
            let event: Scheduler.Event
            // A call in ten always fails, so that retries run out.
            if id % 10 != 7, Double.random(in: 0..<1, using: &random) < health {
                event = .answered(id, spent: Spending(calls: 1, tokens: Int.random(in: 0...100, using: &random)))
                outcomes[id, default: []].append("answered")
            } else {
                let kinds: [BackendError.Kind] = [.rateLimited, .overloaded, .timeout, .connection, .malformedResponse]
                let kind = kinds.randomElement(using: &random) ?? .overloaded
                let wait: Duration? = Int.random(in: 0..<4, using: &random) == 0 ? .seconds(Int.random(in: 0...9, using: &random)) : nil
                event = .failed(id, BackendError(kind, "bad weather", retryAfter: wait))
                if kind != .rateLimited { counted[id, default: 0] += 1 }
            }
            let place = inbox.firstIndex { $0.due > due } ?? inbox.endIndex
            inbox.insert((due, event), at: place)
        }
    }

    @Test(arguments: UInt64(0)..<40) func everyTrialEndsAnsweredOrFailed(seed: UInt64) {
        var simulation = Simulation(seed: seed)
        simulation.run()
        #expect(simulation.ending == .complete)
        #expect(simulation.outcomes.count == simulation.calls)
        #expect(simulation.outcomes.values.allSatisfy { $0 == ["answered"] || $0 == ["failed"] })
        for (id, outcome) in simulation.outcomes where outcome == ["failed"] {
            #expect(simulation.counted[id] == simulation.retries + 1)
        }
        #expect(simulation.allowance.spent.calls == simulation.askedAt.count)
        #expect(simulation.scheduler.weather.retries == simulation.askedAt.count - simulation.calls)
    }

    @Test(arguments: UInt64(100)..<130) func noBudgetIsExceeded(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        let budget = Budget(
            calls: Bool.random(using: &random) ? Int.random(in: 0...200, using: &random) : nil,
            tokens: Bool.random(using: &random) ? Int.random(in: 0...20_000, using: &random) : nil,
            money: Bool.random(using: &random) ? Money(picodollars: Int.random(in: 0...200_000, using: &random)) : nil)
        var simulation = Simulation(seed: seed, budget: budget)
        simulation.run()
        let spent = simulation.allowance.spent
        #expect(spent.calls <= budget.calls ?? .max && spent.tokens <= budget.tokens ?? .max)
        #expect(budget.money.map { spent.money <= $0 } ?? true)
        #expect(simulation.askedAt.count <= budget.calls ?? .max)
        #expect(simulation.ending != nil)
    }

    @Test(arguments: UInt64(200)..<220) func noMinuteSeesMoreCallsThanItsLimit(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        let limit = Int.random(in: 1...60, using: &random)
        var simulation = Simulation(seed: seed, limits: RateLimits(requestsPerMinute: limit), health: 0.7)
        simulation.run()
        #expect(simulation.ending != nil)
        let moments = simulation.askedAt
        for place in moments.indices where place + limit < moments.count {
            #expect(moments[place + limit] - moments[place] >= .seconds(60))
        }
    }
}
