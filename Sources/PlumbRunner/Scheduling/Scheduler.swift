public import PlumbModel

/// Decides what is asked when and what follows from failures, without a clock and without asking.
///
/// Events go in with the time since the run began, actions come out. A call holds its place in its lane until it is answered or given
/// up, also while it waits to be made again, so that a backend in trouble is not met with ever more calls.
public struct Scheduler: Sendable {
    /// One trial's question, made in one or more attempts.
    public struct Call: Sendable, Hashable {
        /// A number that no other call of the run has.
        public var id: Int
        /// The lane it belongs to.
        public var lane: Int
        /// What one attempt may use.
        public var estimate: Spending

        /// A call to make.
        public init(id: Int, lane: Int, estimate: Spending = Spending(calls: 1)) {
            self.id = id
            self.lane = lane
            self.estimate = estimate
        }
    }

    /// What happened.
    public enum Event: Sendable {
        /// There are calls to make.
        case offered([Call])
        /// A lane has no further calls in this sweep.
        case exhausted(lane: Int)
        /// The next sweep begins: every lane may offer calls again.
        case reopened
        /// A call was answered and used that much.
        case answered(Int, spent: Spending)
        /// An attempt failed.
        case failed(Int, BackendError)
        /// Time went by; due at ``Scheduler/nextWake``.
        case tick
        /// Nothing new shall be asked; what is under way may finish within the grace.
        case stop(RunEnding)
        /// Nothing new shall be asked, and what is under way is given up at once.
        case cancel
    }

    /// What to do, in this order.
    public enum Action: Sendable, Hashable {
        /// Make this attempt, counted from 1.
        case ask(Int, attempt: Int)
        /// Tell that the call will be made again; `attempt` is the coming one.
        case retry(Int, attempt: Int, after: Duration, BackendError)
        /// Record that the trial failed after so many attempts.
        case giveUp(Int, BackendError, attempts: Int)
        /// Forget the call: it is neither answered nor failed.
        case drop(Int)
        /// Tell this.
        case warn(String)
        /// Break off what is under way.
        case cancelCalls
        /// All calls of the sweep are done: reopen or stop.
        case sweepDone
        /// The run ends; no further action comes.
        case end(RunEnding)
    }

    enum Phase: Sendable {
        case running
        case resting
        case draining(RunEnding, until: Duration)
        case ended
    }

    /// A call that was begun and is not done.
    struct Ticket: Sendable {
        let call: Call
        var attempts = 0
        /// Attempts that count against the retries.
        var countedFailures = 0
        var askedAt: Duration = .zero
        /// How many answers the lane had when the last attempt began.
        var answersWhenAsked = 0
        var isAsking = false
    }

    /// A call to be made again.
    struct Waiting: Sendable {
        var due: Duration
        var id: Int
    }

    let settings: Settings
    let jitter: @Sendable () -> Double
    var phase = Phase.running
    var lanes: [Lane]
    var tickets: [Int: Ticket] = [:]
    /// Calls to be made again, earliest first.
    var waiting: [Waiting] = []
    var ledger: Ledger
    /// The lane whose turn it is to begin a call.
    var turn = 0
    var actions: [Action] = []
    /// The time of the latest event.
    private var latest: Duration = .zero

    /// A scheduler at time 0 with nothing to do yet.
    ///
    /// `jitter` gives numbers in 0…1, the share of the bound that a retry waits ("full jitter" of the AWS Architecture Blog, 2015).
    public init(lanes: [LaneSettings], settings: Settings, jitter: @escaping @Sendable () -> Double) {
        self.settings = settings
        self.jitter = jitter
        self.lanes = lanes.map { Lane($0, jobs: settings.jobs) }
        ledger = Ledger(budget: settings.budget)
    }

    /// What was spent on calls that are done.
    public var spent: Spending { ledger.spent }
    /// How many calls are under way.
    public var asking: Int { lanes.reduce(0) { $0 + $1.asking } }

    /// Whether the run is about to end.
    public var isStopping: Bool {
        switch phase {
        case .draining, .ended: true
        case .running, .resting: false
        }
    }

    /// How many calls a lane has in store beyond those begun.
    public func backlog(ofLane lane: Int) -> Int { lanes[lane].queue.count }

    /// How many calls of a lane may be under way just now.
    public func limit(ofLane lane: Int) -> Int { lanes[lane].limit }

    /// Takes in an event and says what follows from it; `now` never goes back.
    public mutating func handle(_ event: Event, at now: Duration) -> [Action] {
        actions.removeAll(keepingCapacity: true)
        latest = now
        switch event {
        case .offered(let calls): offer(calls)
        case .exhausted(let lane): lanes[lane].isExhausted = true
        case .reopened: reopen()
        case .answered(let id, let spent): answered(id, spent)
        case .failed(let id, let error): failed(id, error, now)
        case .tick: break
        case .stop(let ending): stop(ending, now)
        case .cancel: cancel()
        }
        advance(now)
        return actions
    }

    /// When the scheduler wants a ``Event/tick`` at the latest, or nil when only other events can change anything.
    public var nextWake: Duration? {
        switch phase {
        case .ended, .resting: return nil
        case .draining(_, let until): return until
        case .running: break
        }
        // What is due already waits for another event, such as a free place, and needs no tick.
        var earliest = waiting.first { $0.due > latest }?.due ?? settings.budget.time
        for time in lanes.map(\.pausedUntil) + [settings.budget.time] {
            if let time, time > latest { earliest = min(earliest ?? time, time) }
        }
        return earliest
    }

    private mutating func offer(_ calls: [Call]) {
        guard case .running = phase else { return }
        for call in calls { lanes[call.lane].queue.append(call) }
    }

    private mutating func reopen() {
        guard case .resting = phase else { return }
        phase = .running
        for lane in lanes.indices { lanes[lane].isExhausted = false }
    }

    private mutating func answered(_ id: Int, _ spent: Spending) {
        guard let ticket = tickets[id], ticket.isAsking else { return }
        finish(id)
        ledger.settle(ticket.call.estimate, used: spent)
        lanes[ticket.call.lane].asking -= 1
        lanes[ticket.call.lane].noteAnswer()
    }

    /// Frees the place that a call holds in its lane.
    mutating func finish(_ id: Int) {
        guard let ticket = tickets.removeValue(forKey: id) else { return }
        lanes[ticket.call.lane].active -= 1
    }

    /// Asks nothing new: what waits is dropped, what is under way may finish within the grace.
    mutating func stop(_ ending: RunEnding, _ now: Duration) {
        switch phase {
        case .draining, .ended: return
        case .running, .resting: break
        }
        for lane in lanes.indices { lanes[lane].queue.removeAll() }
        for waiting in waiting {
            finish(waiting.id)
            actions.append(.drop(waiting.id))
        }
        waiting.removeAll()
        phase = .draining(ending, until: now + settings.grace)
    }

    private mutating func cancel() {
        switch phase {
        case .ended: return
        case .running, .resting: end(.interrupted)
        case .draining(let ending, _): end(ending)
        }
    }

    /// Ends the run, breaking off what is under way.
    mutating func end(_ ending: RunEnding) {
        if asking > 0 { actions.append(.cancelCalls) }
        actions.append(.end(ending))
        phase = .ended
    }
}
