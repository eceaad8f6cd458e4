/// Builds a template's tree from its tokens.
struct TemplateParser {
    private let tokens: [TemplateToken]
    private var index = 0
    private var depth = 0

    /// The most blocks inside one another; a file that nests deeper is a mistake, and must not exhaust the stack.
    private static let deepest = 64

    init(source: String) throws(TemplateError) {
        var scanner = TemplateScanner(source: source)
        tokens = try scanner.tokens()
    }

    mutating func template() throws(TemplateError) -> [Template.Node] {
        let (nodes, end) = try body(until: [])
        if let end {
            throw Self.error("unexpected-tag", "'{% \(end.content) %}' closes nothing", at: end.position)
        }
        return nodes
    }

    private typealias End = (content: String, position: TemplateError.Position)

    /// Nodes up to a tag whose first word is one of `words`, which is consumed and returned.
    private mutating func body(until words: Set<String>) throws(TemplateError) -> ([Template.Node], End?) {
        var nodes: [Template.Node] = []
        while index < tokens.count {
            let token = tokens[index]
            index += 1
            switch token {
            case .text(let text): nodes.append(.text(text))
            case .output(let content, let position): nodes.append(try Self.output(content, at: position))
            case .tag(let content, let position):
                let word = content.split(separator: " ").first.map(String.init) ?? ""
                if words.contains(word) || Self.closers.contains(word) { return (nodes, (content, position)) }
                nodes.append(try block(word, content, at: position))
            }
        }
        return (nodes, nil)
    }

    private static let closers: Set<String> = ["endfor", "endif", "else", "elif", "endraw"]

