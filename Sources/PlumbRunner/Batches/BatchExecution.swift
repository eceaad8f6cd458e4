import PlumbModel

/// One execution of a run in batches, from the first event to the last: does what the schedule decides, one thing at a time.
struct BatchExecution {
    private let runner: BatchRunner
    private let record: RunRecord
    private let wait: @Sendable (BatchProgress) async -> Void
    private let emit: @Sendable (RunEvent) async -> Void
    private let pipeline: Pipeline
    private let allowance: Allowance
    private let stop = BatchStop()
    private var lanes: [BatchLane]
    private var schedule: BatchSchedule
    private var closed: [BatchRecord.Entry]
    private var weather: [WeatherReport.Lane]
    /// Places of trials that are kept or in a batch.
    private var taken: DoneSet
    /// Places of trials that are kept.
    private var kept: DoneSet
    /// What was set aside for trials that this invocation handed over.
    private var reserved: [Int: Spending] = [:]
    /// The names of the backends that were started.
    private var started: Set<String> = []
    /// The requests of the batch that is handed over next.
    private var packed: (label: String, items: [BatchItem])?

    init(
        runner: BatchRunner, record: RunRecord, wait: @escaping @Sendable (BatchProgress) async -> Void,
        emit: @escaping @Sendable (RunEvent) async -> Void
    ) {
        self.runner = runner
        self.record = record
        self.wait = wait
        self.emit = emit
        let plan = runner.plan
        let grading = TrialGrading(plan: plan, grade: runner.grade, width: max(1, runner.options.jobs))
        pipeline = Pipeline(journal: runner.journal, grading: grading, emit: emit)
        allowance = Allowance(runner.options.budget, within: runner.allowance)
        lanes = BatchLane.lanes(for: plan, backends: runner.backends)
        weather = lanes.map { WeatherReport.Lane(name: "backend '\($0.name)'") }
        taken = DoneSet(capacity: plan.trialCount)
        kept = DoneSet(capacity: plan.trialCount)
        let known = record.batches?.entries ?? []
        closed = known.filter { !$0.isOpen }
        var settings = BatchSchedule.Settings(retries: max(0, runner.options.retries))
        settings.firstLook = runner.options.firstLook
        settings.longestLook = runner.options.longestLook
        settings.waiting = runner.options.waiting
        let open = known.compactMap { [lanes] entry in Self.batch(entry, lanes, plan) }
        schedule = BatchSchedule(lanes: lanes.count, settings: settings, batches: open)
    }

    private var now: Duration { ContinuousClock.now - allowance.origin }

    /// Runs to the end; see ``BatchRunner/run(_:control:wait:emit:)``.
    mutating func run(control: RunControl) async -> RunEnding {
        let stop = stop
        pipeline.start { stop.stop(.storeFailed($0)) }
        control.attach { stop.obey($0) }
        do throws(StoreError) {
            try await begin()
            try await carryOut()
        } catch {
            schedule.stop(.storeFailed(error))
        }
        control.detach()
        var ending = RunEnding.complete
        if case .end(let reached) = schedule.next(at: now) { ending = reached }
        return await finish(ending)
    }

    /// Tells of the trials that are kept, and notes which are in batches.
    private mutating func begin() async throws(StoreError) {
        let done = try await KeptTrials(of: runner.plan, in: runner.journal)
        kept = done.places
        taken = kept
        for batch in schedule.open { for place in batch.places.all where place < runner.plan.trialCount { taken.insert(place) } }
        pipeline.post(CollectionOfOne(.event(.started(record, trials: runner.plan.totals, alreadyDone: done.byVariant))))
        let warnings = runner.plan.warnings(about: runner.options.budget, within: runner.allowance)
        pipeline.post(warnings.map { .event(.warning($0)) })
        var replay = JournalReplay(journal: runner.journal, plan: runner.plan, pipeline: pipeline, isAtEnd: kept.count == 0)
        try await replay.advance(through: runner.plan.repetitions.upperBound)
        for lane in Set(schedule.open.map(\.lane)).sorted() { _ = await isReady(lane) }
    }

