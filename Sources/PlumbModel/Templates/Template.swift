/// A text with holes that are filled from a case.
///
/// The language is a strict subset of Jinja: `{{ a.b | filter }}`, `{% for x in list %}…{% endfor %}`,
/// `{% if a %}…{% elif b %}…{% else %}…{% endif %}`, `{% raw %}…{% endraw %}`, `{# … #}` and trim markers (`{{-`, `-%}`).
/// Values are inserted verbatim and never read as template again; an undefined variable is an error. A block tag or a comment
/// that stands alone on its line leaves no line behind.
public struct Template: Sendable, Hashable {
    /// The text as written.
    public let source: String
    let nodes: [Node]

    /// Reads a template.
    public init(parsing source: String) throws(TemplateError) {
        self.source = source
        var parser = try TemplateParser(source: source)
        self.nodes = try parser.template()
    }

    /// A template without holes.
    public init(verbatim text: String) {
        source = text
        nodes = text.isEmpty ? [] : [.text(text)]
    }

    /// Whether there are no holes, so that rendering gives the same text for every case.
    public var isConstant: Bool {
        nodes.allSatisfy { if case .text = $0 { true } else { false } }
    }

    indirect enum Node: Sendable, Hashable {
        case text(String)
        case output(Path, filters: [Filter])
        case loop(variable: String, list: Path, body: [Node])
        case branch([(condition: Condition, body: [Node])], otherwise: [Node])

        static func == (left: Node, right: Node) -> Bool {
            switch (left, right) {
            case (.text(let a), .text(let b)): a == b
            case (.output(let a, let x), .output(let b, let y)): a == b && x == y
            case (.loop(let a, let b, let c), .loop(let d, let e, let f)): a == d && b == e && c == f
            case (.branch(let a, let b), .branch(let c, let d)):
                b == d && a.count == c.count && zip(a, c).allSatisfy { $0.condition == $1.condition && $0.body == $1.body }
            default: false
            }
        }

        func hash(into hasher: inout Hasher) {
            switch self {
            case .text(let text): hasher.combine(text)
            case .output(let path, let filters): hasher.combine(path); hasher.combine(filters)
            case .loop(let variable, let list, let body): hasher.combine(variable); hasher.combine(list); hasher.combine(body)
            case .branch(let arms, let otherwise):
                for arm in arms { hasher.combine(arm.condition); hasher.combine(arm.body) }
                hasher.combine(otherwise)
            }
        }
    }

    /// A dotted name and where it stands.
    struct Path: Sendable, Hashable {
        var names: [String]
        var position: TemplateError.Position
    }

    enum Condition: Sendable, Hashable {
        case truthy(Path)
        case isDefined(Path)
        case equals(Path, Operand)
        indirect case not(Condition)
    }

    enum Operand: Sendable, Hashable {
        case literal(String)
        case path(Path)
    }

    enum Filter: Sendable, Hashable {
        case trim, upper, lower, json, length
        case join(String)
        case fallback(String)
    }
}

/// Why a template cannot be read or rendered, and where.
public struct TemplateError: Error, Sendable, Hashable {
    /// A place in the template's text.
    public struct Position: Sendable, Hashable {
        /// The 1-based line.
        public var line: Int
        /// The 1-based column in Unicode scalars.
        public var column: Int
        /// How many Unicode scalars the place spans.
        public var length: Int
    }

    /// A stable name in kebab case, such as `undefined-variable`.
    public let identifier: String
    /// What is wrong, as a phrase without a full stop.
    public let message: String
    /// What to do about it, or nil.
    public let help: String?
    /// Where it is in the template's text.
    public let position: Position
}
