/// Annotations of a GitHub workflow within what GitHub keeps of one step.
public struct Annotations: Sendable {
    /// What GitHub keeps of each kind in one step.
    static let mostPerKind = 10

    /// The annotations kept, errors first, otherwise in the order given.
    public let kept: [GitHubCommand]
    /// How many were left out.
    public let omitted: Int

    /// Keeps the first ten of each kind, or nine notices when something must be said about the rest.
    ///
    /// - Parameters:
    ///   - commands: The annotations, the most important first within each kind.
    ///   - others: How many more there would be that were not even made.
    public init(_ commands: [GitHubCommand], others: Int = 0) {
        var kept: [GitHubCommand] = []
        for kind in GitHubCommand.Kind.allCases { kept += commands.filter { $0.kind == kind }.prefix(Self.mostPerKind) }
        if kept.count < commands.count + others, kept.count(where: { $0.kind == .notice }) == Self.mostPerKind { kept.removeLast() }
        self.kept = kept
        omitted = commands.count + others - kept.count
    }

    /// One line for each annotation, and a closing one when some were left out.
    public var text: String {
        var lines = kept.map(\.text)
        if omitted > 0 { lines.append(GitHubCommand(.notice, "and \(Figure.count(omitted)) more: see the log of this step").text) }
        return lines.map { $0 + "\n" }.joined()
    }
}
