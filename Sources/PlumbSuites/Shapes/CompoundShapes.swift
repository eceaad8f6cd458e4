import PlumbModel

extension Shape {
    /// One of some words.
    static func choice(_ words: [String], _ value: @escaping @Sendable (String) -> Value?) -> Shape {
        Shape(schema: ["enum": .array(words.map(JSON.string))]) { node, findings in
            guard let text = node.text else {
                findings.wrongType(node, expected: "one of \(words.joined(separator: ", "))")
                return nil
            }
            guard words.contains(text), let chosen = value(text) else {
                findings.error("unknown-value", at: node.place, "unknown value '\(text)'", help: Help.word(text, among: words))
                return nil
            }
            return chosen
        }
    }

    /// One of an enumeration's words.
    static func choice() -> Shape where Value: RawRepresentable & CaseIterable & SendableMetatype, Value.RawValue == String {
        choice(Value.allCases.map(\.rawValue)) { Value(rawValue: $0) }
    }

    /// A list whose elements have one shape; every broken element is reported.
    static func list<Element>(of element: Shape<Element>) -> Shape where Value == [Element] {
        Shape(schema: ["type": "array", "items": element.schema]) { node, findings in
            guard let nodes = node.list else {
                findings.wrongType(node, expected: "a list", help: "write [first, second], or one '- ' line for each")
                return nil
            }
            let values = nodes.compactMap { element.read($0, findings) }
            return values.count == nodes.count ? values : nil
        }
    }

    /// One value, or a list of such values.
    static func oneOrMore<Element>(of element: Shape<Element>) -> Shape where Value == [Element] {
        let several = list(of: element)
        return Shape(schema: ["anyOf": [element.schema, several.schema]]) { node, findings in
            node.list == nil ? element.read(node, findings).map { [$0] } : several.read(node, findings)
        }
    }

    /// A mapping from names to values of one shape, in order.
    static func names<Element>(of element: Shape<Element>) -> Shape where Value == [Named<Element>] {
        Shape(schema: ["type": "object", "additionalProperties": element.schema]) { node, findings in
            guard let entries = node.mapping else {
                findings.wrongType(node, expected: "a mapping from names to values")
                return nil
            }
            let values = entries.compactMap { entry in
                element.read(entry.value, findings).map { Named(name: entry.key, place: entry.place, value: $0) }
            }
            return values.count == entries.count ? values : nil
        }
    }

    /// A mapping whose keys a table names.
    static func fields(_ table: KeyTable, _ read: @escaping @Sendable (Fields) -> Value?) -> Shape {
        Shape(schema: table.schema) { node, findings in
            Fields(node, table, findings).flatMap(read)
        }
    }
}

/// A value under a name.
struct Named<Value> {
    let name: String
    /// The place of the name.
    let place: Place
    let value: Value
}

extension Named: Sendable where Value: Sendable {}

extension Shape where Value == JSON {
    /// Any value, taken as it is.
    static let any = Shape(schema: true) { node, _ in node.json }

    /// Any mapping, taken as it is.
    static let mapping = Shape(schema: ["type": "object"], expected: "a mapping") { $0.mapping == nil ? nil : $0.json }
}

extension Shape where Value == Duration {
    /// A length of time: a number of seconds, or a text such as `90s`, `10m`, `1h30m`, `250ms`.
    static func duration(_ range: ClosedRange<Duration>) -> Shape {
        let text: JSON = ["type": "string", "pattern": #"^([0-9.]+(ms|s|m|h|d) ?)+$"#]
        return Shape(schema: ["title": "time such as `90s` or `10m`", "anyOf": [["type": "number", "minimum": 0], text]]) {
            node, findings in
            guard let duration = node.text.flatMap(DurationText.read) else {
                findings.wrongType(node, expected: "a length of time", help: "write it like 90s, 10m, 1h30m or 250ms")
                return nil
            }
            guard range.contains(duration) else {
                findings.error(
                    "out-of-range", at: node.place, "'\(node.text ?? "")' is out of range",
                    help: "give a time from \(DurationText.write(range.lowerBound)) to \(DurationText.write(range.upperBound))")
                return nil
            }
            return duration
        }
    }
}

/// Lengths of time as people write them.
enum DurationText {
    private static let units: [(name: String, seconds: Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)]

    /// Reads `90s`, `1h30m`, `250ms`, `1.5h`, or a number alone, which means seconds.
    static func read(_ text: String) -> Duration? {
        var rest = text[...].drop { $0 == " " }
        if let seconds = PlainScalar.number(String(rest)) { return duration(seconds) }
        guard !rest.isEmpty else { return nil }
        var total = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
            rest = rest.dropFirst(digits.count)
            let word = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(word.count).drop { $0 == " " }
            guard let number = PlainScalar.number(String(digits)), let unit = units.first(where: { $0.name == word }) else { return nil }
            total += number * unit.seconds
        }
        return duration(total)
    }

    /// Writes a time in its largest whole unit.
    static func write(_ duration: Duration) -> String {
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        let fitting = units.last { milliseconds % Int64($0.seconds * 1000) == 0 && milliseconds > 0 }
        guard let fitting else { return "\(milliseconds)ms" }
        return "\(milliseconds / Int64(fitting.seconds * 1000))\(fitting.name)"
    }

    private static func duration(_ seconds: Double) -> Duration? {
        seconds >= 0 && seconds < 1e9 ? .milliseconds((seconds * 1000).rounded()) : nil
    }
}
