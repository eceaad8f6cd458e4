/// One turn of a conversation.
public struct Message: Sendable, Hashable, Codable {
    /// Who speaks.
    public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
        /// Instructions to the model.
        case system
        /// The person asking.
        case user
        /// The model.
        case assistant
    }

    /// Who speaks.
    public var role: Role
    /// What is said.
    public var content: String

    /// A turn of a conversation.
    public init(_ role: Role, _ content: String) {
        self.role = role
        self.content = content
    }

    /// This turn as a chat-completions message.
    public var json: JSON { ["role": .string(role.rawValue), "content": .string(content)] }
}
