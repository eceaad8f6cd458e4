import PlumbModel
import PlumbReports
import PlumbStore

/// The trials behind results, read from the store and graded with today's checks, one after the other.
struct StoredTrials: Sendable {
    let workspace: Workspace
    let suites: [Suite]
    /// The stored run that was asked for, or nil for the one behind the results.
    let run: String?

    /// Writes a report of all trials of these results; `put` takes pieces of its text.
    func write(_ results: [RunResults], as report: any TrialReport, put: (String) throws -> Void) async throws {
        let store = try workspace.openStoreForReading()
        var report = report
        var text = report.header
        for result in results {
            guard let suite = suites.first(where: { $0.name == result.run.suite }) else { continue }
            let stored = StoredResults(workspace: workspace, store: store)
            for (run, variants) in try await runs(of: result, in: suite, stored) {
                report.begin(run.record)
                var part = suite
                part.variants.removeAll { !variants.contains($0.name) }
                try await stored.forEachGraded(of: run, in: part) { graded in
                    text += report.add(graded)
                    guard text.utf8.count > Self.piece else { return }
                    try put(text)
                    text = ""
                }
            }
            text += report.end(result)
        }
        try put(text)
    }

    /// Bytes that are collected before they are written.
    private static let piece = 1 << 16

    /// The stored runs behind a suite's results, each with the variants it is the source of.
    private func runs(
        of result: RunResults, in suite: Suite, _ stored: StoredResults
    ) async throws -> [(run: StoredRun, variants: Set<String>)] {
        let name = run ?? result.run.id
        let main = try await workspace.withStore { () throws(StoreError) in try await stored.store.run(named: name, suite: suite.name) }
        let asked = Set(main.record.variants.map(\.name))
        var runs: [(run: StoredRun, variants: Set<String>)] = [(main, [])]
        for variant in suite.variants where result.variants.contains(where: { $0.name == variant.name }) {
            if asked.contains(variant.name) {
                runs[0].variants.insert(variant.name)
            } else if let newest = try await stored.newest(of: variant, in: suite) {
                // A gate asks each variant in a run of its own.
                if let place = runs.firstIndex(where: { $0.run.record.id == newest.record.id }) {
                    runs[place].variants.insert(variant.name)
                } else {
                    runs.append((newest, [variant.name]))
                }
            }
        }
        return runs
    }
}
