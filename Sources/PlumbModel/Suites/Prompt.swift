/// A template of messages.
public struct Prompt: Sendable, Hashable {
    /// One turn with holes.
    public struct Turn: Sendable, Hashable {
        /// Who speaks.
        public var role: Message.Role
        /// What is said.
        public var template: Template
        /// Where the turn's text begins in a file, for errors.
        public var location: SourceLocation?

        /// A turn with holes.
        public init(_ role: Message.Role, _ template: Template, location: SourceLocation? = nil) {
            self.role = role
            self.template = template
            self.location = location
        }
    }

    /// The turns in order.
    public var turns: [Turn]
    /// The file the prompt was read from, relative to the suite, or nil when written inline.
    public var file: String?

    /// A prompt of some turns.
    public init(turns: [Turn], file: String? = nil) {
        self.turns = turns
        self.file = file
    }

    /// The prompt as one text with a marker line before each turn, as a person reviews it.
    public var text: String {
        turns.map { "\($0.role.rawValue):\n\($0.template.source)" }.joined(separator: "\n\n")
    }
}
