import PlumbModel

/// A key of a mapping: its name, what it means, and what its value looks like.
struct Key<Value>: Sendable {
    let name: String
    /// What it means, in one line.
    let summary: String
    let shape: Shape<Value>

    init(_ name: String, _ shape: Shape<Value>, _ summary: String) {
        self.name = name
        self.summary = summary
        self.shape = shape
    }

    /// The key without the kind of its value, as tables hold it.
    var row: KeyTable.Row { KeyTable.Row(name: name, summary: summary, schema: shape.schema) }
}

/// The keys that a mapping may have; the source of both the reader's and the schema's knowledge.
struct KeyTable: Sendable {
    /// One key.
    struct Row: Sendable {
        let name: String
        let summary: String
        let schema: JSON

        /// The row's schema with its summary.
        fileprivate var described: JSON {
            guard case .object(let object) = schema else { return ["description": .string(summary)] }
            return .object(JSONObject(members: [("description", .string(summary))]).merging(object))
        }
    }

    /// What the mapping describes, for messages: "the suite", "a variant".
    let subject: String
    let rows: [Row]
    /// The names of the keys that must be there.
    let required: [String]
    /// Where unknown keys may belong, or nil.
    let unknownHelp: String?

    init(_ subject: String, _ rows: [Row], required: [String] = [], unknownHelp: String? = nil) {
        self.subject = subject
        self.rows = rows
        self.required = required
        self.unknownHelp = unknownHelp
    }

    var names: [String] { rows.map(\.name) }

    /// What to do about an unknown key: the nearest spelling, where it may belong, or all keys there are.
    func help(for unknown: String) -> String {
        let near = Suggestion.nearest(to: unknown, among: names).map { "did you mean '\($0)'?" }
        guard near != nil || unknownHelp != nil else { return "known keys: \(names.joined(separator: ", "))" }
        return [near, unknownHelp].compactMap(\.self).joined(separator: " ")
    }

    /// The JSON Schema of such a mapping.
    var schema: JSON {
        var schema: JSONObject = [
            "type": "object", "properties": .object(JSONObject(members: rows.lazy.map { ($0.name, $0.described) })),
            "additionalProperties": false,
        ]
        if !required.isEmpty { schema["required"] = .array(required.map(JSON.string)) }
        return .object(schema)
    }
}

/// A mapping being read with a table's knowledge.
struct Fields {
    let node: LocatedNode
    let findings: Findings
    private let entries: [String: LocatedEntry]

    /// Reports unknown and missing keys; nil when the value is no mapping.
    init?(_ node: LocatedNode, _ table: KeyTable, _ findings: Findings) {
        guard let mapping = node.mapping else {
            findings.wrongType(node, expected: "a mapping for \(table.subject)")
            return nil
        }
        self.node = node
        self.findings = findings
        entries = Dictionary(mapping.map { ($0.key, $0) }) { first, _ in first }
        let names = table.names
        for entry in mapping where !names.contains(entry.key) {
            findings.error(
                "unknown-key", at: entry.place, "unknown key '\(entry.key)' in \(table.subject)", help: table.help(for: entry.key))
        }
        for name in table.required where entries[name] == nil {
            findings.error("missing-key", at: node.place, "'\(name)' is missing in \(table.subject)")
        }
    }

    /// The value of a key, or nil when it was not given or is wrong, which is reported.
    subscript<Value>(key: Key<Value>) -> Value? {
        entries[key.name].flatMap { key.shape.read($0.value, findings) }
    }

    /// The entry of a key as written, or nil when it was not given.
    func entry<Value>(_ key: Key<Value>) -> LocatedEntry? { entries[key.name] }

    /// The place of a key, or of the mapping when it was not given.
    func place(of key: String) -> Place { entries[key]?.place ?? node.place }
}
