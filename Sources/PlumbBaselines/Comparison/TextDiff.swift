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

    /// Finds a shortest way from one text to another (Myers 1986, in linear space).
    ///
    /// Texts with thousands of differing lines are not searched to the end: what is left is shown as replaced.
    public init(from before: String, to after: String) {
        let old = Self.split(before)
        let new = Self.split(after)
        // Bytes are compared, not strings: texts that only Unicode takes for equal are not the same to a model.
        var numbers: [[UInt8]: Int] = [:]
        func number(_ line: Substring.UTF8View) -> Int {
            let bytes = Array(line)
            let number = numbers[bytes] ?? numbers.count
            numbers[bytes] = number
            return number
        }
        var search = DiffSearch(old: old.map(number), new: new.map(number))
        search.run()
        lines = Self.merged(old.map { String(Substring($0)) }, new.map { String(Substring($0)) }, search)
    }

    /// How many lines are only in the first text.
    public var removedCount: Int { lines.count { if case .removed = $0 { true } else { false } } }
    /// How many lines are only in the second text.
    public var addedCount: Int { lines.count { if case .added = $0 { true } else { false } } }
    /// Whether no line differs.
    public var isEmpty: Bool { removedCount == 0 && addedCount == 0 }

    /// Lines end with a line feed alone: in `utf8`, because a carriage return and a line feed are one character.
    private static func split(_ text: String) -> [Substring.UTF8View] {
        text.isEmpty ? [] : text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    }

    private static func merged(_ old: [String], _ new: [String], _ search: DiffSearch) -> [Line] {
        var lines: [Line] = []
        var left = 0
        var right = 0
        while left < old.count || right < new.count {
            if left < old.count, search.removed[left] {
                lines.append(.removed(old[left]))
                left += 1
            } else if right < new.count, search.added[right] {
                lines.append(.added(new[right]))
                right += 1
            } else {
                if left < old.count { lines.append(.kept(old[left])) }
                left += 1
                right += 1
            }
        }
        return lines
    }
}
