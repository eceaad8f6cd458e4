import PlumbModel
import Yams

/// Reads YAML into a tree that knows its places, strictly: no tags, no merge keys, anchors within a budget.
struct YAMLReader {
    /// How many nodes all anchors of a file may expand to.
    static let aliasBudget = 100_000
    /// How deep lists and mappings may nest.
    static let deepest = 100

    private let source: SourceText
    private let findings: Findings
    private var furthest = (line: 0, column: 0)
    private var aliased = 0
    private var failed = false

    /// Reads a whole file, or the part between two lines whose numbers are kept; nil when it is empty or broken.
    static func read(_ source: SourceText, part: YAMLPart = .whole, findings: Findings) -> LocatedNode? {
        let text = part.text(of: source)
        do {
            guard let node = try Parser(yaml: text, resolver: .basic).singleRoot() else { return nil }
            var reader = YAMLReader(source: source, findings: findings)
            let located = reader.convert(node, depth: 0)
            return reader.failed ? nil : located
        } catch {
            YAMLProblem(source: source, text: text).report(error, to: findings)
            return nil
        }
    }

    private init(source: SourceText, findings: Findings) {
        self.source = source
        self.findings = findings
    }

    private enum Role { case key, value }

    private mutating func convert(_ node: Node, as role: Role = .value, depth: Int) -> LocatedNode {
        let mark = node.mark.map { (line: $0.line, column: $0.column) } ?? (line: 1, column: 1)
        let place = Place(source: source, line: mark.line, column: mark.column)
        let nothing = LocatedNode(content: .scalar("", .plain), place: place)
        if failed { return nothing }
        guard isWithinBudget(mark, place), depth <= Self.deepest else {
            if !failed { fail("nested-too-deep", at: place, "nested deeper than \(Self.deepest) levels") }
            return nothing
        }
        if role == .value, mark >= furthest { rejectTag(of: node, at: place) }
        switch node {
        case .scalar(let scalar): return scalarNode(scalar, at: place)
        case .sequence(let sequence):
            return LocatedNode(content: .list(sequence.map { convert($0, depth: depth + 1) }), place: place)
        case .mapping(let mapping): return mappingNode(mapping, at: place, depth: depth)
        case .alias: return nothing
        }
    }

    private func scalarNode(_ scalar: Node.Scalar, at place: Place) -> LocatedNode {
        let isPlain = scalar.style == .plain || scalar.style == .any
        var place = place
        if scalar.style != .literal, scalar.style != .folded {
            place.length = scalar.string.unicodeScalars.count + (isPlain ? 0 : 2)
        }
        return LocatedNode(content: .scalar(scalar.string, isPlain ? .plain : .quoted), place: place)
    }

    private mutating func mappingNode(_ mapping: Node.Mapping, at place: Place, depth: Int) -> LocatedNode {
        var entries: [LocatedEntry] = []
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else {
                fail("key-is-not-text", at: place, "a key must be a text, found \(Self.kind(of: key))", help: Self.keyHelp(key))
                continue
            }
            let name = scalar.string
            let located = convert(key, as: .key, depth: depth + 1)
            if name == "<<", scalar.style == .plain {
                findings.error(
                    "merge-key", at: located.place, "the merge key '<<' is not supported", help: "write the keys out, or use 'include:'")
            }
            entries.append(LocatedEntry(key: name, place: located.place, value: convert(value, depth: depth + 1)))
        }
        return LocatedNode(content: .mapping(entries), place: place)
    }

    private static func kind(of node: Node) -> String { node.sequence == nil ? "a mapping" : "a list" }

    /// `{{ name }}` without quotes is, to YAML, a mapping whose key is a mapping.
    private static func keyHelp(_ key: Node) -> String? {
        guard let inner = key.mapping, inner.count == 1 else { return nil }
        return "quote the template: \"{{ \(inner.first?.key.scalar?.string ?? "name") }}\""
    }

    /// A node before one that was already met comes from an anchor.
    private mutating func isWithinBudget(_ mark: (line: Int, column: Int), _ place: Place) -> Bool {
        guard mark < furthest else {
            furthest = mark
            return true
        }
        aliased += 1
        guard aliased > Self.aliasBudget else { return true }
        fail("too-many-aliases", at: place, "anchors expand to more than \(Self.aliasBudget) values", help: "write the values out")
        return false
    }

    /// Only called for values met for the first time: comparing keys marks those as texts, which no person wrote.
    private func rejectTag(of node: Node, at place: Place) {
        let tag: String
        switch node {
        case .scalar(let scalar): tag = scalar.style == .plain || !scalar.tag.rawValue.hasSuffix(":str") ? scalar.tag.rawValue : ""
        case .sequence(let sequence): tag = sequence.tag.rawValue
        case .mapping(let mapping): tag = mapping.tag.rawValue
        case .alias: tag = ""
        }
        guard !tag.isEmpty else { return }
        findings.error(
            "yaml-tag", at: place, "the tag '\(tag.replacing("tag:yaml.org,2002:", with: "!!"))' is not supported",
            help: "remove it; put a text in quotes")
    }

    private mutating func fail(_ identifier: String, at place: Place, _ message: String, help: String? = nil) {
        failed = true
        findings.error(identifier, at: place, message, help: help)
    }
}

/// Which part of a file is YAML.
enum YAMLPart {
    /// All of it.
    case whole
    /// The lines before this one, without the first: the front matter of a prompt.
    case frontMatter(endLine: Int)

    /// The part's text with as many lines before it as in the file.
    ///
    /// At least 16 bytes long: the parser keeps a pointer into the text, and shorter texts have no lasting address.
    func text(of source: SourceText) -> String {
        var text: String
        switch self {
        case .whole: text = source.text
        case .frontMatter(let endLine):
            text = "\n" + (endLine > 2 ? source.lines(2...endLine - 1) : []).map { $0 + "\n" }.joined()
        }
        while text.utf8.count < 16 { text += "\n" }
        return text
    }
}
