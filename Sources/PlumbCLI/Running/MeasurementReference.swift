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
    func tally(_ reference: MeasurementReference) async throws -> VariantTally { try await measurement(reference) { _ in }.tally }

    /// What a measurement is on a page: its counts with what was answered, where its run is stored.
    func side(_ reference: MeasurementReference) async throws -> HTMLReport.Side {
        var collector = EvidenceCollector()
        let (tally, run) = try await measurement(reference) { collector.add($0) }
        return HTMLReport.Side(title: reference.text, tally: tally, evidence: collector.evidence, run: run)
    }

    /// The suite that a measurement belongs to.
    func suite(of side: HTMLReport.Side) -> Suite? { suites.first { $0.name == side.tally.suite } }

    /// The counts with the run that they come from, which a baseline does not have; `observe` sees the run's graded trials.
    private func measurement(
        _ reference: MeasurementReference, observe: (GradedTrial) -> Void
    ) async throws -> (tally: VariantTally, run: RunRecord?) {
        let (suite, variant) = try target(of: reference)
        switch reference.source {
        case .baseline, .pending:
            let baselines = BaselineStore(workspace)
            let file = try workspace.checked { () throws(DiagnosticsError) in
                reference.source == .baseline
                    ? try baselines.load(suite: suite.name, variant: variant.name)
                    : try baselines.pending(suite: suite.name, variant: variant.name)
            }
            if let file { return (file.tally, nil) }
        case .newest, .run:
            var part = suite
            part.variants = [variant]
            let results = StoredResults(workspace: workspace, store: store)
            if let run = try await storedRun(reference.source, of: variant, in: suite, results),
                let tally = try await results.outcome(of: run, in: part, observe: observe).tallies.first
            {
                return (tally, run.record)
            }
        }
        workspace.showError("nothing is stored for \(reference.text)", help: "ask first: plumb run \(suite.name)")
        throw ExitStatus.nothingSelected.code
    }

    private func storedRun(
        _ source: MeasurementReference.Source, of variant: Variant, in suite: Suite, _ results: StoredResults
    ) async throws -> StoredRun? {
        guard case .run(let name) = source else { return try await results.newest(of: variant, in: suite) }
        return try await workspace.withStore { () throws(StoreError) in try await store.run(named: name, suite: suite.name) }
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
