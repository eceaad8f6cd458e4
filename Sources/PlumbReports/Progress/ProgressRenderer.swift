/// Draws progress over and over at the same place of a terminal.
///
/// Gives texts to write; writing them, and deciding when, is the caller's work.
public struct ProgressRenderer: Sendable {
    private let capabilities: TerminalCapabilities
    private var height = 0

    /// Draws for a terminal of these capabilities.
    public init(_ capabilities: TerminalCapabilities) { self.capabilities = capabilities }

    /// What to write so that the lines drawn before give way to these.
    public mutating func redraw(_ lines: [StyledText]) -> String {
        let text = lines.map { Page.safeLine($0, capabilities.coloring) + "\u{1B}[K\n" }.joined()
        defer { height = lines.count }
        return start + text + (lines.count < height ? "\u{1B}[J" : "")
    }

    /// What to write so that nothing of the progress stays.
    public mutating func clear() -> String {
        defer { height = 0 }
        return height == 0 ? "" : start + "\u{1B}[J"
    }

    /// Back to the first line drawn.
    private var start: String { height == 0 ? "" : "\u{1B}[\(height)A\r" }
}

/// Tells progress line by line where nothing can be redrawn.
public struct ProgressLog: Sendable {
    /// The least seconds between two lines.
    public static let interval = 10.0

    private var lastAt: Double?

    /// Nothing told yet.
    public init() {}

    /// The line to write now, without a line break; nil when it is too early for another one.
    public mutating func line(_ model: ProgressModel, at now: Double) -> String? {
        guard !model.parts.isEmpty, model.ending == nil else { return nil }
        if let lastAt, now - lastAt < Self.interval { return nil }
        lastAt = now
        return Page.safeLine(ProgressView.plainLine(model, at: now), .none)
    }
}
