import PlumbModel
import PlumbReports
import PlumbStore

/// How suites moved over the stored runs.
struct StoredHistory: Sendable {
    let workspace: Workspace
    let store: RunStore

    /// The newest runs of a suite, each variant by itself.
    func rows(of suite: Suite, last: Int) async throws -> [HistoryPage.Row] {
        let entries = try await workspace.withStore { () throws(StoreError) in
            try await store.history(.init(suite: suite.name, limit: last))
        }
        return entries.map { entry in
            HistoryPage.Row(run: entry.record, variant: entry.variant, figures: entry.summary.flatMap(HistoryFigures.init(json:)))
        }
    }
}