    private mutating func block(
        _ word: String, _ content: String, at position: TemplateError.Position
    ) throws(TemplateError) -> Template.Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw Self.error("nested-too-deeply", "blocks are nested more than \(Self.deepest) deep", at: position)
        }
        switch word {
        case "for": return try loop(content, at: position)
        case "if": return try branch(content, at: position)
        default:
            let near = Suggestion.nearest(to: word, among: ["for", "if", "raw"] + Self.closers.sorted())
            throw Self.error(
                "unknown-tag", "unknown tag '\(word)'", at: position,
                help: near.map { "did you mean '\($0)'?" } ?? "known tags: for, if, elif, else, raw")
        }
    }

    private mutating func loop(_ content: String, at position: TemplateError.Position) throws(TemplateError) -> Template.Node {
        let words = content.split(separator: " ").map(String.init)
        guard words.count == 4, words[2] == "in", Self.isName(words[1]) else {
            throw Self.error("bad-loop", "a loop reads '{% for item in list %}'", at: position)
        }
        let list = try Self.path(words[3], at: position)
        let (nodes, end) = try body(until: ["endfor"])
        guard end?.content == "endfor" else { throw Self.unclosed("for", end, at: position) }
        return .loop(variable: words[1], list: list, body: nodes)
    }

    private mutating func branch(_ content: String, at position: TemplateError.Position) throws(TemplateError) -> Template.Node {
        var arms: [(condition: Template.Condition, body: [Template.Node])] = []
        var condition = try Self.condition(String(content.dropFirst(2)), at: position)
        while true {
            let (nodes, end) = try body(until: ["elif", "else", "endif"])
            arms.append((condition, nodes))
            guard let end else { throw Self.unclosed("if", nil, at: position) }
            if end.content == "endif" { return .branch(arms, otherwise: []) }
            if end.content == "else" {
                let (otherwise, last) = try body(until: ["endif"])
                guard last?.content == "endif" else { throw Self.unclosed("if", last, at: position) }
                return .branch(arms, otherwise: otherwise)
            }
            guard end.content.hasPrefix("elif ") else { throw Self.unclosed("if", end, at: position) }
            condition = try Self.condition(String(end.content.dropFirst(4)), at: end.position)
        }
    }

    private static func condition(_ text: String, at position: TemplateError.Position) throws(TemplateError) -> Template.Condition {
        var text = text.trimmingBlanks
        if text.hasPrefix("not ") {
            let inner = String(text.dropFirst(4)).trimmingBlanks
            guard !inner.hasPrefix("not ") else { throw error("bad-expression", "'not not' says nothing", at: position) }
            return .not(try condition(inner, at: position))
        }
        if text.hasSuffix(" is not defined") { return .not(.isDefined(try path(String(text.dropLast(15)), at: position))) }
        if text.hasSuffix(" is defined") { return .isDefined(try path(String(text.dropLast(11)), at: position)) }
        for (mark, negated) in [("==", false), ("!=", true)] {
            guard let range = text.firstRange(of: mark) else { continue }
            let left = try path(String(text[..<range.lowerBound]), at: position)
            text = String(text[range.upperBound...]).trimmingBlanks
            let equality = Template.Condition.equals(left, try operand(text, at: position))
            return negated ? .not(equality) : equality
        }
        return .truthy(try path(text, at: position))
    }

    private static func operand(_ text: String, at position: TemplateError.Position) throws(TemplateError) -> Template.Operand {
        if let literal = quoted(text) { return .literal(literal) }
        return .path(try path(text, at: position))
    }

    private static func output(_ content: String, at position: TemplateError.Position) throws(TemplateError) -> Template.Node {
        let parts = split(content, at: "|")
        var filters: [Template.Filter] = []
        for part in parts.dropFirst() { filters.append(try filter(part.trimmingBlanks, at: position)) }
        return .output(try path(parts.first ?? "", at: position), filters: filters)
    }

    private static func filter(_ text: String, at position: TemplateError.Position) throws(TemplateError) -> Template.Filter {
        let name = String(text.prefix { $0 != "(" })
        let argument = text.hasSuffix(")") ? quoted(String(text.dropFirst(name.count + 1).dropLast())) : nil
        switch (name, argument) {
        case ("trim", nil) where text == name: return .trim
        case ("upper", nil) where text == name: return .upper
        case ("lower", nil) where text == name: return .lower
        case ("json", nil) where text == name: return .json
        case ("length", nil) where text == name: return .length
        case ("join", let separator?): return .join(separator)
        case ("default", let value?): return .fallback(value)
        default:
            throw error(
                "unknown-filter", "unknown filter '\(text)'", at: position,
                help: "known filters: trim, upper, lower, json, length, join(\", \"), default(\"text\")")
        }
    }

    private static func path(_ text: String, at position: TemplateError.Position) throws(TemplateError) -> Template.Path {
        let names = text.trimmingBlanks.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy(isName) else {
            let shown = text.trimmingBlanks
            throw error(
                "bad-expression", shown.isEmpty ? "an empty expression" : "'\(shown)' is not a variable", at: position,
                help: "write a name such as {{ message }} or {{ customer.name }}; for literal braces use {% raw %}…{% endraw %}")
        }
        return Template.Path(names: names, position: position)
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        return text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == "_" || $0 == "-" || ("0"..."9").contains($0) }
            && first != "-"
    }

    private static func quoted(_ text: String) -> String? {
        let text = text.trimmingBlanks
        guard text.count >= 2, let mark = text.first, mark == "\"" || mark == "'", text.last == mark else { return nil }
        return String(text.dropFirst().dropLast()).replacing("\\n", with: "\n")
    }

    private static func split(_ text: String, at separator: Character) -> [String] {
        var parts = [""]
        var quote: Character?
        for character in text {
            if character == "\"" || character == "'" { quote = quote == nil ? character : (quote == character ? nil : quote) }
            if character == separator, quote == nil { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts
    }

    private static func unclosed(_ word: String, _ end: End?, at position: TemplateError.Position) -> TemplateError {
        let met = end.map { ", but '{% \($0.content) %}' came first" } ?? ""
        return error("unclosed-block", "'{% \(word) … %}' is never closed\(met)", at: position, help: "close it with '{% end\(word) %}'")
    }

    private static func error(
        _ identifier: String, _ message: String, at position: TemplateError.Position, help: String? = nil
    ) -> TemplateError {
        TemplateError(identifier: identifier, message: message, help: help, position: position)
    }
}

extension String {
    /// This text without blanks and line ends at either end.
    var trimmingBlanks: String {
        var view = self[...]
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}
