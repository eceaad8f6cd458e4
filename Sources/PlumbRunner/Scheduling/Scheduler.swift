public import PlumbModel

/// Decides what is asked when and what follows from failures, without a clock and without asking.
///
/// Events go in with the time since ``Allowance/origin``, actions come out. A call holds its place in its lane until it is answered or
/// given up, also while it waits to be made again, so that a backend in trouble is not met with ever more calls.
///
/// What follows from a failure, by what its kind asks for:
///
/// - A limited rate (429) is waited out, as long as the server asks or by growing delays, by the call alone while others are
///   answered and by the whole lane when hardly any is. It uses up no retry and loses no trial; with
///   fewer calls at once it comes less often. Only a server that limits the rate of every call for ``Settings/limitedPatience`` without
///   answering one ends the run, which leaves what is open to be asked when the run is resumed; when nothing but calls under way is
///   open, they are given up.
/// - An overloaded server, a timeout, a broken connection or an answer that cannot be understood uses up one of ``Settings/retries``;
///   after the last the trial is given up. A wait that the server asks for holds the whole lane.
/// - A request that can never succeed is given up at once, and an error that no other call could survive ends the run.
/// - A backend that nobody can reach, or that loses one trial after another, ends the run with one error. A trial since whose first
///   attempt another was answered does not count for that, nor do those of a group that alone has never been answered while others
///   have: a prompt that always fails discards nothing else.
public struct Scheduler: Sendable {
    /// One trial's question, made in one or more attempts.
    public struct Call: Sendable, Hashable {
        /// A number that no other call of the run has.
        public var id: Int
        /// The lane it belongs to.
        public var lane: Int
        /// Which calls are alike, so that one says how others will fare: those of one variant.
        public var group: Int
        /// The most that one attempt may use.
        public var estimate: Spending
        /// The tokens that one attempt will likely use, for limits a minute.
        public var likelyTokens: Int

        /// A call to make; it will likely use as many tokens as it may, unless told.
        public init(id: Int, lane: Int, group: Int = 0, estimate: Spending = Spending(calls: 1), likelyTokens: Int? = nil) {
            self.id = id
            self.lane = lane
            self.group = group
            self.estimate = estimate
            self.likelyTokens = likelyTokens ?? estimate.tokens
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
        /// How many answers its lane had before the first attempt.
        var answersBefore = 0
        var askedAt: Duration = .zero
        /// How many calls of its lane were under way when the attempt began, with this one.
        var among = 0
        var isAsking = false
        /// What is set aside for the attempt under way.
        var reserved = Spending()
        var permit: Account.Permit?
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
    let allowance: Allowance
    /// What a call waits for that could begin if others had not set aside what it needs; nil when calls of this run are under way.
    public internal(set) var hold: Allowance.Hold?
    /// The lane whose turn it is to begin a call.
    var turn = 0
    var actions: [Action] = []
    /// The time of the latest event.
    private(set) var latest: Duration = .zero

    /// A scheduler with nothing to do yet, which spends what an allowance allows.
    ///
    /// `jitter` gives numbers in 0…1, the share of the bound that a retry waits ("full jitter" of the AWS Architecture Blog, 2015).
    public init(
        lanes: [LaneSettings], settings: Settings, allowance: Allowance = Allowance(), jitter: @escaping @Sendable () -> Double
    ) {
        self.settings = settings
        self.allowance = allowance
        self.jitter = jitter
        self.lanes = lanes.map { Lane($0, settings, account: allowance.account(named: $0.account, limits: $0.limits)) }
    }

    /// What was spent on calls that are done.
    public var spent: Spending { allowance.spent }
    /// What happened until now that answers do not show.
    public var weather: WeatherReport { WeatherReport(lanes: lanes.map { $0.weather.report(at: latest) }) }
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
        case .answered(let id, let spent): answered(id, spent, now)
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
        var earliest: Duration?
        // What is due already waits for another event, such as a free place, and needs no tick.
        func consider(_ moment: Duration?) {
            guard let moment, moment > latest else { return }
            earliest = min(earliest ?? moment, moment)
        }
        consider(waiting.first { $0.due > latest }?.due)
        consider(allowance.timeLimit?.moment)
        for lane in lanes {
            consider(lane.pausedUntil)
            consider(lane.opensAt)
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

    private mutating func answered(_ id: Int, _ spent: Spending, _ now: Duration) {
        guard let ticket = tickets[id], ticket.isAsking else { return }
        let lane = ticket.call.lane
        lanes[lane].noteAnswer(group: ticket.call.group, askedAt: ticket.askedAt, among: ticket.among, at: now)
        lanes[lane].surplus = lanes[lane].surplus.atLeast(spent.excess(over: ticket.call.estimate))
        settle(id, used: spent)
        finish(id)
    }

    /// Takes down what an attempt used that is no longer under way.
    mutating func settle(_ id: Int, used: Spending) {
        guard let ticket = tickets[id], ticket.isAsking else { return }
        tickets[id]?.isAsking = false
        lanes[ticket.call.lane].asking -= 1
        allowance.settle(ticket.reserved, used: used)
        if let permit = ticket.permit { lanes[ticket.call.lane].account.settle(permit, tokens: used.tokens) }
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
        // Calls that are broken off may have been worked on and charged.
        for (id, ticket) in tickets where ticket.isAsking { settle(id, used: ticket.reserved) }
        for lane in lanes { lane.account.experience = lane.experience(at: latest) }
        actions.append(.end(ending))
        phase = .ended
    }
}
