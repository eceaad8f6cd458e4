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
        case .SQLITE_FULL:
            return StoreError(.diskFull, "there is no room left for the store \(path)", help: "free some space; what was kept stays")
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
