/// One input with what is expected of the answer.
public struct Case: Sendable, Hashable {
    /// A stable name, unique in the suite: given, or made from the content.
    public var id: String
    /// The values that prompts and checks refer to, `expected` among them.
    public var variables: JSONObject
    /// Labels by which cases are selected and reported.
    public var tags: [String]
    /// Checks of this case alone, after the suite's.
    public var checks: [CheckSpecification]
    /// Where the case was written.
    public var location: SourceLocation?

    /// A case; see the properties.
    public init(
        id: String, variables: JSONObject, tags: [String] = [], checks: [CheckSpecification] = [], location: SourceLocation? = nil
    ) {
        self.id = id
        self.variables = variables
        self.tags = tags
        self.checks = checks
        self.location = location
    }

    /// The address of the case's content: its variables and its own checks, not its id, tags or place.
    public var contentHash: String {
        JSON.object(["variables": .object(variables), "checks": .array(checks.map(\.hashedContent))]).contentHash
    }
}
