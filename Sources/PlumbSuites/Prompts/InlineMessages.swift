import PlumbModel

/// Reads messages written in a suite: `- user: the text` or `- { role: user, content: the text }`.
struct InlineMessages {
    let context: LoadingContext

    /// The turns of a list, or nil when something is wrong, which is reported.
    func turns(_ node: LocatedNode) -> [Prompt.Turn]? {
        let items = node.list ?? []
        guard !items.isEmpty else {
            context.findings.error("empty-prompt", at: node.place, "the list of messages is empty")
            return nil
        }
        let turns = items.compactMap(turn)
        return turns.count == items.count ? turns : nil
    }

    /// One turn whose text is a scalar; nil when it is empty or no template, which is reported.
    func turn(_ role: Message.Role, _ node: LocatedNode) -> Prompt.Turn? {
        guard let text = node.text else {
            context.findings.wrongType(node, expected: "a text")
            return nil
        }
        guard !text.allSatisfy(\.isWhitespace) else {
            context.findings.error("empty-turn", at: node.place, "the \(role.rawValue) turn says nothing")
            return nil
        }
        var trimmed = text[...]
        while trimmed.last == "\n" { trimmed.removeLast() }
        return context.turn(role, String(trimmed), at: node.place.location, .scalar(node))
    }

    private func turn(_ item: LocatedNode) -> Prompt.Turn? {
        guard let entries = item.mapping else {
            context.findings.wrongType(item, expected: "a message", help: "write '- user: the text'")
            return nil
        }
        if let content = item["content"], let role = item["role"], entries.count == 2 {
            guard let known = Shape<Message.Role>.choice().read(role, context.findings) else { return nil }
            return turn(known, content)
        }
        guard entries.count == 1, let entry = entries.first else {
            context.findings.error(
                "bad-message", at: item.place, "a message has one role and one text",
                help: "write '- user: the text', or { role: user, content: the text }")
            return nil
        }
        guard let role = Message.Role(rawValue: entry.key) else {
            let roles = Message.Role.allCases.map(\.rawValue)
            context.findings.error(
                "unknown-role", at: entry.place, "unknown role '\(entry.key)'", help: Help.word(entry.key, among: roles))
            return nil
        }
        return turn(role, entry.value)
    }
}
