import Foundation
import GRDB
import PlumbModel

extension StoreError {
    /// What a failure of the database means to a person, and what to do about it.
    static func translated(_ error: any Error, path: String) -> StoreError {
        if let error = error as? StoreError { return error }
        if error is RowDecodingError || error is JSONError { return damaged(path) }
        guard let error = error as? DatabaseError else {
            return StoreError(.failed, "the store \(path) cannot be used: \(error)")
        }
        switch error.resultCode {
        case .SQLITE_FULL: return full(path)
        // The files beside the store report a full disk as an error of it.
        case .SQLITE_IOERR where hasNoRoom(path): return full(path)
        case .SQLITE_IOERR:
            return StoreError(
                .failed, "the disk reports an error at the store \(path): \(error.message ?? "no reason given")",
                help: "see that the disk is well and its quota is not used up; what was kept stays")
        case .SQLITE_READONLY, .SQLITE_PERM:
            return StoreError(.readOnly, "the store \(path) may not be written", help: "make the file and its folder writable")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return StoreError(
                .locked, "another process keeps the store \(path) locked",
                help: "wait for it to end; it may be another plumb or a database viewer")
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: return damaged(path)
        case .SQLITE_CANTOPEN:
            return StoreError(.unreachable, "the store \(path) cannot be opened", help: "see that its folder exists and may be written")
        default:
            let reason = error.message ?? "code \(error.extendedResultCode.rawValue)"
            return StoreError(.failed, "the store \(path) cannot be used: \(reason)")
        }
    }

    private static func full(_ path: String) -> StoreError {
        StoreError(
            .diskFull, "there is no room left for the store \(path)",
            help: "free some space, or let plumb store prune do it; what was kept stays, and the run goes on where it was")
    }

    /// Whether the disk under a path has less room than one page of each of the store's files takes.
    private static func hasNoRoom(_ path: String) -> Bool {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        guard let free = attributes?[.systemFreeSize] as? NSNumber else { return false }
        return free.intValue < 64 << 10
    }

    static func damaged(_ path: String) -> StoreError {
        StoreError(
            .damaged, "\(path) is not a store of Plumb, or it is damaged",
            help: "move it away and run again: a new one is made; baselines do not depend on it")
    }

    static func newer(_ path: String) -> StoreError {
        StoreError(
            .newerVersion, "a later version of Plumb has written the store \(path)",
            help: "update Plumb, or move the store away to begin a new one")
    }
}
