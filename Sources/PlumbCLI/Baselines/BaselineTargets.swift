import PlumbBaselines
import PlumbModel
import PlumbStore

/// Which variants a baseline command works on: a suite's name stands for all its variants, `suite/variant` for one.
struct BaselineTargets: Sendable {
    /// One variant of a suite.
    struct Target: Sendable, Hashable {
        var suite: Suite
        var variant: Variant

        static func == (left: Target, right: Target) -> Bool { left.name == right.name }
        func hash(into hasher: inout Hasher) { hasher.combine(name) }
        /// As typed: `suite/variant`.
        var name: String { "\(suite.name)/\(variant.name)" }
    }

    let targets: [Target]

    /// Finds what the names stand for; all suites when there are none.
    init(_ names: [String], in workspace: Workspace) throws {
        let parts = names.map { name -> (suite: String, variant: String?) in
            // A path such as Suites/triage names a suite, not a variant.
            guard !name.contains("Suites/"), let slash = name.firstIndex(of: "/") else { return (name, nil) }
            return (String(name[..<slash]), String(name[name.index(after: slash)...]))
        }
        var seen = Set<String>()
        let suites = try workspace.loadSuites(parts.map(\.suite).filter { seen.insert($0).inserted })
        guard !names.isEmpty else {
            targets = suites.flatMap { suite in suite.variants.map { Target(suite: suite, variant: $0) } }
            return
        }
        targets = try parts.flatMap { part in
            let suite = suites.first { $0.name == part.suite } ?? suites[0]
            guard let name = part.variant else { return suite.variants.map { Target(suite: suite, variant: $0) } }
            let meant = Set(suite.variantNames(meantBy: [name]))
            let variants = suite.variants.filter { meant.contains($0.name) }
            guard !variants.isEmpty else {
                let near = Suggestion.nearest(to: name, among: suite.variants.map(\.name))
                workspace.showError("suite '\(suite.name)' has no variant '\(name)'", help: near.map { "did you mean '\($0)'?" })
                throw ExitStatus.invalidInput.code
            }
            return variants.map { Target(suite: suite, variant: $0) }
        }
    }
}

/// The newest results of variants: what waits beside the baseline, or the last stored run.
struct NewestResults: Sendable {
    let workspace: Workspace
    let store: RunStore
    /// A run by id, prefix or `latest~1`; nil takes what waits, then the newest.
    let run: String?

    /// The newest result of a target as a baseline file; nil when there is none.
    func file(for target: BaselineTargets.Target) async throws -> BaselineFile? {
        if run == nil {
            let waiting = try workspace.checked { () throws(DiagnosticsError) in
                try BaselineStore(workspace).pending(suite: target.suite.name, variant: target.variant.name)
            }
            if let waiting, waiting.tally.fingerprint == target.suite.fingerprint(of: target.variant) { return waiting }
        }
        let stored = try await workspace.withStore { () throws(StoreError) in
            if let run { return try await store.run(named: run, suite: target.suite.name) as StoredRun? }
            return try await store.latest(.init(suite: target.suite.name, variant: target.variant.name))
        }
        guard let stored else { return nil }
        let outcome = try await StoredResults(workspace: workspace, store: store).outcome(of: stored, in: target.suite)
        return outcome.tallies.first { $0.variant == target.variant.name && $0.graded > 0 }.map {
            BaselineFile($0, run: stored.record.id, at: stored.record.isoDate)
        }
    }
}
