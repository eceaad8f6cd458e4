/// Why something cannot be kept in the store or read back from it.
public struct StoreError: Error, Sendable, Hashable {
    /// What went wrong.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// There is no room left on the disk.
        case diskFull = "disk-full"
        /// The file or its folder may not be written.
        case readOnly = "read-only"
        /// Another process kept it to itself for too long.
        case locked
        /// The file is no store, or it is damaged.
        case damaged
        /// A later version of Plumb has written it.
        case newerVersion = "newer-version"
        /// There is no such file or folder, and it cannot be made.
        case unreachable
        /// There is no such run, or the name fits several.
        case unknownRun = "unknown-run"
        /// The run is being worked on.
        case runInUse = "run-in-use"
        /// A file with runs is damaged, or its runs do not fit together.
        case invalidFile = "invalid-file"
        /// Anything else that the database or the disk reports.
        case failed
    }

    /// What went wrong.
    public var kind: Kind
    /// What happened, as a phrase without a full stop, naming the file.
    public var message: String
    /// What to do about it, as a phrase, where there is something to do.
    public var help: String?

    /// An error; see the properties.
    public init(_ kind: Kind, _ message: String, help: String? = nil) {
        self.kind = kind
        self.message = message
        self.help = help
    }
}
