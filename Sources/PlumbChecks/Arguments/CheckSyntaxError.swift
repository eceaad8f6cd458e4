public import PlumbModel

/// What is wrong in a check as written, and where.
public struct CheckSyntaxError: Error, Sendable, Hashable {
    /// A stable name in kebab case, such as `unknown-argument`.
    public var identifier: String
    /// Keys and indices from the written item to the place; see ``path(in:)``.
    public var path: [String]
    /// What is wrong, as a phrase without a full stop.
    public var message: String
    /// What to do about it, as a phrase without a full stop, or nil when the message says it all.
    public var help: String?
    /// The place inside the text at ``path`` when a template is wrong.
    public var position: TemplateError.Position?

    /// Something wrong in a check as written; see the properties.
    public init(
        _ identifier: String, at path: [String] = [], _ message: String, help: String? = nil,
        position: TemplateError.Position? = nil
    ) {
        self.identifier = identifier
        self.path = path
        self.message = message
        self.help = help
        self.position = position
    }

    /// The part of ``path`` that exists in an item as it was really written.
    ///
    /// Errors name arguments by their full path (`equals`, `to`); in a short form (`equals: "x"`) the argument's name does not occur and
    /// is left out here.
    public func path(in written: JSON) -> [String] {
        var value = written
        var found: [String] = []
        for step in path {
            guard let next = value[step] ?? Int(step).flatMap({ value[$0] }) else { continue }
            value = next
            found.append(step)
        }
        return found
    }

    /// This error at a place further out: `prefix` is put before the path.
    func inside(_ prefix: [String]) -> CheckSyntaxError {
        var error = self
        error.path = prefix + path
        return error
    }

    init(_ failure: JSONTemplate.Failure, inside prefix: [String]) {
        self.init(
            failure.error.identifier, at: prefix + failure.path, failure.error.message, help: failure.error.help,
            position: failure.error.position)
    }
}

/// Everything wrong in a check as written, found in one go.
public struct CheckSyntaxErrors: Error, Sendable, Hashable {
    /// The errors in the order found; at least one.
    public var errors: [CheckSyntaxError]

    /// The errors in the order found.
    public init(_ errors: [CheckSyntaxError]) { self.errors = errors }
}
