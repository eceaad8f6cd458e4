import Foundation
import GRDB
public import PlumbModel

extension RunStore {
    /// How many bytes the store takes on the disk, its log included.
    public var size: Int {
        [path, path + "-wal"].reduce(0) { sum, file in
            let attributes = try? FileManager.default.attributesOfItem(atPath: file)
            return sum + ((attributes?[.size] as? Int) ?? 0)
        }
    }

    /// Deletes a run with its trials; what it was answered no longer serves as cache.
    ///
    /// Throws ``PlumbModel/StoreError/Kind/runInUse`` while a process works on it.
    public func delete(_ record: RunRecord) async throws(StoreError) {
        try await database.write { db in
            for entry in try RunRows.entries(db, where: "id = ?", [record.id]) {
                guard entry.record.status != .running || !entry.owner.isAlive else {
                    throw StoreError(
                        .runInUse, "run \(record.id) is being worked on by process \(entry.owner.id)", help: "stop that process first")
                }
                try Self.delete(entry.number, db)
            }
        }
        try await compact()
    }

    /// Deletes all but the newest `count` runs of every suite, and gives the room back; returns the ids of those deleted.
    ///
    /// Runs that a process works on stay.
    @discardableResult
    public func prune(keeping count: Int) async throws(StoreError) -> [String] { try await prune(PruneRule(keep: count)) }

    /// Deletes the runs that a rule picks, and gives the room back; returns the ids of those deleted, newest first.
    @discardableResult
    public func prune(_ rule: PruneRule) async throws(StoreError) -> [String] {
        let deleted = try await database.write { db in
            let picked = rule.picks(from: try RunRows.entries(db, where: "1", []))
            for entry in picked { try Self.delete(entry.number, db) }
            return picked.map(\.record.id)
        }
        if !deleted.isEmpty { try await compact() }
        return deleted
    }

    private static func delete(_ number: Int64, _ db: Database) throws {
        for (table, column) in [("trials", "run"), ("run_variants", "run"), ("runs", "number")] {
            try db.execute(sql: "DELETE FROM \(table) WHERE \(column) = ?", arguments: [number])
        }
    }

    /// Deletes texts that nothing refers to and gives the room back to the disk, unless another process is busy with the file.
    private func compact() async throws(StoreError) {
        try await database.write { db in
            let used = Schema.stringColumns.map { "SELECT \($0) FROM trials WHERE \($0) IS NOT NULL" } + ["SELECT prompt FROM run_variants"]
            try db.execute(sql: "DELETE FROM strings WHERE id NOT IN (\(used.joined(separator: " UNION ")))")
        }
        do throws(StoreError) {
            try await database.writeWithoutTransaction { db in
                try db.execute(sql: "VACUUM")
                try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
        } catch { if error.kind != .locked { throw error } }
    }
}
