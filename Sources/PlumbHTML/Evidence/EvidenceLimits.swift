/// How much of what models wrote is kept for the pages of cases; what is left out is counted and said.
public struct EvidenceLimits: Sendable, Hashable {
    /// Unicode scalars of an answer, a completion or a message before it is cut.
    public var text: Int
    /// Unicode scalars of what a check said.
    public var reason: Int
    /// Distinct answers of a case under a variant.
    public var answers: Int
    /// Bytes of all answers, completions and reasons together; beyond, every text is cut to half as much, and so on.
    public var total: Int

    /// Limits; see the properties.
    public init(text: Int = 4_000, reason: Int = 400, answers: Int = 20, total: Int = 24_000_000) {
        self.text = max(text, Self.least)
        self.reason = max(reason, 1)
        self.answers = max(answers, 1)
        self.total = max(total, 0)
    }

    /// Scalars to which texts are cut at the least, however many there are.
    static let least = 60
}
