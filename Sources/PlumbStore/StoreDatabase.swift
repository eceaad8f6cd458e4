import Foundation
import GRDB
import PlumbModel

/// The open database file; errors come out as ``PlumbModel/StoreError``.
struct StoreDatabase: Sendable {
    let path: String
    private let writer: any DatabaseWriter
    /// Where the copy lies that is read in place of a file that may not be written.
    private let copy: StoreCopy?

    /// Opens the file, made when there is none, and brings its tables to this version.
    init(path: String, busyTimeout: Duration) throws(StoreError) {
        self.path = path
        copy = nil
        do {
            try FileManager.default.createDirectory(
                at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw StoreError(
                .unreachable, "the folder of the store \(path) cannot be made", help: "see that the folder above it may be written")
        }
        do { writer = try Self.open(path, busyTimeout) } catch { throw StoreError.translated(error, path: path) }
    }

    /// Opens a copy of a file that may not be written; writing fails.
    ///
    /// SQLite cannot read a file with a log in a folder where it cannot make its own files, nor could older tables be brought to this
    /// version there.
    init(copyOf path: String, busyTimeout: Duration) throws(StoreError) {
        self.path = path
        let copy = try StoreCopy(of: path)
        self.copy = copy
        do { writer = try Self.open(copy.path, busyTimeout) } catch { throw StoreError.translated(error, path: path) }
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
        // Folding the log into the file flushes both and holds up whoever waits for a commit: every 16 MB, not every 4. Most pages are
        // written again and again in that time and folded once.
        try pool.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA journal_size_limit = 1048576; PRAGMA wal_autocheckpoint = 4000")
        }
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
        do { return try await writer.read(body) } catch { throw StoreError.translated(error, path: path) }
    }

    /// Writes in one transaction that survives the end of the process.
    ///
    /// The file is not flushed to the disk, which here takes ten times the processor time of everything else about a commit.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(StoreError) -> Value {
        try refuseCopy()
        do { return try await writer.write(body) } catch { throw StoreError.translated(error, path: path) }
    }

    /// Writes in one transaction that survives, with all before it, a power failure too.
    func writeFlushed<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(StoreError) -> Value {
        try await writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            defer { try? db.execute(sql: "PRAGMA synchronous = NORMAL") }
            return try db.committing(body)
        }
    }

    /// Writes much in one transaction that survives a power failure too; the log that it leaves is folded in at once.
    func writeWhole<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(StoreError) -> Value {
        let value = try await writeFlushed(body)
        try? await writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        return value
    }

    func writeWithoutTransaction<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        try refuseCopy()
        do { return try await writer.writeWithoutTransaction(body) } catch { throw StoreError.translated(error, path: path) }
    }

    private func refuseCopy() throws(StoreError) {
        if copy != nil { throw StoreError.translated(DatabaseError(resultCode: .SQLITE_READONLY), path: path) }
    }

    /// Folds the log into the file and closes it; later use fails.
    func close() throws(StoreError) {
        do {
            // Readers that are still open would keep the log from being folded in.
            (writer as? DatabasePool)?.releaseMemory()
            _ = try? writer.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            try writer.close()
        } catch {
            throw StoreError.translated(error, path: path)
        }
    }
}

extension Database {
    /// Does work in one transaction that begins with the right to write.
    fileprivate func committing<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try execute(sql: "BEGIN IMMEDIATE")
        do {
            let value = try body(self)
            try execute(sql: "COMMIT")
            return value
        } catch {
            if isInsideTransaction { try? execute(sql: "ROLLBACK") }
            throw error
        }
    }
}

/// A copy of a store's files in a folder for temporary files, removed with the last reference to it.
final class StoreCopy: Sendable {
    /// The copied file.
    let path: String
    private let folder: URL

    init(of original: String) throws(StoreError) {
        folder = FileManager.default.temporaryDirectory.appending(path: "plumb-store-\(UUID().uuidString)")
        path = folder.appending(path: "plumb.sqlite").path
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: original, toPath: path)
            // What is in the log belongs to the file.
            if FileManager.default.fileExists(atPath: original + "-wal") {
                try FileManager.default.copyItem(atPath: original + "-wal", toPath: path + "-wal")
            }
            for file in [path, path + "-wal"] where FileManager.default.fileExists(atPath: file) {
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            }
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw StoreError(
                .readOnly, "the store \(original) may not be written, and there is no room to copy it for reading",
                help: "make the store writable, or set TMPDIR to a folder with room")
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
