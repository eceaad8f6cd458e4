import PlumbModel

/// A prompt file as read: its turns, and what its front matter says.
struct PromptText {
    var turns: [Prompt.Turn] = []
    var model: String?
    var parameters = Parameters()
}

/// The keys of a prompt file's front matter.
enum FrontMatterKeys {
    static let description = Key("description", .text, "What the prompt is about")
    static let model = Key("model", .name, "The model asked, unless the variant names one")
    static let parameters = Key("parameters", .parameters, "Sampling parameters, under the variant's")
    static let table = KeyTable("the front matter", [description.row, model.row, parameters.row])
}

/// Reads prompt files: optional front matter between `---` lines, then turns that begin with a line `system:`, `user:` or
/// `assistant:`; without such a line the whole is one user message.
struct PromptTextReader {
    let source: SourceText
    let context: LoadingContext

    private struct Block {
        var role: Message.Role
        var markerLine: Int?
        var firstLine: Int
        var lines: ArraySlice<String>
    }

    private var findings: Findings { context.findings }

    /// The prompt; nil when something is wrong, which is reported.
    func read() -> PromptText? {
        let errors = findings.errorCount
        var prompt = PromptText()
        let lines = source.lines(1...Int.max - 1)
        let start = frontMatter(lines, into: &prompt)
        for block in blocks(lines, from: start) {
            if let turn = turn(block) { prompt.turns.append(turn) }
        }
        if prompt.turns.isEmpty, findings.errorCount == errors {
            findings.error("empty-prompt", at: source.start, "the prompt '\(source.name)' is empty")
        }
        return findings.errorCount == errors ? prompt : nil
    }

    /// Reads the front matter and returns the index of the first line after it.
    private func frontMatter(_ lines: [String], into prompt: inout PromptText) -> Int {
        guard lines.first == "---" else { return 0 }
        guard let end = lines.dropFirst().firstIndex(of: "---") else {
            findings.error(
                "unclosed-front-matter", at: source.start, "the front matter is never closed", help: "close it with a line '---'")
            return lines.count
        }
        let part = YAMLPart.frontMatter(endLine: end + 1)
        if let node = YAMLReader.read(source, part: part, findings: findings),
            let fields = Fields(node, FrontMatterKeys.table, findings)
        {
            _ = fields[FrontMatterKeys.description]
            prompt.model = fields[FrontMatterKeys.model]
            prompt.parameters = fields[FrontMatterKeys.parameters] ?? Parameters()
        }
        return end + 1
    }

    private func blocks(_ lines: [String], from start: Int) -> [Block] {
        let markers = lines.indices.dropFirst(start).compactMap { index in Self.role(of: lines[index]).map { (index, $0) } }
        guard let first = markers.first else {
            warnAboutNearMarker(lines, from: start)
            return [Block(role: .user, markerLine: nil, firstLine: start, lines: lines[start...])]
        }
        if let stray = lines[start..<first.0].firstIndex(where: { !Self.isBlank($0) }) {
            findings.error(
                "text-before-role", at: place(line: stray, lines[stray]), "text before the first '\(first.1.rawValue):' line",
                help: "put it under 'system:' or 'user:'")
        }
        return markers.enumerated().map { number, marker in
            let end = number + 1 < markers.count ? markers[number + 1].0 : lines.count
            return Block(role: marker.1, markerLine: marker.0, firstLine: marker.0 + 1, lines: lines[marker.0 + 1..<end])
        }
    }

    private func turn(_ block: Block) -> Prompt.Turn? {
        var lines = block.lines
        while let last = lines.last, Self.isBlank(last) { lines.removeLast() }
        while let first = lines.first, Self.isBlank(first) { lines.removeFirst() }
        guard !lines.isEmpty else {
            if let marker = block.markerLine {
                findings.error(
                    "empty-turn", at: Place(source: source, line: marker + 1, column: 1, length: block.role.rawValue.count + 1),
                    "the \(block.role.rawValue) turn says nothing", help: "write its text on the lines below, or remove it")
            }
            return nil
        }
        let origin = TemplateOrigin.lines(source, first: lines.startIndex + 1)
        let location = SourceLocation(file: source.name, line: lines.startIndex + 1)
        return context.turn(block.role, lines.joined(separator: "\n"), at: location, origin)
    }

    private func warnAboutNearMarker(_ lines: [String], from start: Int) {
        guard let index = lines[start...].firstIndex(where: { !Self.isBlank($0) }), lines[index].hasSuffix(":"),
            let near = Suggestion.nearest(to: String(lines[index].dropLast()), among: Message.Role.allCases.map(\.rawValue))
        else { return }
        findings.warning(
            "role-line", at: place(line: index, lines[index]), "'\(lines[index])' is read as text, not as the beginning of a turn",
            help: "write '\(near):' to begin a turn")
    }

    private func place(line index: Int, _ text: String) -> Place {
        Place(source: source, line: index + 1, column: 1, length: max(1, text.unicodeScalars.count))
    }

    private static func role(of line: String) -> Message.Role? {
        guard let last = line.last, last == ":" || last == " " || last == "\t" else { return nil }
        let trimmed = line.trimmingSuffix { $0 == " " || $0 == "\t" }
        return Message.Role.allCases.first { trimmed == "\($0.rawValue):" }
    }

    private static func isBlank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) }
}

extension String {
    /// This text without the characters at its end that a condition holds for.
    func trimmingSuffix(while condition: (Character) -> Bool) -> Substring {
        var rest = self[...]
        while let last = rest.last, condition(last) { rest.removeLast() }
        return rest
    }
}
