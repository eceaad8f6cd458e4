/// A finding about something a person wrote: what is wrong, where, and what to do.
///
/// Collecting, ordering and printing findings is somebody else's work.
public struct Diagnostic: Error, Sendable, Hashable {
    /// How much a finding matters.
    public enum Severity: String, Sendable, Hashable, Codable, CaseIterable {
        /// The suite cannot run.
        case error
        /// The suite runs, but probably not as meant.
        case warning
        /// Something worth knowing.
        case note
    }

    /// A stable name in kebab case, such as `unknown-key`.
    public var identifier: String
    /// How much it matters.
    public var severity: Severity
    /// Where it is, or nil when it concerns no file.
    public var location: SourceLocation?
    /// What is wrong, as a phrase without a full stop.
    public var message: String
    /// What to do about it, as a phrase without a full stop, or nil when the message says it all.
    public var help: String?
    /// The text of the line at ``location``, for showing it with a caret.
    public var sourceLine: String?

    /// A finding; see the properties.
    public init(
        _ identifier: String, _ severity: Severity = .error, at location: SourceLocation? = nil, _ message: String,
        help: String? = nil, sourceLine: String? = nil
    ) {
        self.identifier = identifier
        self.severity = severity
        self.location = location
        self.message = message
        self.help = help
        self.sourceLine = sourceLine
    }
}

/// Everything wrong with an input, found in one go.
public struct DiagnosticsError: Error, Sendable {
    /// The findings; at least one is an error.
    public var diagnostics: [Diagnostic]

    /// The findings, in the order found.
    public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
