import PlumbModel
import Synchronization
import Testing

@testable import PlumbRunner

/// How long runs take and what becomes of them with servers that follow a rule, in simulated time.
@Suite struct SchedulerServerTests {
    /// A server that decides what becomes of an attempt when it arrives, and a run that asks it.
    struct Simulation {
        /// What a server makes of an attempt that it gets while it works on so many others; nil is an answer.
        typealias Rule = (_ call: Int, _ attempt: Int, _ busy: Int) -> BackendError?

        let calls: Int
        let latency: Duration
        /// How long a refusal takes.
        var refusal = Duration.milliseconds(1)
        let rule: Rule
        var scheduler: Scheduler
        var now = Duration.zero
        private var inbox: [(due: Duration, event: Scheduler.Event)] = []
        private var busy = 0
        private(set) var attempts = 0
        private(set) var answered = 0
        private(set) var refused = 0
        private(set) var lost: [Int: Int] = [:]
        private(set) var ending: RunEnding?

        init(calls: Int = 1000, jobs: Int = 64, latency: Duration, rule: @escaping Rule) {
            self.calls = calls
            self.latency = latency
            self.rule = rule
            let random = SeededJitter(seed: 9)
            scheduler = Scheduler(
                lanes: [Scheduler.LaneSettings(name: "lane", jobs: jobs)], settings: Scheduler.Settings(jobs: jobs, retries: 3),
                jitter: { random.next() })
        }

        mutating func run() {
            perform(scheduler.handle(.offered((0..<calls).map { Scheduler.Call(id: $0, lane: 0) }), at: now))
            perform(scheduler.handle(.exhausted(lane: 0), at: now))
            while ending == nil {
                let wake = scheduler.nextWake
                if let next = inbox.last, wake.map({ next.due <= $0 }) ?? true {
                    inbox.removeLast()
                    now = max(now, next.due)
                    if case .answered = next.event { busy -= 1 }
                    perform(scheduler.handle(next.event, at: now))
                } else if let wake {
                    now = max(now, wake)
                    perform(scheduler.handle(.tick, at: now))
                } else {
                    return
                }
            }
        }

        private mutating func perform(_ actions: [Scheduler.Action]) {
            for action in actions {
                switch action {
                case .ask(let id, let attempt): ask(id, attempt)
                case .giveUp(let id, _, let attempts): lost[id] = attempts
                case .sweepDone: perform(scheduler.handle(.stop(.complete), at: now))
                case .end(let reached): ending = reached
                case .retry, .warn, .cancelCalls, .drop: break
                }
            }
        }

        private mutating func ask(_ id: Int, _ attempt: Int) {
            attempts += 1
            if let error = rule(id, attempt, busy) {
                if error.kind == .rateLimited { refused += 1 }
                post(.failed(id, error), after: refusal)
            } else {
                busy += 1
                answered += 1
                post(.answered(id, spent: Spending(calls: 1)), after: latency)
            }
        }

        /// Keeps the inbox sorted, the next event last.
        private mutating func post(_ event: Scheduler.Event, after delay: Duration) {
            let due = now + delay
            var place = inbox.count
            while place > 0, inbox[place - 1].due <= due { place -= 1 }
            inbox.insert((due, event), at: place)
        }
    }

    // MARK: Prompts that fail for ever

    static let sticky: [BackendError] = [.overloaded, .timeout, .connection, .malformedResponse].map { BackendError($0, "always") }

    @Test(arguments: sticky, [4, 64, 256]) func promptsThatFailForEverDoNotEndAHealthyRun(error: BackendError, jobs: Int) {
        for (refusal, offset) in [(1, 0), (5, 7), (4000, 19)] {
            // 49 of 1000, in no regular order.
            let poison = Set((0..<49).map { ($0 * 401 + offset) % 1000 })
            var simulation = Simulation(jobs: jobs, latency: .milliseconds(5)) { id, _, _ in poison.contains(id) ? error : nil }
            simulation.refusal = .milliseconds(refusal)
            simulation.run()
            #expect(simulation.ending == .complete)
            #expect(simulation.answered == 951 && simulation.attempts == 951 + 49 * 4)
            #expect(simulation.lost.count == 49 && simulation.lost.values.allSatisfy { $0 == 4 })
        }
    }

