import PlumbMetrics
import PlumbModel
import PlumbReports
import PlumbRunner
import PlumbStore

/// What stored runs say under today's checks: nothing is asked.
struct StoredResults: Sendable {
    let workspace: Workspace
    let store: RunStore

    /// A stored run graded with the suite's checks as they are now; `observe` sees every graded trial, in the order of repetitions.
    func outcome(of run: StoredRun, in suite: Suite, observe: (GradedTrial) -> Void = { _ in }) async throws -> RunOutcome {
        let record = run.record
        let priced = suite.asked(as: record)
        let variants = priced.variants.filter { variant in record.variants.contains { $0.name == variant.name } }
        let asked = Dictionary(record.variants.map { ($0.name, $0) }) { first, _ in first }
        var builders = Dictionary(
            variants.map { ($0.name, TallyBuilder(suite: priced, variant: $0, identity: asked[$0.name])) }
        ) { first, _ in first }
        try await forEachGraded(of: run, in: suite) { graded in
            builders[graded.trial.key.variant]?.add(graded)
            observe(graded)
        }
        return RunOutcome(
            suite: priced, record: record, ending: Self.ending(of: record), tallies: variants.compactMap { builders[$0.name]?.tally })
    }

    /// Every trial of a stored run whose variant and case the suite has, graded with its checks as they are now and priced by the model
    /// that was asked, in the order of repetitions.
    func forEachGraded(of run: StoredRun, in suite: Suite, _ body: (GradedTrial) throws -> Void) async throws {
        let priced = suite.asked(as: run.record)
        let variants = Set(priced.variants.map(\.name))
        let cases = Dictionary(priced.cases.map { ($0.id, $0) }) { first, _ in first }
        let grading = SuiteGrading(priced)
        var cursor: TrialCursor?
        repeat {
            let page = try await workspace.withStore { () throws(StoreError) in try await run.page(after: cursor) }
            for trial in page.trials where variants.contains(trial.key.variant) {
                guard let testCase = cases[trial.key.caseID] else { continue }
                try body(await grading.grade(trial, of: testCase))
            }
            cursor = page.next
        } while cursor != nil
    }

    /// What a suite's stored run says, or, without a name, the newest run of each variant; nil when nothing is stored.
    func outcome(
        named name: String?, in suite: Suite, observe: (GradedTrial) -> Void = { _ in }
    ) async throws -> RunOutcome? {
        if let name {
            let run = try await workspace.withStore { () throws(StoreError) in try await store.run(named: name, suite: suite.name) }
            return try await outcome(of: run, in: suite, observe: observe)
        }
        var merged: RunOutcome?
        for variant in suite.variants {
            guard let run = try await newest(of: variant, in: suite) else { continue }
            var part = suite
            part.variants = [variant]
            let outcome = try await outcome(of: run, in: part, observe: observe)
            merged = Self.merged(merged, outcome)
        }
        merged?.suite = suite
        return merged
    }

    /// The newest stored run that asked a variant.
    func newest(of variant: Variant, in suite: Suite) async throws -> StoredRun? {
        try await workspace.withStore { () throws(StoreError) in
            try await store.latest(.init(suite: suite.name, variant: variant.name, content: .trials))
        }
    }

    private static func merged(_ before: RunOutcome?, _ next: RunOutcome) -> RunOutcome {
        guard var merged = before else { return next }
        if next.record.startedAt > merged.record.startedAt {
            let variants = merged.record.variants
            merged.record = next.record
            merged.record.variants = variants
            merged.ending = next.ending
        }
        let names = Set(next.tallies.map(\.variant))
        merged.record.variants.removeAll { names.contains($0.name) }
        merged.record.variants += next.record.variants.filter { names.contains($0.name) }
        merged.record.repetitions = max(merged.record.repetitions, next.record.repetitions)
        merged.tallies += next.tallies
        return merged
    }

    /// The cases that failed or broke in the newest run of each of these variants.
    func failedCases(of suite: Suite, variants: [String]) async throws -> Set<String> {
        var part = suite
        if !variants.isEmpty { part.variants.removeAll { !variants.contains($0.name) } }
        let tallies = try await outcome(named: nil, in: part)?.tallies ?? []
        return Set(tallies.flatMap(\.cases).filter { $0.passes < $0.graded || $0.errors > 0 }.map(\.id))
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

extension Suite {
    /// This suite with the models that a stored run asked and the prices of its day, which decide what its answers cost.
    fileprivate func asked(as record: RunRecord) -> Suite {
        var suite = self
        suite.prices = prices.on(secondsSince1970: record.startedAt)
        let asked = Dictionary(record.variants.map { ($0.name, $0) }) { first, _ in first }
        for place in suite.variants.indices {
            guard let variant = asked[suite.variants[place].name] else { continue }
            suite.variants[place].model = variant.requestedModel ?? variant.backend.model
            // A backend that named no model is priced by the model that answered, not by what the suite's backend names today.
            if suite.variants[place].model == nil { suite.variants[place].backend = "\(variant.backend.kind) \(variant.backend.endpoint)" }
        }
        return suite
    }
}

extension StoredResults {
    /// A variant's trials of one case in a stored run, graded with the suite's checks as they are now; nil when there are none.
    func trials(
        of testCase: Case, variant: Variant, in suite: Suite, run name: String?
    ) async throws -> (record: RunRecord, trials: [GradedTrial])? {
        let run: StoredRun?
        if let name {
            run = try await workspace.withStore { () throws(StoreError) in try await store.run(named: name, suite: suite.name) }
        } else {
            run = try await newest(of: variant, in: suite)
        }
        guard let run else { return nil }
        var part = suite
        (part.variants, part.cases) = ([variant], [testCase])
        var trials: [GradedTrial] = []
        try await forEachGraded(of: run, in: part) { trials.append($0) }
        return trials.isEmpty ? nil : (run.record, trials)
    }
}
