import Foundation
import GRDB
public import PlumbModel

/// All runs of a project in one database file.
///
/// Several processes may use one store at once. What was kept survives the end of the process at any moment.
public struct RunStore: Sendable {
    /// The file, as given.
    public var path: String { database.path }
    let database: StoreDatabase

    /// Opens the store at a path, such as `.plumb/plumb.sqlite`; the file and its folder are made when they are missing.
    ///
    /// `busyTimeout` is how long to wait for other processes that write.
    public init(path: String, busyTimeout: Duration = .seconds(10)) throws(StoreError) {
        database = try StoreDatabase(path: path, busyTimeout: busyTimeout)
    }

    /// Opens the store at a path for reading, also where neither the file nor its folder may be written.
    ///
    /// There it is a copy that is read, made when it is opened; everything that would write throws
    /// ``PlumbModel/StoreError/Kind/readOnly``.
    public init(readingFrom path: String, busyTimeout: Duration = .seconds(10)) throws(StoreError) {
        do throws(StoreError) {
            database = try StoreDatabase(path: path, busyTimeout: busyTimeout)
        } catch {
            guard Self.isFile(path), error.kind == .readOnly || error.kind == .unreachable else { throw error }
            database = try StoreDatabase(copyOf: path, busyTimeout: busyTimeout)
        }
    }

    private static func isFile(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory.boolValue
    }

    /// Closes the file and folds its log into it; the store and its runs cannot be used afterwards.
    public func close() throws(StoreError) { try database.close() }

    // MARK: Making runs

    /// Adds a run, to be worked on by the record's process.
    public func begin(_ record: RunRecord) async throws(StoreError) -> StoredRun {
        let number = try await database.write { db in try RunRows.insert(record, db) }
        return StoredRun(record: record, number: number, database: database)
    }

    /// Takes over the latest run of an equal plan that was not finished and on which no process works any more, or nil.
    ///
    /// Of several processes that ask at once, one gets it. The record comes back under way, with `processID`.
    public func resume(planHash: String, purpose: RunRecord.Purpose, processID: Int) async throws(StoreError) -> StoredRun? {
        let entry = try await database.write { db -> RunRows.Entry? in
            let candidates = try RunRows.entries(
                db, where: "plan_hash = ? AND purpose = ? AND status <> ?",
                [planHash, purpose.rawValue, RunRecord.Status.finished.rawValue])
            guard var entry = candidates.first(where: { $0.record.status != .running || !$0.owner.isAlive }) else { return nil }
            try db.execute(
                sql: "UPDATE runs SET status = ?, ended_at = NULL, process_id = ?, process_start = ? WHERE number = ?",
                arguments: [RunRecord.Status.running.rawValue, processID, ProcessMark(of: processID).start, entry.number])
            entry.record.status = .running
            entry.record.endedAt = nil
            entry.record.processID = processID
            return entry
        }
        return entry.map { StoredRun(record: $0.record, number: $0.number, database: database) }
    }

    // MARK: Finding runs

    /// Which runs to list; what is nil takes all.
    public struct Filter: Sendable, Hashable {
        /// What a run has to hold.
        public enum Content: Sendable, Hashable {
            /// Anything, or nothing yet.
            case any
            /// At least one trial, answered or not.
            case trials
        }

        /// Runs of this suite.
        public var suite: String?
        /// Runs that asked this variant.
        public var variant: String?
        /// Runs made by this command.
        public var purpose: RunRecord.Purpose?
        /// Runs that got this far.
        public var status: RunRecord.Status?
        /// At most so many of the newest.
        public var limit: Int?
        /// What they hold.
        public var content: Content

        /// A filter; see the properties.
        public init(
            suite: String? = nil, variant: String? = nil, purpose: RunRecord.Purpose? = nil, status: RunRecord.Status? = nil,
            limit: Int? = nil, content: Content = .any
        ) {
            self.suite = suite
            self.variant = variant
            self.purpose = purpose
            self.status = status
            self.limit = limit
            self.content = content
        }
    }

    /// The runs that a filter picks, newest first.
    public func runs(_ filter: Filter = Filter()) async throws(StoreError) -> [RunRecord] {
        try await entries(filter).map(\.record)
    }

    /// The run of that name: its id, an unambiguous beginning of it, `latest`, or `latest~2` for the second before the latest.
    ///
    /// Throws ``PlumbModel/StoreError/Kind/unknownRun`` when there is none or several fit.
    public func run(named name: String, suite: String? = nil) async throws(StoreError) -> StoredRun {
        let entry = try await RunName(name).resolve(in: self, suite: suite)
        return StoredRun(record: entry.record, number: entry.number, database: database)
    }

    /// The latest run that a filter picks, or nil.
    public func latest(_ filter: Filter = Filter()) async throws(StoreError) -> StoredRun? {
        var filter = filter
        filter.limit = 1
        return try await entries(filter).first.map { StoredRun(record: $0.record, number: $0.number, database: database) }
    }

    /// Whether a process works on a run just now, as opposed to having been killed at it.
    public func isUnderWay(_ record: RunRecord) async throws(StoreError) -> Bool {
        guard record.status == .running else { return false }
        let entries = try await database.read { db in try RunRows.entries(db, where: "id = ?", [record.id]) }
        return entries.first.map { $0.record.status == .running && $0.owner.isAlive } ?? false
    }

    func entries(_ filter: Filter) async throws(StoreError) -> [RunRows.Entry] {
        var conditions = ["1"]
        if filter.content == .trials { conditions.append("EXISTS (SELECT 1 FROM trials t WHERE t.run = runs.number)") }
        var arguments: [String] = []
        let parts = [
            ("suite = ?", filter.suite), ("purpose = ?", filter.purpose?.rawValue), ("status = ?", filter.status?.rawValue),
            ("EXISTS (SELECT 1 FROM run_variants v WHERE v.run = runs.number AND v.name = ?)", filter.variant),
        ]
        for case (let condition, let value?) in parts {
            conditions.append(condition)
            arguments.append(value)
        }
        let (condition, values, limit) = (conditions.joined(separator: " AND "), arguments, filter.limit ?? -1)
        return try await database.read { db in try RunRows.entries(db, where: condition, StatementArguments(values), limit: limit) }
    }
}
