import PlumbBackends
import PlumbModel
import PlumbRunner
import PlumbStore

extension RunSession {
    /// What takes the batches of a plan, by the backends' names; a backend that takes none ends the command with a clear error.
    func batches(of plan: Plan) throws -> [String: any BatchBackend] {
        var batches: [String: any BatchBackend] = [:]
        for name in Set(plan.variants.map(\.backend)).sorted() {
            guard let configuration = plan.suite.backends[name] else { continue }
            do throws(BackendError) {
                batches[name] = try factory.makeBatches(configuration)
            } catch {
                workspace.showError(error.message, help: error.help)
                throw ExitStatus.invalidInput.code
            }
        }
        return batches
    }

    /// Carries out a plan in batches: continues an unfinished run of the same plan, or begins a new one.
    func runInBatches(_ plan: Plan, waiting: BatchWaiting, control: RunControl) async throws -> RunOutcome {
        let backends = try batches(of: plan)
        return try await workspace.withStore { () throws(StoreError) in
            let run = try await openRun(plan, asking: .inBatches)
            let details = run.record.details?.object ?? JSONObject()
            guard details[RunRecord.batchesKey] == nil || run.record.batches != nil else {
                try await run.end(.interrupted)
                throw StoreError(
                    .newerVersion, "the batches of run \(run.record.id) were handed over by another version of plumb",
                    help: "continue with that version, or begin anew with --fresh")
            }
            return try await carryOut(plan, run, backends, waiting, control)
        }
    }

    private func carryOut(
        _ plan: Plan, _ run: StoredRun, _ backends: [String: any BatchBackend], _ waiting: BatchWaiting, _ control: RunControl
    ) async throws(StoreError) -> RunOutcome {
        // Nothing comes back for minutes or hours: one line of ours says more than the progress of calls.
        let observer = RunObserver(plan: plan, record: run.record, display: ProgressDisplay(workspace.errorTerminal, quiet: true))
        let display = BatchDisplay(workspace.errorTerminal, quiet: quiet)
        var settings = BatchRunner.Options(suite: plan.suite)
        settings.cache = options.asksAnew ? .ignore : .use
        settings.waiting = waiting
        let kept = KeptBatches(run.record.batches ?? BatchRecord())
        let details = run.record.details?.object ?? JSONObject()
        let runner: BatchRunner
        do throws(DiagnosticsError) {
            runner = try BatchRunner(
                plan: plan, backends: backends, journal: run, options: settings, allowance: allowance,
                keep: { record throws(StoreError) in
                    var details = details
                    details[RunRecord.batchesKey] = record.json
                    try await run.setLastingDetails(.object(details))
                    kept.set(record)
                }, grade: SuiteGrading(plan.suite).grading)
        } catch {
            workspace.show(error.diagnostics)
            throw StoreError(.failed, "nothing was asked")
        }
        let ending = await runner.run(
            run.record, control: control, wait: { display.show($0) }, emit: { observer.observe($0) })
        display.clear()
        for warning in observer.finish() { workspace.console.noteLine("warning: \(warning)") }
        let outcome = try await conclude(plan, run, ending, observer, batches: kept.record)
        if !kept.record.open.isEmpty { workspace.console.noteLine(BatchDisplay.farewell(kept.record, suite: plan.suite.name)) }
        return outcome
    }
}
