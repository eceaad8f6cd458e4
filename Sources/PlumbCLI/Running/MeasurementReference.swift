import PlumbBaselines
import PlumbHTML
import PlumbModel
import PlumbStore

/// A measurement as named on the command line: `[SUITE/]VARIANT[@RUN]`, where RUN is `latest`, `latest~1`, an id, `baseline` or `pending`.
struct MeasurementReference: Sendable, Hashable {
    var suite: String?
    var variant: String
    var source: Source

    /// Where a measurement is stored.
    enum Source: Sendable, Hashable {
        case run(String)
        case newest
        case baseline
        case pending
    }

    init(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
        let path = parts.first ?? text
        if let slash = path.firstIndex(where: { $0 == "/" || $0 == ":" }) {
            suite = String(path[..<slash])
            variant = String(path[path.index(after: slash)...])
        } else {
            variant = path
        }
        switch parts.count > 1 ? parts[1] : nil {
        case nil: source = .newest
        case "baseline"?: source = .baseline
        case "pending"?: source = .pending
        case let run?: source = .run(run)
        }
    }

    /// As typed.
    var text: String {
        let path = suite.map { "\($0)/\(variant)" } ?? variant
        return switch source {
        case .newest: path
        case .baseline: path + "@baseline"
        case .pending: path + "@pending"
        case .run(let run): path + "@" + run
        }
    }
}

/// Finds measurements in the store and among the baselines.
struct MeasurementFinder: Sendable {
    let workspace: Workspace
    let store: RunStore
    let suites: [Suite]

    /// The counts that a reference stands for; a clear error otherwise.
    func tally(_ reference: MeasurementReference) async throws -> VariantTally {
        let (suite, variant) = try target(of: reference)
        switch reference.source {
        case .baseline, .pending:
            let baselines = BaselineStore(workspace)
            let file = try workspace.checked { () throws(DiagnosticsError) in
                reference.source == .baseline
                    ? try baselines.load(suite: suite.name, variant: variant.name)
                    : try baselines.pending(suite: suite.name, variant: variant.name)
            }
            if let file { return file.tally }
        case .newest, .run:
            if let tally = try await storedTally(reference.source, suite, variant) { return tally }
        }
        workspace.showError("nothing is stored for \(reference.text)", help: "ask first: plumb run \(suite.name)")
        throw ExitStatus.nothingSelected.code
    }

    /// What a measurement is on a page: its counts with what was answered, where its run is stored.
    func side(_ reference: MeasurementReference) async throws -> HTMLReport.Side {
        let tally = try await tally(reference)
        guard let run = try await storedRun(reference), let suite = suites.first(where: { $0.name == tally.suite }) else {
            return HTMLReport.Side(title: reference.text, tally: tally)
        }
        var collector = EvidenceCollector()
        let cases = Dictionary(suite.cases.map { ($0.id, $0) }) { first, _ in first }
        let grading = SuiteGrading(suite)
        try await StoredResults(workspace: workspace, store: store).forEachTrial(of: run) { trial in
            guard trial.key.variant == tally.variant, let testCase = cases[trial.key.caseID] else { return }
            collector.add(await grading.grade(trial, of: testCase))
        }
        return HTMLReport.Side(title: reference.text, tally: tally, evidence: collector.evidence, run: run.record)
    }

    /// The suite that a measurement belongs to.
    func suite(of side: HTMLReport.Side) -> Suite? { suites.first { $0.name == side.tally.suite } }

    private func storedRun(_ reference: MeasurementReference) async throws -> StoredRun? {
        switch reference.source {
        case .baseline, .pending: nil
        case .newest, .run:
            try await storedRun(reference.source, target(of: reference))
        }
    }

    private func storedRun(_ source: MeasurementReference.Source, _ target: (suite: Suite, variant: Variant)) async throws -> StoredRun? {
        try await workspace.withStore { () throws(StoreError) -> StoredRun? in
            if case .run(let name) = source { return try await store.run(named: name, suite: target.suite.name) }
            return try await store.latest(.init(suite: target.suite.name, variant: target.variant.name, content: .trials))
        }
    }

    private func storedTally(_ source: MeasurementReference.Source, _ suite: Suite, _ variant: Variant) async throws -> VariantTally? {
        guard let run = try await storedRun(source, (suite, variant)) else { return nil }
        let outcome = try await StoredResults(workspace: workspace, store: store).outcome(of: run, in: suite)
        return outcome.tallies.first { $0.variant == variant.name }
    }

    private func target(of reference: MeasurementReference) throws -> (suite: Suite, variant: Variant) {
        let candidates = suites.filter { reference.suite == nil || $0.name == reference.suite }
        let found = candidates.flatMap { suite in suite.variants.filter { $0.name == reference.variant }.map { (suite, $0) } }
        if found.count == 1 { return found[0] }
        if found.count > 1 {
            let choices = found.map { "\($0.0.name)/\($0.1.name)" }.joined(separator: ", ")
            workspace.showError("several suites have a variant '\(reference.variant)'", help: "name one: \(choices)")
        } else {
            let names = suites.flatMap { suite in suite.variants.map { "\(suite.name)/\($0.name)" } }
            let near = Suggestion.nearest(to: reference.suite.map { "\($0)/\(reference.variant)" } ?? reference.variant, among: names)
            workspace.showError(
                "there is no variant '\(reference.text)'",
                help: near.map { "did you mean '\($0)'?" } ?? "variants: \(names.prefix(12).joined(separator: ", "))")
        }
        throw ExitStatus.invalidInput.code
    }
}
