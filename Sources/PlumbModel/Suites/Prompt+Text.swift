extension Prompt {
    /// The prompt that ``text`` was written from; nil when the text begins no turn or one of its templates cannot be read.
    ///
    /// A turn begins with a line that names a role, which is the first line or follows an empty one.
    public init?(text: String) {
        var written: [(role: Message.Role, lines: [Substring])] = []
        var previous: Substring = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if previous.isEmpty, line.last == ":", let role = Message.Role(rawValue: String(line.dropLast())) {
                if let last = written.indices.last { written[last].lines.removeLast() }
                written.append((role, []))
            } else if let last = written.indices.last {
                written[last].lines.append(line)
            } else {
                return nil
            }
            previous = line
        }
        var turns: [Turn] = []
        for (role, lines) in written {
            guard let template = try? Template(parsing: lines.joined(separator: "\n")) else { return nil }
            turns.append(Turn(role, template))
        }
        guard !turns.isEmpty else { return nil }
        self.init(turns: turns)
    }
}