    /// Makes a lane's backend ready once; ends the run when that fails.
    private mutating func isReady(_ lane: Int) async -> Bool {
        guard started.insert(lanes[lane].name).inserted else { return true }
        let backend = lanes[lane].backend
        let result = await stop.call { () async throws(BackendError) in try await backend.start() }
        guard case .failure(let error) = result else { return true }
        schedule.stop(.backendFailed(error))
        return false
    }

    private mutating func carryOut() async throws(StoreError) {
        while true {
            if let ending = stop.ending { schedule.stop(ending) }
            if let limit = allowance.timeLimit, now >= limit.moment {
                schedule.stop(.budgetReached("the time limit of \(limit.limit.shownSeconds) s"))
            }
            switch schedule.next(at: now) {
            case .open(let lane): try await open(lane)
            case .submit(let label): try await submit(label)
            case .find(let label): try await find(label)
            case .look(let label): try await look(label)
            case .fetch(let label): try await fetch(label)
            case .wait(let moment): await pause(until: moment)
            case .end: return
            }
        }
    }

    private func pause(until moment: Duration) async {
        await pipeline.flush()
        let open = schedule.open
        let progress = BatchProgress(
            batches: open.count, trials: open.reduce(0) { $0 + $1.count },
            done: open.reduce(0) { $0 + min($1.count, $1.counts.answered + $1.counts.failed) },
            since: open.map(\.submittedAt).min() ?? WallClock.now())
        await wait(progress)
        await stop.sleep(for: min(moment, allowance.timeLimit?.moment ?? moment) - now)
    }

    // MARK: Handing over

    /// Puts trials of a lane together to a batch and notes it.
    private mutating func open(_ lane: Int) async throws(StoreError) {
        var group = BatchGroup(limits: lanes[lane].backend.limits.atMost(schedule.most(lane: lane), bytes: runner.options.mostBytes))
        var (attempt, waiting) = schedule.takeWaiting(lane: lane)
        var goesOn = true
        while goesOn, stop.ending == nil {
            let trials = next(lane, attempt, &waiting)
            if trials.isEmpty {
                if attempt == 1 { schedule.drained(lane: lane) }
                break
            }
            await pipeline.room()
            let prepared = try await preparation.open(trials, lane: lane)
            guard !prepared.isEmpty else { continue }
            goesOn = await isReady(lane) && add(prepared, to: &group, lane: lane, attempt: attempt)
        }
        schedule.enqueue(waiting, attempt: attempt, lane: lane)
        guard !group.items.isEmpty else { return }
        let label = "plumb-\(record.id)-\(String(UInt32.random(in: .min ... .max), radix: 16))"
        for place in group.places { taken.insert(place) }
        schedule.opened(label, lane: lane, attempt: attempt, places: TrialPlaces(group.places), submittedAt: WallClock.now())
        packed = (label, group.items)
        try await keep()
    }

    /// Some trials of a lane to ask: those that wait, then, at the first attempt, those never asked.
    private mutating func next(_ lane: Int, _ attempt: Int, _ waiting: inout [Int]) -> [PlannedTrial] {
        guard waiting.isEmpty else {
            let trials = waiting.prefix(LaneFeed.chunk).map(runner.plan.trial(at:))
            waiting.removeFirst(trials.count)
            return trials
        }
        return attempt == 1 ? lanes[lane].next(LaneFeed.chunk, of: runner.plan, without: taken) : []
    }

    /// Adds trials to a batch; false when some did not fit, which are put back.
    private mutating func add(_ trials: [PreparedTrial], to group: inout BatchGroup, lane: Int, attempt: Int) -> Bool {
        for (offset, trial) in trials.enumerated() {
            if add(trial, to: &group, lanes[lane].backend) { continue }
            schedule.enqueue(trials[offset...].map(\.planned.index), attempt: attempt, lane: lane)
            return false
        }
        return true
    }

