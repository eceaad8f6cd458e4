import PlumbChecks
import PlumbModel

extension Shape where Value == LocatedNode {
    /// A text that is needed with its place.
    static let textNode = Shape(schema: ["type": "string"], expected: "a text") { $0.text == nil ? nil : $0 }

    /// The path of a file, relative to the file in which it is written.
    static let path = Shape(schema: ["title": "path", "type": "string", "minLength": 1], expected: "the path of a file") { node in
        node.text.flatMap { $0.isEmpty ? nil : node }
    }

    /// A backend by name, or as a mapping.
    static let backend = Shape(schema: ["$ref": "#/$defs/backend"], expected: "the name of a backend or a mapping") { node in
        node.mapping != nil || node.text != nil ? node : nil
    }

    /// Messages written in a list.
    static let messages = Shape(
        schema: ["type": "array", "minItems": 1, "items": ["$ref": "#/$defs/message"]], expected: "a list of messages",
        help: "write '- user: the text' for each"
    ) { $0.list == nil ? nil : $0 }

    /// Files of cases, or cases; read by ``CaseSources``.
    static let cases = Shape.raw(schema: ["$ref": "#/$defs/cases"])

    /// A list of checks; read by `PlumbChecks`.
    static let checks = Shape(
        schema: ["type": "array", "items": ["$ref": "#/$defs/check"]], expected: "a list of checks",
        help: "begin each check with '- '"
    ) { $0.list == nil ? nil : $0 }

    /// Bounds on figures; read by ``RequirementReader``.
    static let require = Shape(
        schema: ["$ref": "#/$defs/require"], expected: "a mapping from figures to bounds", help: "write { accuracy: \">= 0.8\" }"
    ) { $0.mapping == nil ? nil : $0 }

    /// A variant; read by ``VariantReader``.
    static let variant = Shape.raw(schema: ["$ref": "#/$defs/variant"])

    /// Axes of values; read by ``MatrixReader``.
    static let matrix = Shape.raw(schema: ["$ref": "#/$defs/matrix"])
}

/// What becomes of a prompt's system turn.
enum SystemChoice: Sendable {
    /// The prompt's own stays.
    case on
    /// It is dropped.
    case off
    /// It is this template.
    case text(LocatedNode)
}

extension Shape where Value == SystemChoice {
    /// A system instruction, or `off`.
    static let system = Shape(
        schema: ["title": "text or `off`", "type": ["string", "boolean"]], expected: "a text or off",
        help: "write 'off' to drop the system turn"
    ) { choice($0, words: ["off": .off]) }

    /// A system instruction, `on` or `off`.
    static let systemAxis = Shape(
        schema: ["title": "`on`, `off` or text", "type": ["string", "boolean"]], expected: "on, off or a text"
    ) { choice($0, words: ["on": .on, "off": .off]) }

    /// A word without quotes, or an instruction; other words that mean yes or no are probably not meant as instructions.
    private static func choice(_ node: LocatedNode, words: [String: SystemChoice]) -> SystemChoice? {
        guard let text = node.text, !text.isEmpty else { return nil }
        guard let plain = node.plain else { return .text(node) }
        if let word = words[plain] { return word }
        return ["on", "off", "no", "yes", "false", "true", "none"].contains(plain) ? nil : .text(node)
    }
}

extension Shape where Value == ExamplesForm {
    /// A demand for worked examples.
    static let examples = Shape.fields(ExampleKeys.table) { fields in
        let count = fields[ExampleKeys.count]
        let seed = fields[ExampleKeys.seed]
        guard let from = fields[ExampleKeys.from] else { return nil }
        let place = fields.place(of: fields.entry(ExampleKeys.count) == nil ? ExampleKeys.from.name : ExampleKeys.count.name)
        return ExamplesForm(from: from, count: count, seed: seed, place: place)
    }
}

extension Shape where Value == Extraction {
    /// How the answer is taken from a completion.
    static let extraction = Shape(schema: ["$ref": "#/$defs/extraction"]) { node, findings in
        do throws(CheckSyntaxErrors) { return try ExtractionReader.read(node.json) } catch {
            findings.check(error.errors, .node(node))
            return nil
        }
    }
}
