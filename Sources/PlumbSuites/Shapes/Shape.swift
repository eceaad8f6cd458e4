import PlumbModel

/// What a value in a YAML file must look like: reads it, and describes itself for the JSON Schema.
///
/// Reader and schema come from one place, so that the schema cannot go stale.
struct Shape<Value>: Sendable {
    /// The JSON Schema of the value.
    let schema: JSON
    /// Reads the value, or reports what is wrong and returns nil.
    let read: @Sendable (LocatedNode, Findings) -> Value?

    init(schema: JSON, read: @escaping @Sendable (LocatedNode, Findings) -> Value?) {
        self.schema = schema
        self.read = read
    }

    /// A shape whose reader finds nothing wrong but the value's kind, which `expected` names.
    init(schema: JSON, expected: String, help: String? = nil, convert: @escaping @Sendable (LocatedNode) -> Value?) {
        self.init(schema: schema) { node, findings in
            guard let value = convert(node) else {
                findings.wrongType(node, expected: expected, help: help)
                return nil
            }
            return value
        }
    }
}

extension Findings {
    /// Adds that a value is not of the kind that its key asks for.
    func wrongType(_ node: LocatedNode, expected: String, help: String? = nil) {
        let nothing = "give a value or remove the key"
        error("wrong-type", at: node.place, "expected \(expected), found \(node.shown)", help: help ?? (node.isNull ? nothing : nil))
    }
}

extension Shape where Value == LocatedNode {
    /// A value that is read elsewhere.
    static func raw(schema: JSON) -> Shape { Shape(schema: schema) { node, _ in node } }
}

extension Shape where Value == String {
    /// A text; a number without quotes is taken as written.
    static let text = Shape(schema: ["type": ["string", "number"]], expected: "a text") { $0.text }

    /// A text on one line that is not empty.
    static let name = Shape(schema: ["title": "name", "type": "string", "minLength": 1], expected: "a name") { node in
        node.text.flatMap { $0.isEmpty || $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? nil : $0 }
    }
}

extension Shape where Value == Bool {
    /// `true` or `false`.
    static let flag = Shape(schema: ["type": "boolean"], expected: "true or false") { node in
        switch node.plain {
        case "true": true
        case "false": false
        default: nil
        }
    }
}

extension Shape where Value == Int {
    /// A whole number within bounds.
    static func integer(_ range: ClosedRange<Int>) -> Shape {
        let schema: JSON = ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
        return Shape(schema: schema) { node, findings in
            guard let value = node.plain.flatMap(PlainScalar.integer) else {
                findings.wrongType(node, expected: "a whole number", help: Help.number(node))
                return nil
            }
            guard range.contains(value) else {
                findings.error(
                    "out-of-range", at: node.place, "\(value) is out of range",
                    help: "give a whole number from \(range.lowerBound) to \(range.upperBound)")
                return nil
            }
            return value
        }
    }
}

extension Shape where Value == Double {
    /// A number within bounds; where the bounds are 0 and 1, also a percentage such as `5 %`.
    static func number(_ range: ClosedRange<Double>) -> Shape {
        let percentage: JSON = ["type": "string", "pattern": #"^[0-9.]+ ?%$"#]
        let isShare = range.upperBound == 1 && range.lowerBound >= 0
        let bounded: JSON = ["type": "number", "minimum": .double(range.lowerBound), "maximum": .double(range.upperBound)]
        let schema: JSON = isShare ? ["title": "share, such as 0.05 or 5 %", "anyOf": [bounded, percentage]] : bounded
        return Shape(schema: schema) { node, findings in
            guard let value = node.plain.flatMap(PlainScalar.number) ?? (isShare ? share(node) : nil) else {
                findings.wrongType(node, expected: "a number", help: Help.number(node))
                return nil
            }
            guard range.contains(value) else {
                let (low, high) = (JSON.double(range.lowerBound).text(), JSON.double(range.upperBound).text())
                findings.error(
                    "out-of-range", at: node.place, "\(JSON.double(value).text()) is out of range",
                    help: "give a number from \(low) to \(high)")
                return nil
            }
            return value
        }
    }

    private static func share(_ node: LocatedNode) -> Double? {
        guard let text = node.text, text.hasSuffix("%") else { return nil }
        return PlainScalar.number(text.dropLast().filter { $0 != " " }).map { $0 / 100 }
    }
}

/// Remedies that several shapes share.
enum Help {
    /// What to do about something that is nearly a number.
    static func number(_ node: LocatedNode) -> String? {
        guard let text = node.text else { return nil }
        if node.plain == nil, PlainScalar.number(text) != nil { return "remove the quotes" }
        let bare = text.filter { $0 != "_" && $0 != "," }
        if bare != text, PlainScalar.number(bare) != nil { return "write \(bare)" }
        return nil
    }

    /// The nearest correct word, or all of them when none is near.
    static func word(_ word: String, among known: [String]) -> String {
        if let near = Suggestion.nearest(to: word, among: known) { return "did you mean '\(near)'?" }
        return known.isEmpty ? "there is none" : "known: \(known.joined(separator: ", "))"
    }
}
