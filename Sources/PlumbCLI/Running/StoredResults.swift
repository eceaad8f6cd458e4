import PlumbMetrics
import PlumbModel
import PlumbReports
import PlumbRunner
import PlumbStore

/// What stored runs say under today's checks: nothing is asked.
struct StoredResults: Sendable {
    let workspace: Workspace
    let store: RunStore

    /// A stored run graded with the suite's checks as they are now.
    func outcome(of run: StoredRun, in suite: Suite) async throws -> RunOutcome {
        let record = run.record
        let variants = suite.variants.filter { variant in record.variants.contains { $0.name == variant.name } }
        let asked = Dictionary(record.variants.map { ($0.name, $0) }) { first, _ in first }
        var builders = Dictionary(
            variants.map { ($0.name, TallyBuilder(suite: suite, variant: $0, identity: asked[$0.name])) }
        ) { first, _ in first }
        let cases = Dictionary(suite.cases.map { ($0.id, $0) }) { first, _ in first }
        let grading = SuiteGrading(suite)
        try await forEachTrial(of: run) { trial in
            guard let testCase = cases[trial.key.caseID] else { return }
            builders[trial.key.variant]?.add(await grading.grade(trial, of: testCase))
        }
        return RunOutcome(
            suite: suite, record: record, ending: Self.ending(of: record), tallies: variants.compactMap { builders[$0.name]?.tally })
    }

    /// Every trial of a stored run, in the order of its repetitions.
    func forEachTrial(of run: StoredRun, _ body: (Trial) async -> Void) async throws {
        var cursor: TrialCursor?
        repeat {
            let page = try await workspace.withStore { () throws(StoreError) in try await run.page(after: cursor) }
            for trial in page.trials { await body(trial) }
            cursor = page.next
        } while cursor != nil
    }

    /// The cases that failed or broke in the suite's last run.
    func failedCases(of suite: Suite) async throws -> Set<String> {
        let run = try await workspace.withStore { () throws(StoreError) in try await store.latest(.init(suite: suite.name)) }
        guard let run else { return [] }
        let outcome = try await outcome(of: run, in: suite)
        return Set(outcome.tallies.flatMap(\.cases).filter { $0.passes < $0.graded || $0.errors > 0 }.map(\.id))
    }

    private static func ending(of record: RunRecord) -> RunEnding {
        switch record.status {
        case .finished: .complete
        case .running, .interrupted: .interrupted
        case .limited: .budgetReached("a limit was reached")
        case .failed: .backendFailed(BackendError(.unavailable, "the run failed"))
        }
    }
}

extension StoredResults {
    /// A stored run's trials of one case, graded with the suite's checks as they are now.
    func trials(of run: StoredRun, case testCase: Case, in suite: Suite) async throws -> [GradedTrial] {
        let grading = SuiteGrading(suite)
        var trials: [GradedTrial] = []
        try await forEachTrial(of: run) { trial in
            if trial.key.caseID == testCase.id { trials.append(await grading.grade(trial, of: testCase)) }
        }
        return trials
    }
}
