/// How one text becomes another, line by line.
public struct TextDiff: Sendable, Hashable {
    /// A line of either text.
    public enum Line: Sendable, Hashable {
        /// In both.
        case kept(String)
        /// In the first only.
        case removed(String)
        /// In the second only.
        case added(String)
    }

    /// The lines of both texts in order, removed ones before those that take their place.
    public var lines: [Line]

    /// A difference already found.
    public init(lines: [Line]) { self.lines = lines }
}