    private var preparation: TrialPreparation {
        TrialPreparation(
            plan: runner.plan, journal: runner.journal, cache: runner.options.cache, pipeline: pipeline, service: .batch)
    }

    /// Adds a trial to a batch, with what it may use set aside; false when it is to be asked later, if at all.
    private mutating func add(_ trial: PreparedTrial, to group: inout BatchGroup, _ backend: any BatchBackend) -> Bool {
        let item: BatchItem
        do throws(BackendError) {
            item = try backend.item(BatchRecord.name(of: trial.request.trial, run: record.id), asking: trial.request)
            if group.isTooLarge(item) { throw BackendError(.invalidRequest, "the request is too large for a batch") }
        } catch {
            if error.disposition == .endRun {
                schedule.stop(.backendFailed(error))
                return false
            }
            let failed = trial.trial(
                .failed(TrialError(kind: error.kind, message: error.message)), attempts: 0, provenance: .batch,
                startedAt: WallClock.now())
            pipeline.post(CollectionOfOne(.trial(failed, trial.planned)))
            return true
        }
        guard group.hasRoom(for: item) else { return false }
        switch allowance.reserve(trial.estimate) {
        case .granted: break
        case .held:
            schedule.held()
            return false
        case .refused(let limit):
            schedule.exhausted(limit)
            return false
        }
        reserved[trial.planned.index] = trial.estimate
        group.add(item, place: trial.planned.index)
        return true
    }

    private mutating func submit(_ label: String) async throws(StoreError) {
        guard let batch = schedule[label] else { return }
        let backend = lanes[batch.lane].backend
        let items = packed?.label == label ? packed?.items ?? [] : self.items(of: batch, backend)
        let result = await stop.call { () async throws(BackendError) in try await backend.submit(items, label: label) }
        switch result {
        case .success(let ticket):
            packed = nil
            schedule.submitted(label, ticket, at: now)
            try await keep()
        case .failure(let error):
            if error.disposition == .retry { weather[batch.lane].retried[error.kind, default: 0] += 1 }
            schedule.submitFailed(label, error, at: now)
        }
    }

    /// The requests of a batch that was noted by an earlier invocation.
    private func items(of batch: BatchSchedule.Batch, _ backend: any BatchBackend) -> [BatchItem] {
        batch.places.all.filter { $0 < runner.plan.trialCount && !kept.contains($0) }.compactMap { place in
            guard let request = try? runner.plan.request(for: runner.plan.trial(at: place)) else { return nil }
            return try? backend.item(BatchRecord.name(of: request.trial, run: record.id), asking: request)
        }
    }

    private mutating func find(_ label: String) async throws(StoreError) {
        guard let batch = schedule[label] else { return }
        let backend = lanes[batch.lane].backend
        let clue = BatchClue(
            label: label, items: batch.count, submittedAt: batch.submittedAt,
            known: Set(schedule.batches.compactMap(\.stage.ticket?.id) + closed.compactMap(\.id)))
        let result = await stop.call { () async throws(BackendError) in try await backend.find(clue) }
        switch result {
        case .success(let ticket?):
            schedule.submitted(label, ticket, at: now)
            try await keep()
        case .success(nil): schedule.notFound(label, at: now)
        // A server that lists no batches cannot be asked: the batch is handed over once more.
        case .failure(let error) where [.unavailable, .invalidRequest].contains(error.kind): schedule.notFound(label, at: now)
        case .failure(let error): schedule.submitFailed(label, error, at: now)
        }
    }

    // MARK: Taking in

    private mutating func look(_ label: String) async throws(StoreError) {
        guard let batch = schedule[label], let ticket = batch.stage.ticket else { return }
        let backend = lanes[batch.lane].backend
        switch await stop.call({ () async throws(BackendError) in try await backend.state(of: ticket) }) {
        case .success(let state):
            schedule.looked(label, state, at: now)
            guard case .refused = state else { return }
            release(batch)
            try await keep()
        case .failure(let error): schedule.lookFailed(label, error, at: now)
        }
    }

