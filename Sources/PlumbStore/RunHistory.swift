import GRDB
public import PlumbModel

/// One variant of one run, for seeing how a suite moved.
public struct HistoryEntry: Sendable {
    /// The run.
    public var record: RunRecord
    /// The variant's name.
    public var variant: String
    /// Trials with an answer.
    public var answered: Int
    /// Trials without one, after all retries.
    public var failed: Int
    /// Answered trials whose answer came from the cache.
    public var cached: Int
    /// What ``StoredRun/setSummary(_:ofVariant:)`` kept, or nil.
    public var summary: JSON?
}

extension RunStore {
    /// The variants of the runs that a filter picks, newest run first, each run's in its own order; its limit counts runs.
    public func history(_ filter: Filter = Filter()) async throws(StoreError) -> [HistoryEntry] {
        let runs = try await entries(filter)
        return try await database.read { db in
            try runs.flatMap { run in try Self.history(of: run, variant: filter.variant, db) }
        }
    }

    private static func history(of run: RunRows.Entry, variant: String?, _ db: Database) throws -> [HistoryEntry] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT v.name, COALESCE(t.answered, 0), COALESCE(t.failed, 0), COALESCE(t.cached, 0), v.summary
                FROM run_variants v LEFT JOIN (
                    SELECT variant, COUNT(text) answered, COUNT(error_kind) failed, SUM(provenance = 1) cached
                    FROM trials WHERE run = ?1 GROUP BY variant
                ) t ON t.variant = v.position
                WHERE v.run = ?1 AND (?2 IS NULL OR v.name = ?2) ORDER BY v.position
                """)
        return try Row.fetchAll(statement, arguments: [run.number, variant]).map { row in
            let summary: String? = row[4]
            return HistoryEntry(
                record: run.record, variant: try row.decode(atIndex: 0), answered: try row.decode(atIndex: 1),
                failed: try row.decode(atIndex: 2), cached: try row.decode(atIndex: 3), summary: try summary.map(JSON.parse))
        }
    }
}
