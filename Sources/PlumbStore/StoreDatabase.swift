import Foundation
import GRDB
import PlumbModel

/// The open database file; errors come out as ``PlumbModel/StoreError``.
struct StoreDatabase: Sendable {
    let path: String
    private let pool: DatabasePool

    /// Opens the file, made when there is none, and brings its tables to this version.
    init(path: String, busyTimeout: Duration) throws(StoreError) {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw StoreError(
                .unreachable, "the folder of the store \(path) cannot be made", help: "see that the folder above it may be written")
        }
        do { pool = try Self.open(path, busyTimeout) } catch { throw StoreError.translated(error, path: path) }
    }

    private static func open(_ path: String, _ busyTimeout: Duration) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout.inSeconds)
        configuration.foreignKeysEnabled = false
        configuration.label = "plumb"
        let pool = try DatabasePool(path: path, configuration: configuration)
        let migrator = Schema.migrator
        var attempts = 0
        while try needsMigration(pool, migrator, path) {
            attempts += 1
            // Another process may be making the same tables: then this fails, and the next look finds them made.
            do { try migrator.migrate(pool) } catch { if attempts == 5 { throw error } }
        }
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_size_limit = 1048576") }
        return pool
    }

    /// Whether tables are missing; throws when the file is somebody else's or of a later version.
    private static func needsMigration(_ pool: DatabasePool, _ migrator: DatabaseMigrator, _ path: String) throws -> Bool {
        try pool.read { db in
            if try migrator.hasBeenSuperseded(db) { throw StoreError.newer(path) }
            if try migrator.hasCompletedMigrations(db) { return false }
            let mark = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let tables = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master WHERE name NOT LIKE 'grdb_%'") ?? 0
            guard mark == Schema.applicationID || mark == 0 && tables == 0 else { throw StoreError.damaged(path) }
            return true
        }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(StoreError) -> Value {
        do { return try await pool.read(body) } catch { throw StoreError.translated(error, path: path) }
    }

    /// Writes in one transaction that survives the end of the process.
    ///
    /// The file is not flushed to the disk, which here takes ten times the processor time of everything else about a commit.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(StoreError) -> Value {
        do { return try await pool.write(body) } catch { throw StoreError.translated(error, path: path) }
    }

    /// Writes in one transaction that survives, with all before it, a power failure too.
    func writeFlushed(_ body: @escaping @Sendable (Database) throws -> Void) async throws(StoreError) {
        try await writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            defer { try? db.execute(sql: "PRAGMA synchronous = NORMAL") }
            try db.inTransaction(.immediate) {
                try body(db)
                return .commit
            }
        }
    }

    func writeWithoutTransaction(_ body: @escaping @Sendable (Database) throws -> Void) async throws(StoreError) {
        do { try await pool.writeWithoutTransaction(body) } catch { throw StoreError.translated(error, path: path) }
    }

    /// Folds the log into the file and closes it; later use fails.
    func close() throws(StoreError) {
        do {
            // Readers that are still open would keep the log from being folded in.
            pool.releaseMemory()
            _ = try? pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            try pool.close()
        } catch {
            throw StoreError.translated(error, path: path)
        }
    }
}