    private mutating func fetch(_ label: String) async throws(StoreError) {
        guard let batch = schedule[label], case .ended(let ticket, let missing) = batch.stage else { return }
        let harvest = BatchHarvest(
            batch, run: record.id, plan: runner.plan, kept: kept, pipeline: pipeline, mayRetry: schedule.mayRetry(batch),
            reserved: reserved, allowance: allowance)
        let backend = lanes[batch.lane].backend
        let result = await stop.call { () async throws(BackendError) in
            try await backend.results(of: ticket) { answers in await harvest.take(answers) }
        }
        if case .success = result { await harvest.finish(missing: missing) }
        // The batch must not be forgotten before its answers are kept.
        await pipeline.checkpoint()
        let yield = harvest.yield
        for place in yield.done {
            kept.insert(place)
            reserved[place] = nil
        }
        for place in yield.again { reserved[place] = nil }
        if let error = pipeline.storeError { throw error }
        switch result {
        case .success:
            note(yield, of: batch)
            schedule.fetched(label, again: yield.again, fatal: yield.fatal)
            try await keep()
        case .failure(let error): schedule.lookFailed(label, error, at: now)
        }
    }

    private mutating func note(_ yield: BatchHarvest.Yield, of batch: BatchSchedule.Batch) {
        weather[batch.lane].retried.merge(yield.retried, uniquingKeysWith: +)
        weather[batch.lane].givenUp.merge(yield.givenUp, uniquingKeysWith: +)
        guard yield.strangers > 0 else { return }
        pipeline.post(
            CollectionOfOne(.event(.warning("\(yield.strangers) answers of batch \(batch.label) bear names that nobody gave"))))
    }

    /// Gives back what was set aside for a batch that was never asked.
    private mutating func release(_ batch: BatchSchedule.Batch) {
        for place in batch.places.all {
            if let estimate = reserved.removeValue(forKey: place) { allowance.settle(estimate, used: Spending()) }
        }
    }

    // MARK: Keeping and ending

    /// Notes the batches durably.
    private func keep() async throws(StoreError) {
        let entries = schedule.batches.map { batch in
            BatchRecord.Entry(
                label: batch.label, id: batch.stage.ticket?.id, backend: lanes[batch.lane].name, attempt: batch.attempt,
                submittedAt: batch.submittedAt, count: batch.count, places: batch.isOpen ? batch.places : nil)
        }
        try await runner.keep(BatchRecord(entries: closed + entries))
    }

    /// A batch as an earlier invocation left it; nil when it is closed or its trials are none of the plan's.
    private static func batch(_ entry: BatchRecord.Entry, _ lanes: [BatchLane], _ plan: Plan) -> BatchSchedule.Batch? {
        guard let places = entry.places, let first = places.runs.first?.lowerBound, first < plan.trialCount else { return nil }
        let variant = plan.trial(at: first).variant
        guard let lane = lanes.firstIndex(where: { $0.variants.contains(variant) }) else { return nil }
        var batch = BatchSchedule.Batch(
            label: entry.label, lane: lane, attempt: entry.attempt, places: places, submittedAt: entry.submittedAt,
            stage: entry.id.map { .working(BatchTicket(id: $0)) } ?? .unsure)
        batch.isUnseen = true
        return batch
    }

    private func finish(_ reached: RunEnding) async -> RunEnding {
        await pipeline.finish()
        var ending = pipeline.storeError.map(RunEnding.storeFailed) ?? reached
        do throws(StoreError) { try await runner.journal.end(ending.status) } catch { ending = .storeFailed(error) }
        await emit(.weather(WeatherReport(lanes: weather)))
        await emit(.ended(ending))
        for name in started { await runner.backends[name]?.stop() }
        return ending
    }
}

extension BatchLimits {
    /// These limits with no more than so many requests and bytes.
    fileprivate func atMost(_ requests: Int, bytes: Int) -> BatchLimits {
        BatchLimits(requests: min(self.requests, requests), bytes: min(self.bytes, bytes))
    }
}
