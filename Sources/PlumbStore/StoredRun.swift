import Foundation
import GRDB
public import PlumbModel
import Synchronization

/// A run in the store: its record and its trials.
public final class StoredRun: TrialJournal {
    /// What the run is about, as it was when this was made.
    public let record: RunRecord
    private let database: StoreDatabase
    private let number: Int64
    private let writer: Mutex<TrialWriter>
    private let lastFlush = Mutex(ContinuousClock.now)

    init(record: RunRecord, number: Int64, database: StoreDatabase) {
        self.record = record
        self.number = number
        self.database = database
        writer = Mutex(TrialWriter(run: number, variants: record.variants))
    }

    /// Keeps trials, all in one transaction.
    ///
    /// They survive the end of the process at any moment, and a power failure once they are flushed: with the first trials a second later, or
    /// when the run ends.
    public func append(_ trials: [Trial]) async throws(StoreError) {
        let body: @Sendable (Database) throws -> Void = { db in
            try self.writer.withLock { writer in
                for trial in trials { try writer.write(trial, db) }
            }
        }
        do throws(StoreError) {
            if isFlushDue { try await database.writeFlushed(body) } else { try await database.write(body) }
        } catch {
            writer.withLock { $0.rollBack() }
            throw error
        }
    }

    /// Whether the last flush is a second ago; asking counts as flushing.
    private var isFlushDue: Bool {
        let now = ContinuousClock.now
        return lastFlush.withLock { last in
            guard now - last >= .seconds(1) else { return false }
            last = now
            return true
        }
    }

    /// What equal questions were answered, by the latest run that asked one; in it, the answer to the very same trial is preferred.
    public func answers(to questions: [CacheQuestion]) async throws(StoreError) -> [Completion?] {
        let path = database.path
        return try await database.read { db in
            var reader = TrialReader(path: path)
            var backends: [BackendIdentity: Int64?] = [:]
            let statement = try db.cachedStatement(sql: Self.answer)
            return try questions.map { question in
                let backend: Int64?
                if let known = backends[question.backend] {
                    backend = known
                } else {
                    backend = try RunRows.backend(question.backend, db)
                    backends[question.backend] = .some(backend)
                }
                guard let backend else { return nil }
                let row = try Row.fetchOne(
                    statement,
                    arguments: [
                        StoredHash.value(question.requestHash), question.trial.repetition, backend, question.trial.caseID,
                        question.trial.variant,
                    ])
                return try row.map { try reader.completion($0, from: 0, db) }
            }
        }
    }

    private static let answer = """
        SELECT \(TrialReader.completionColumns)
        FROM trials t JOIN run_variants v ON v.run = t.run AND v.position = t.variant
        JOIN strings c ON c.id = t.case_id LEFT JOIN strings x ON x.id = t.text
        WHERE t.request = ?1 AND t.repetition = ?2 AND t.text IS NOT NULL AND v.backend = ?3
        ORDER BY t.run DESC, (c.text = ?4 AND v.name = ?5) DESC LIMIT 1
        """

    /// The trials kept, a thousand at a time, in the order of repetitions.
    public func page(after cursor: TrialCursor?) async throws(StoreError) -> TrialPage {
        let (path, number, names) = (database.path, number, record.variants.map(\.name))
        let position = cursor?.position ?? [-1, -1, -1]
        guard position.count == 3 else { return TrialPage(trials: [], next: nil) }
        return try await database.read { db in
            var reader = TrialReader(path: path)
            let statement = try db.cachedStatement(sql: Self.page)
            let rows = try Row.fetchCursor(statement, arguments: [number, position[0], position[1], position[2], Self.pageSize])
            var trials: [Trial] = []
            var last = position
            while let row = try rows.next() {
                trials.append(try reader.trial(row, names: names, db))
                last = [try row.decode(atIndex: 0), try row.decode(atIndex: 1), try row.decode(atIndex: 2)]
            }
            return TrialPage(trials: trials, next: trials.count == Self.pageSize ? TrialCursor(position: last) : nil)
        }
    }

    private static let pageSize = 1000
    private static let page = """
        \(TrialReader.trials) WHERE t.run = ? AND (t.repetition, t.case_id, t.variant) > (?, ?, ?)
        ORDER BY t.repetition, t.case_id, t.variant LIMIT ?
        """

    /// Notes how far the run got, and when that was.
    public func end(_ status: RunRecord.Status) async throws(StoreError) {
        let (number, now) = (number, Date().timeIntervalSince1970)
        try await database.writeFlushed { db in
            try db.execute(
                sql: "UPDATE runs SET status = ?, ended_at = ? WHERE number = ?", arguments: [status.rawValue, now, number])
        }
    }

    /// Keeps a summary of a variant beside the run, in a form of the caller's own, so that a history need not grade old answers again.
    public func setSummary(_ summary: JSON, ofVariant name: String) async throws(StoreError) {
        let number = number
        try await database.write { db in
            try db.execute(
                sql: "UPDATE run_variants SET summary = ? WHERE run = ? AND name = ?", arguments: [summary.text(), number, name])
        }
    }

    /// Keeps what else is known of the run, in place of what was kept before; ``record`` stays as it was.
    public func setDetails(_ details: JSON?) async throws(StoreError) {
        let number = number
        try await database.write { db in
            let value = details.map { StoredText.value($0.text()) } ?? .null
            try db.execute(sql: "UPDATE runs SET details = ? WHERE number = ?", arguments: [value, number])
        }
    }

    /// Keeps what else is known of the run as ``setDetails(_:)`` does, so that it survives a power failure too.
    public func setLastingDetails(_ details: JSON) async throws(StoreError) {
        let number = number
        try await database.writeFlushed { db in
            try db.execute(
                sql: "UPDATE runs SET details = ? WHERE number = ?", arguments: [StoredText.value(details.text()), number])
        }
    }
}
