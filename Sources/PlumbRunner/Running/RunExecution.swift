import PlumbModel

/// One execution of a runner, from the first event to the last.
struct RunExecution: Sendable {
    let runner: Runner
    let record: RunRecord
    let emit: @Sendable (RunEvent) async -> Void
    private let pipeline: Pipeline
    private let coordinator: RunCoordinator

    init(runner: Runner, record: RunRecord, emit: @escaping @Sendable (RunEvent) async -> Void) {
        self.runner = runner
        self.record = record
        self.emit = emit
        let grading = TrialGrading(plan: runner.plan, grade: runner.grade, width: max(1, runner.options.jobs))
        pipeline = Pipeline(journal: runner.journal, grading: grading, emit: emit)
        var settings = Scheduler.Settings(jobs: runner.options.jobs, retries: runner.options.retries)
        settings.grace = runner.options.grace
        let scheduler = Scheduler(
            lanes: runner.lanes.map(\.settings), settings: settings,
            allowance: Allowance(runner.options.budget, within: runner.allowance), jitter: runner.options.jitter)
        coordinator = RunCoordinator(
            plan: runner.plan, lanes: runner.lanes.map { RunCoordinator.LaneContext(backend: $0.backend, timeout: $0.timeout) },
            scheduler: scheduler, pipeline: pipeline)
    }

    /// Runs to the end; see ``Runner/run(_:control:afterSweep:emit:)``.
    func run(control: RunControl, afterSweep: (@Sendable (Int) async -> SweepDecision)?) async -> RunEnding {
        let coordinator = coordinator
        pipeline.start { await coordinator.stop(.storeFailed($0)) }
        control.attach { signal in Task { await coordinator.obey(signal) } }
        let ending: RunEnding
        do throws(StoreError) {
            let done = try await KeptTrials(of: runner.plan, in: runner.journal)
            pipeline.post(CollectionOfOne(.event(.started(record, trials: runner.plan.totals, alreadyDone: done.byVariant))))
            let warnings = runner.plan.warnings(about: runner.options.budget, within: runner.allowance)
            pipeline.post(warnings.map { .event(.warning($0)) })
            ending = await sweep(done.places, afterSweep)
        } catch {
            ending = .storeFailed(error)
        }
        control.detach()
        return await finish(ending)
    }

    /// Opens one sweep after another, or all at once when nobody decides between them.
    private func sweep(_ done: DoneSet, _ afterSweep: (@Sendable (Int) async -> SweepDecision)?) async -> RunEnding {
        let last = runner.plan.repetitions.count - 1
        var replay = JournalReplay(journal: runner.journal, plan: runner.plan, pipeline: pipeline, isAtEnd: done.count == 0)
        var open = afterSweep == nil ? last : 0
        await self.open(through: open, &replay)
        let feeds = feed(done)
        while true {
            switch await coordinator.milestone() {
            case .ended(let ending):
                for feed in feeds { feed.cancel() }
                for feed in feeds { await feed.value }
                return ending
            case .sweepDone:
                await pipeline.flush()
                let decision = await afterSweep?(open) ?? .askOn
                if let ending = decision.ending {
                    await coordinator.stop(ending)
                } else if open == last {
                    await coordinator.stop(.complete)
                } else {
                    open += 1
                    await self.open(through: open, &replay)
                }
            }
        }
    }

    /// Tells what was kept of the repetitions up to one, then lets the rest of them be asked.
    private func open(through repetition: Int, _ replay: inout JournalReplay) async {
        do throws(StoreError) {
            try await replay.advance(through: repetition)
            await coordinator.open(through: repetition)
        } catch {
            await coordinator.stop(.storeFailed(error))
        }
    }

    private func feed(_ done: DoneSet) -> [Task<Void, Never>] {
        let coordinator = coordinator
        return runner.lanes.enumerated().map { index, lane in
            let feed = LaneFeed(
                plan: runner.plan, lane: index, variants: lane.variants, backend: lane.backend, journal: runner.journal,
                cache: runner.options.cache, done: done, pipeline: pipeline)
            return Task { await feed.run(coordinator) }
        }
    }

    /// Tells everything, marks the run, says why it ended and releases the backends.
    private func finish(_ reached: RunEnding) async -> RunEnding {
        await coordinator.stop(reached)
        await coordinator.retire(within: Runner.retirement)
        await pipeline.finish()
        var ending = pipeline.storeError.map(RunEnding.storeFailed) ?? reached
        do throws(StoreError) { try await runner.journal.end(ending.status) } catch { ending = .storeFailed(error) }
        await emit(.weather(coordinator.weather))
        await emit(.ended(ending))
        for lane in await coordinator.started { await runner.lanes[lane].backend.stop() }
        return ending
    }
}

extension SweepDecision {
    /// How the run ends that decides so; nil while it goes on.
    fileprivate var ending: RunEnding? {
        switch self {
        case .askOn: nil
        case .decided: .decided
        case .pause: .paused
        }
    }
}

/// Tells of the trials that were kept before the run was resumed, one repetition after another.
struct JournalReplay {
    let journal: any TrialJournal
    let plan: Plan
    let pipeline: Pipeline
    private var page: [Trial] = []
    private var place = 0
    private var cursor: TrialCursor?
    private var isAtEnd: Bool

    init(journal: any TrialJournal, plan: Plan, pipeline: Pipeline, isAtEnd: Bool) {
        self.journal = journal
        self.plan = plan
        self.pipeline = pipeline
        self.isAtEnd = isAtEnd
    }

    /// Tells of the answered trials up to a repetition, without waiting for them to be graded.
    mutating func advance(through repetition: Int) async throws(StoreError) {
        while true {
            while place < page.count {
                let trial = page[place]
                guard trial.key.repetition <= repetition else { return }
                place += 1
                if trial.completion != nil, let index = plan.index(of: trial.key) {
                    pipeline.post(CollectionOfOne(.kept(trial, plan.trial(at: index))))
                }
            }
            guard !isAtEnd else { return }
            await pipeline.room()
            let next = try await journal.page(after: cursor)
            (page, place, cursor, isAtEnd) = (next.trials, 0, next.next, next.next == nil)
        }
    }
}
