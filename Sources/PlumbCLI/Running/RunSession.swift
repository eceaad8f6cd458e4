import Foundation
import PlumbBackends
import PlumbMetrics
import PlumbModel
import PlumbReports
import PlumbRunner
import PlumbStore
import PlumbSuites

/// What one plan brought.
struct RunOutcome: Sendable {
    var suite: Suite
    var record: RunRecord
    var ending: RunEnding
    var tallies: [VariantTally]
    var weather = WeatherReport()
}

/// Decides after a sweep, given its number and what came back so far, whether to ask on.
typealias SweepHook = @Sendable (Int, [VariantTally]) async -> PlumbRunner.SweepDecision

/// Everything that the runs of one invocation share: store, backends, options.
struct RunSession: Sendable {
    let workspace: Workspace
    let store: RunStore
    let pool: BackendPool
    let factory: BackendFactory
    let options: RunOptions
    let quiet: Bool
    /// What all calls of the command may use together.
    let allowance: Allowance

    init(workspace: Workspace, options: RunOptions, quiet: Bool, suites: [Suite]) throws {
        self.workspace = workspace
        self.options = options
        self.quiet = quiet
        allowance = Allowance(options.wholeBudget)
        store = try workspace.openStore()
        factory = BackendFactory(
            environment: workspace.environment, projectRoot: workspace.project.root,
            toolsDirectory: workspace.toolsDirectory, concurrency: suites.map(\.jobs).max() ?? 1)
        pool = BackendPool(factory: factory)
    }

