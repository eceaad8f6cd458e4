/// What one trial asks of a backend.
public struct CompletionRequest: Sendable, Hashable {
    /// The trial this request belongs to; a backend may need it to find a recording, and never sends it.
    public var trial: TrialKey
    /// The model's name, or nil for the backend's own.
    public var model: String?
    /// The conversation so far; the answer is the next turn.
    public var messages: [Message]
    /// How to sample; ``Parameters/seed`` is already the one of this repetition.
    public var parameters: Parameters

    /// A request; see the properties.
    public init(trial: TrialKey, model: String?, messages: [Message], parameters: Parameters) {
        self.trial = trial
        self.model = model
        self.messages = messages
        self.parameters = parameters
    }

    /// The address of what is asked, apart from which trial asks: model, messages and parameters.
    public var contentHash: String {
        let content: JSON = [
            "model": model.map(JSON.string) ?? .null, "messages": .array(messages.map(\.json)), "parameters": .object(parameters.json),
        ]
        return content.contentHash
    }

    /// A rough count of the request's tokens: one per four bytes of text, plus four per message.
    public var estimatedInputTokens: Int {
        messages.reduce(0) { $0 + 4 + ($1.content.utf8.count + 3) / 4 }
    }
}
