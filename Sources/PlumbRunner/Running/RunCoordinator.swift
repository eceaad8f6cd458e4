import PlumbModel

/// Carries out what the scheduler decides: hands attempts to workers, reports back to it, and keeps its time.
actor RunCoordinator {
    /// What the run waits for.
    enum Milestone: Sendable {
        /// Every trial of the open repetitions is done.
        case sweepDone
        /// Nothing more is asked.
        case ended(RunEnding)
    }

    /// Whom a lane asks, and how long an attempt may take.
    struct LaneContext: Sendable {
        let backend: any Backend
        let timeout: Duration
    }

    private struct Flight {
        let worker: Int
        let deadline: Duration
    }

    private let plan: Plan
    private let lanes: [LaneContext]
    private let jobs: Int
    private let pipeline: Pipeline
    private let origin: ContinuousClock.Instant
    private var scheduler: Scheduler

    private var prepared: [Int: PreparedTrial] = [:]
    private var ready: [Attempt] = []
    private var flights: [Int: Flight] = [:]
    private var workers: [Int: Task<Void, Never>] = [:]
    /// Workers whose attempt was broken off and that have not noticed yet.
    private var leaving: Set<Int> = []
    private var idle: [(worker: Int, waiter: CheckedContinuation<Attempt?, Never>)] = []
    private var nextWorker = 0
    private var retirement: CheckedContinuation<Void, Never>?

    private var timer: Task<Void, Never>?
    private var armedFor: Duration?
    private var nextDeadline: Duration?

    private var openThrough = -1
    private var feeders: [Int: CheckedContinuation<Bool, Never>] = [:]
    private var parked: [CheckedContinuation<Bool, Never>] = []
    private var startedLanes: [Int] = []

    /// Whether the next release of what others have set aside is waited for.
    private var awaitsRelease = false

    private var milestones: [Milestone] = []
    private var driver: CheckedContinuation<Milestone, Never>?
    private var hasEnded = false

    init(
        plan: Plan, lanes: [LaneContext], scheduler: Scheduler, pipeline: Pipeline
    ) {
        self.plan = plan
        self.lanes = lanes
        self.pipeline = pipeline
        self.scheduler = scheduler
        jobs = scheduler.settings.jobs
        origin = scheduler.allowance.origin
    }

    private var now: Duration { ContinuousClock.now - origin }

    // MARK: The driver

    /// Lets the trials up to a repetition be asked.
    func open(through repetition: Int) {
        openThrough = repetition
        handle(.reopened)
        for feeder in parked { feeder.resume(returning: true) }
        parked = []
    }

    /// Waits for the next thing the run must decide on.
    func milestone() async -> Milestone {
        if !milestones.isEmpty { return milestones.removeFirst() }
        return await withCheckedContinuation { driver = $0 }
    }

    /// Asks nothing new; what is under way may finish within the grace.
    func stop(_ ending: RunEnding) { handle(.stop(ending)) }

    /// Does what a person or the system asked of the run.
    func obey(_ signal: RunControl.Signal) {
        switch signal {
        case .decide: handle(.stop(.decided))
        case .cancel: handle(.cancel)
        case .interrupt where scheduler.isStopping: handle(.cancel)
        case .interrupt:
            let calls = scheduler.asking
            if calls > 0 {
                let subject = calls == 1 ? "1 call" : "\(calls) calls"
                tell(.warning("stopping: waiting for \(subject) under way; interrupt again to break off"))
            }
            handle(.stop(.interrupted))
        }
    }

    /// Waits until no worker asks any more, at most for the time given.
    func retire(within limit: Duration) async {
        guard !workers.isEmpty || !leaving.isEmpty else { return }
        timer = Task { [weak self] in
            try? await Task.sleep(for: limit)
            await self?.endRetirement()
        }
        await withCheckedContinuation { retirement = $0 }
        timer?.cancel()
    }

    /// What happened until now that answers do not show.
    var weather: WeatherReport { scheduler.weather }

    /// The lanes whose backends were started.
    var started: [Int] { startedLanes }

    private func endRetirement() {
        retirement?.resume()
        retirement = nil
    }

    // MARK: The feeds

    /// Whether a feed may go on with a repetition; waits until it is opened.
    func enter(repetition: Int, lane: Int) async -> Bool {
        if repetition <= openThrough { return !scheduler.isStopping }
        handle(.exhausted(lane: lane))
        if scheduler.isStopping { return false }
        return await withCheckedContinuation { parked.append($0) }
    }

    /// Whether anything more is asked.
    var isWanted: Bool { !scheduler.isStopping }

    /// Takes trials to ask; returns whether more are wanted, when they are.
    func offer(_ trials: [PreparedTrial], lane: Int) async -> Bool {
        for trial in trials { prepared[trial.planned.index] = trial }
        handle(.offered(trials.map(\.call)))
        if scheduler.isStopping { return false }
        if scheduler.backlog(ofLane: lane) < LaneFeed.chunk { return true }
        return await withCheckedContinuation { feeders[lane] = $0 }
    }

    /// Notes that a lane has no further trials.
    func exhausted(lane: Int) { handle(.exhausted(lane: lane)) }

    /// Makes a lane's backend ready; ends the run when that fails.
    nonisolated func start(_ backend: any Backend, lane: Int) async -> Bool {
        await noteStart(of: lane)
        do throws(BackendError) {
            try await backend.start()
            return true
        } catch {
            await stop(.backendFailed(error))
            return false
        }
    }

    private func noteStart(of lane: Int) { startedLanes.append(lane) }

    // MARK: The workers

    /// Takes in what came of a worker's attempt and gives it the next one; nil when the worker is no longer needed.
    func exchange(_ report: Attempt.Report?, worker: Int) async -> Attempt? {
        if let report {
            guard flights[report.id]?.worker == worker else { return dismiss(worker) }
            flights[report.id] = nil
            take(report)
            // Asking on before the answer is kept would let a kill lose more answers than there are calls at once.
            await pipeline.checkpoint()
        }
        if let attempt = ready.popLast() {
            assign(attempt, to: worker)
            return attempt
        }
        if hasEnded { return dismiss(worker) }
        return await withCheckedContinuation { idle.append((worker, $0)) }
    }

    private func take(_ report: Attempt.Report) {
        guard let trial = prepared[report.id] else { return }
        switch report.outcome {
        case .success(let completion):
            prepared[report.id] = nil
            let answered = trial.trial(
                .answered(completion), latency: report.latency, attempts: report.number, startedAt: report.startedAt)
            pipeline.post(CollectionOfOne(.trial(answered, trial.planned)))
            handle(.answered(report.id, spent: trial.spent(on: completion, in: plan)))
        case .failure(let error): fail(report.id, error, latency: report.latency, startedAt: report.startedAt)
        }
    }

    private func fail(_ id: Int, _ error: BackendError, latency: Duration, startedAt: Double) {
        let actions = scheduler.handle(.failed(id, error), at: now)
        for case .giveUp(id, let error, let attempts) in actions {
            guard let trial = prepared.removeValue(forKey: id) else { continue }
            let failed = trial.trial(
                .failed(TrialError(kind: error.kind, message: error.message)), latency: latency, attempts: attempts,
                startedAt: startedAt)
            pipeline.post(CollectionOfOne(.trial(failed, trial.planned)))
        }
        perform(actions)
    }

    private func dismiss(_ worker: Int) -> Attempt? {
        workers[worker] = nil
        leaving.remove(worker)
        if workers.isEmpty, leaving.isEmpty { endRetirement() }
        return nil
    }

    private func assign(_ attempt: Attempt, to worker: Int) {
        let deadline = now + lanes[prepared[attempt.id]?.lane ?? 0].timeout
        flights[attempt.id] = Flight(worker: worker, deadline: deadline)
        if let nextDeadline, nextDeadline <= deadline { return }
        nextDeadline = deadline
        arm()
    }

    private func deliver(_ attempt: Attempt) {
        if let (worker, waiter) = idle.popLast() {
            assign(attempt, to: worker)
            waiter.resume(returning: attempt)
            return
        }
        ready.append(attempt)
        guard workers.count < jobs else { return }
        let worker = nextWorker
        nextWorker += 1
        workers[worker] = Task { await Self.work(for: self, as: worker) }
    }

    private nonisolated static func work(for coordinator: RunCoordinator, as worker: Int) async {
        var report: Attempt.Report?
        while let attempt = await coordinator.exchange(report, worker: worker) { report = await attempt.make() }
    }

    // MARK: The scheduler

    private func handle(_ event: Scheduler.Event) { perform(scheduler.handle(event, at: now)) }

    private func perform(_ actions: [Scheduler.Action]) {
        for action in actions {
            switch action {
            case .ask(let id, let attempt):
                guard let trial = prepared[id] else { continue }
                deliver(Attempt(id: id, number: attempt, request: trial.request, backend: lanes[trial.lane].backend))
            case .retry(let id, let attempt, let after, let error):
                guard let trial = prepared[id] else { continue }
                tell(.retrying(trial.request.trial, attempt: attempt, after: after, error: error))
            case .giveUp(let id, _, _), .drop(let id): prepared[id] = nil
            case .warn(let text): tell(.warning(text))
            case .cancelCalls: breakOff()
            case .sweepDone: reach(.sweepDone)
            case .end(let ending): end(ending)
            }
        }
        wakeFeeds()
        arm()
        awaitRelease()
    }

    /// Goes on when others have settled calls whose reserve a call of this run needs.
    private func awaitRelease() {
        guard let hold = scheduler.hold, !awaitsRelease else { return }
        awaitsRelease = true
        hold.onRelease { [weak self] in Task { await self?.noteRelease() } }
    }

    private func noteRelease() {
        awaitsRelease = false
        handle(.tick)
    }

    private func tell(_ event: RunEvent) { pipeline.post(CollectionOfOne(.event(event))) }

    private func reach(_ milestone: Milestone) {
        if let driver {
            self.driver = nil
            driver.resume(returning: milestone)
        } else {
            milestones.append(milestone)
        }
    }

    private func breakOff() {
        for flight in flights.values { release(flight.worker) }
        flights = [:]
    }

    /// Breaks off a worker's attempt and gives its place to another.
    private func release(_ worker: Int) {
        workers.removeValue(forKey: worker)?.cancel()
        leaving.insert(worker)
    }

    private func end(_ ending: RunEnding) {
        hasEnded = true
        timer?.cancel()
        ready = []
        for (worker, waiter) in idle {
            _ = dismiss(worker)
            waiter.resume(returning: nil)
        }
        idle = []
        for feeder in parked + Array(feeders.values) { feeder.resume(returning: false) }
        parked = []
        feeders = [:]
        reach(.ended(ending))
    }

    private func wakeFeeds() {
        guard !feeders.isEmpty else { return }
        for (lane, feeder) in feeders {
            guard scheduler.isStopping || scheduler.backlog(ofLane: lane) < LaneFeed.chunk / 2 else { continue }
            feeders[lane] = nil
            feeder.resume(returning: !scheduler.isStopping)
        }
    }

    // MARK: Time

    private func arm() {
        guard !hasEnded, let wake = [scheduler.nextWake, nextDeadline].compactMap({ $0 }).min() else { return }
        if let armedFor, armedFor <= wake { return }
        timer?.cancel()
        armedFor = wake
        let instant = origin + wake
        timer = Task { [weak self] in
            guard (try? await Task.sleep(until: instant, clock: .continuous)) != nil else { return }
            await self?.wake()
        }
    }

    private func wake() {
        armedFor = nil
        breakOffOverdue()
        handle(.tick)
    }

    /// Gives up attempts that take too long, whatever their backend does about it.
    private func breakOffOverdue() {
        guard let deadline = nextDeadline, deadline <= now else { return }
        let time = now
        let overdue = flights.filter { $0.value.deadline <= time }
        for id in overdue.keys { flights[id] = nil }
        nextDeadline = flights.values.map(\.deadline).min()
        for (id, flight) in overdue.sorted(by: { $0.key < $1.key }) {
            release(flight.worker)
            let timeout = lanes[prepared[id]?.lane ?? 0].timeout
            fail(
                id, BackendError(.timeout, "no answer within \(timeout.shownSeconds) s"), latency: timeout,
                startedAt: WallClock.now() - timeout.inSeconds)
        }
    }
}