    /// Does work, then stops the backends and folds the store's log into its file, whatever happened.
    func closing<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        let result: Result<Value, any Error>
        do { result = .success(try await work()) } catch { result = .failure(error) }
        await pool.close()
        try? store.close()
        return try result.get()
    }

    /// The cases and variants that the command line selects.
    func selection(_ options: SelectionOptions, of suite: Suite) async throws -> Selection {
        var selection = Selection(
            text: options.filter, variants: suite.variantNames(meantBy: options.variant), cases: options.caseID, tags: options.tag,
            first: options.first)
        if options.failed {
            selection.among = try await StoredResults(workspace: workspace, store: store).failedCases(of: suite, variants: options.variant)
        }
        return selection
    }

    /// The plan of a suite, with the backends that will be asked.
    func plan(
        _ suite: Suite, selection: Selection, purpose: RunRecord.Purpose, repetitions: Int? = nil, extent: Plan.Extent = .fixed
    ) async throws -> (plan: Plan, backends: [String: any Backend]) {
        let selected = suite.variants.filter { selection.variants.isEmpty || selection.variants.contains($0.name) }
        let backends = try await backends(of: suite, variants: selected.isEmpty ? suite.variants : selected)
        do throws(PlanError) {
            let plan = try Plan(
                suite: suite, selection: selection, repetitions: repetitions, purpose: purpose, extent: extent,
                identities: backends.mapValues(\.identity))
            return (plan, backends)
        } catch {
            workspace.show(error.diagnostics)
            if case .nothingSelected = error { throw ExitStatus.nothingSelected.code }
            throw ExitStatus.invalidInput.code
        }
    }

    private func backends(of suite: Suite, variants: [Variant]) async throws -> [String: any Backend] {
        var backends: [String: any Backend] = [:]
        for name in Set(variants.map(\.backend)) {
            guard let configuration = suite.backends[name] else { continue }
            do throws(BackendError) {
                backends[name] = try await backend(configuration, suite: suite)
            } catch {
                workspace.showError(error.message, help: error.help)
                throw ExitStatus.couldNotMeasure.code
            }
        }
        return backends
    }

    private func backend(_ configuration: BackendConfiguration, suite: Suite) async throws(BackendError) -> any Backend {
        let recordings = suite.directory + "/recordings"
        if options.replay {
            var replay = configuration
            replay.kind = .replay(directory: recordings)
            return try await pool.backend(replay, suite: suite)
        }
        let live = try await pool.backend(configuration, suite: suite)
        return options.record ? RecordingBackend(live, suite: suite, directory: recordings, recordedOn: Date().formatted(.iso8601)) : live
    }

    /// Carries out a plan: continues a killed run of the same plan, or begins a new one.
    func run(
        _ plan: Plan, backends: [String: any Backend], control: RunControl,
        afterSweep: SweepHook? = nil
    ) async throws -> RunOutcome {
        let unpriced = allowance.limitsMoney || plan.suite.budget.money != nil ? plan.unpricedFindings() : []
        guard unpriced.isEmpty else {
            workspace.show(unpriced)
            throw ExitStatus.invalidInput.code
        }
        return try await workspace.withStore { () throws(StoreError) in
            try await carryOut(plan, try await openRun(plan), backends, control, afterSweep)
        }
    }

    /// How many sweeps an unfinished run of an equal plan has, so that it can be given more; 0 when a new one would be begun.
    func keptSweeps(of plan: Plan) async throws -> Int {
        guard !options.asksAnew else { return 0 }
        return try await workspace.withStore { () throws(StoreError) in
            let earlier = try await store.runs(.init(suite: plan.suite.name, purpose: plan.purpose))
            guard let record = earlier.first(where: { $0.planHash == plan.contentHash && $0.status != .finished }) else { return 0 }
            var sweeps = 0
            try await store.run(named: record.id).forEachTrial { sweeps = max(sweeps, $0.key.repetition + 1) }
            return sweeps
        }
    }

    /// How the trials of a run are asked.
    enum Manner: Sendable {
        /// Each by itself.
        case singly
        /// Many at once, to be answered later.
        case inBatches
    }

    /// The run to carry a plan out in: an unfinished one of the same plan, or a new one.
    func openRun(_ plan: Plan, asking manner: Manner = .singly) async throws(StoreError) -> StoredRun {
        let processID = Int(ProcessInfo.processInfo.processIdentifier)
        try await refuseSecond(plan)
        if !options.asksAnew,
            let unfinished = try await store.resume(planHash: plan.contentHash, purpose: plan.purpose, processID: processID)
        {
            if manner == .singly { try await refuseOpenBatches(unfinished) }
            workspace.console.noteLine("continuing run \(unfinished.record.id), which did not finish; --fresh begins anew")
            return unfinished
        }
        let now = Date().timeIntervalSince1970
        return try await store.begin(
            plan.record(
                id: RunRecord.makeID(startedAt: now), startedAt: now, toolVersion: ToolVersion.current,
                commit: Git.commit(in: workspace.project.root), processID: processID))
    }

    /// Two programs that ask the same at once would pay for everything twice.
    private func refuseSecond(_ plan: Plan) async throws(StoreError) {
        let running = try await store.runs(.init(suite: plan.suite.name, purpose: plan.purpose, status: .running))
        for record in running where record.planHash == plan.contentHash {
            guard try await store.isUnderWay(record) else { continue }
            throw StoreError(
                .runInUse, "process \(record.processID) is asking the same at this moment (run \(record.id))",
                help: "wait for it, or stop it: what it has done is kept")
        }
    }

    /// What a provider is at work on would be asked, and paid for, a second time.
    private func refuseOpenBatches(_ run: StoredRun) async throws(StoreError) {
        guard let kept = run.record.details?[RunRecord.batchesKey], BatchRecord(json: kept)?.open.isEmpty != true else { return }
        try await run.end(.interrupted)
        throw StoreError(
            .runInUse, "run \(run.record.id) waits for the answers of batches",
            help: "fetch them with: plumb run \(run.record.suite) --batch; with --fresh everything is asked anew")
    }

    private func carryOut(
        _ plan: Plan, _ run: StoredRun, _ backends: [String: any Backend], _ control: RunControl, _ afterSweep: SweepHook?
    ) async throws(StoreError) -> RunOutcome {
        let observer = RunObserver(plan: plan, record: run.record, display: ProgressDisplay(workspace.errorTerminal, quiet: quiet))
        var settings = Runner.Options(suite: plan.suite)
        settings.cache = options.asksAnew || options.replay || plan.purpose == .gate ? .ignore : .use
        let runner: Runner
        do throws(DiagnosticsError) {
            runner = try Runner(
                plan: plan, backends: backends, journal: run, options: settings, allowance: allowance,
                grade: SuiteGrading(plan.suite).grading)
        } catch {
            workspace.show(error.diagnostics)
            throw StoreError(.failed, "nothing was asked")
        }
        let ending: RunEnding
        if let afterSweep {
            ending = await runner.run(
                run.record, control: control, afterSweep: { sweep in await afterSweep(sweep, observer.tallies) },
                emit: { observer.observe($0) })
        } else {
            ending = await runner.run(run.record, control: control, emit: { observer.observe($0) })
        }
        for warning in observer.finish() { workspace.console.noteLine("warning: \(warning)") }
        return try await conclude(plan, run, ending, observer)
    }

    /// Reads the run as it ended and keeps its figures, also when the task that ran it was cancelled.
    func conclude(
        _ plan: Plan, _ run: StoredRun, _ ending: RunEnding, _ observer: RunObserver, batches: BatchRecord? = nil
    ) async throws(StoreError) -> RunOutcome {
        let (store, tallies) = (store, observer.tallies)
        let details = RunDetails(
            plan: plan, weather: (run.record.weather ?? WeatherReport()) + observer.weather, batches: batches ?? run.record.batches)
        let work = Task { () -> Result<RunOutcome, StoreError> in
            do throws(StoreError) {
                for tally in tallies { try await run.setSummary(HistoryFigures(VariantMetrics(tally)).json, ofVariant: tally.variant) }
                try await run.setDetails(details.json)
                let record = try await store.run(named: run.record.id).record
                return .success(
                    RunOutcome(suite: plan.suite, record: record, ending: ending, tallies: tallies, weather: details.weather))
            } catch { return .failure(error) }
        }
        return try await work.value.get()
    }
}
