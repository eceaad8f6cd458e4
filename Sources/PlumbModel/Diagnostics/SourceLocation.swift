/// A place in a file that a person wrote.
public struct SourceLocation: Sendable, Hashable, Codable {
    /// The path as shown to people: relative to the project's root where possible.
    public var file: String
    /// The 1-based line.
    public var line: Int
    /// The 1-based column in Unicode scalars.
    public var column: Int
    /// How many Unicode scalars the place spans, at least 1.
    public var length: Int

    /// A place in a file; a whole file is line 1, column 1.
    public init(file: String, line: Int = 1, column: Int = 1, length: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
        self.length = max(1, length)
    }
}