    @Test(arguments: sticky, [4, 64, 256]) func aServerThatDiesEndsTheRunWithOneMessage(error: BackendError, jobs: Int) {
        var left = 500
        var simulation = Simulation(calls: 5000, jobs: jobs, latency: .milliseconds(5)) { _, _, _ in
            left -= 1
            return left < 0 ? error : nil
        }
        simulation.run()
        guard case .backendFailed = simulation.ending else {
            Issue.record("went on without a server: \(String(describing: simulation.ending))")
            return
        }
        #expect(simulation.answered == 500)
        #expect(simulation.now < .seconds(40))
        #expect(simulation.lost.count <= 2 * jobs + 25)
    }

    // MARK: Limited rates

    static func limited(_ retryAfter: Duration?) -> BackendError {
        BackendError(.rateLimited, "slow down", status: 429, retryAfter: retryAfter)
    }

    @Test(arguments: [.seconds(1), .milliseconds(100), nil] as [Duration?], [32, 64, 256])
    func howManyAServerBearsIsLearnt(retryAfter: Duration?, jobs: Int) {
        var simulation = Simulation(jobs: jobs, latency: .milliseconds(50)) { _, _, busy in busy < 8 ? nil : Self.limited(retryAfter) }
        simulation.run()
        #expect(simulation.ending == .complete && simulation.answered == 1000)
        // Ideally it takes 6.3 s.
        #expect(simulation.now < .seconds(15))
        // The calls of the first moment are refused before anything is known.
        #expect(Double(simulation.refused - jobs) < 0.05 * Double(simulation.attempts))
    }

    @Test(arguments: [.seconds(1), .milliseconds(100), nil] as [Duration?], [50, 3000])
    func whatAServerBearsIsKeptTo(retryAfter: Duration?, milliseconds: Int) {
        var simulation = Simulation(calls: 10_000, latency: .milliseconds(milliseconds)) { _, _, busy in
            busy < 8 ? nil : Self.limited(retryAfter)
        }
        simulation.run()
        #expect(simulation.now < .milliseconds(milliseconds) * (10_000 / 8) * 1.2)
    }

    @Test(arguments: [nil, .seconds(1)] as [Duration?]) func promptsThatAreRefusedTwiceDoNotHoldEachOther(retryAfter: Duration?) {
        var simulation = Simulation(latency: .milliseconds(5)) { _, attempt, _ in attempt <= 2 ? Self.limited(retryAfter) : nil }
        simulation.run()
        #expect(simulation.ending == .complete && simulation.answered == 1000 && simulation.refused == 2000)
        #expect(simulation.now < .seconds(retryAfter == nil ? 30 : 90))
    }

    @Test(arguments: [0.02, 0.1, 0.2]) func refusalsAtRandomDoNotBringARunToAStandstill(share: Double) {
        let random = SeededJitter(seed: 4)
        var simulation = Simulation(calls: 20_000, latency: .milliseconds(100)) { _, _, _ in
            random.next() < share ? Self.limited(nil) : nil
        }
        simulation.run()
        #expect(simulation.ending == .complete && simulation.answered == 20_000)
        // Undisturbed it takes 31 s.
        #expect(simulation.now < .seconds(80))
    }
}

/// Numbers in 0…1 that are the same in every run.
private final class SeededJitter: Sendable {
    private let numbers: Mutex<SeededNumbers>

    init(seed: UInt64) { numbers = Mutex(SeededNumbers(seed: seed)) }

    func next() -> Double { numbers.withLock { Double.random(in: 0...1, using: &$0) } }
}
