/// How a JSON value is laid out as text.
public struct JSONLayout: Sendable, Hashable {
    /// Whether an object's members are written in the order of their names' UTF-8 bytes instead of their own.
    public var sortedNames: Bool
    /// The number of blanks per level, or nil for everything on one line.
    public var indentation: Int?

    /// One line, members as they come.
    public static let compact = JSONLayout(sortedNames: false, indentation: nil)
    /// One line, members sorted: equal values give equal bytes.
    public static let canonical = JSONLayout(sortedNames: true, indentation: nil)
    /// Several lines indented by two blanks, members as they come.
    public static let pretty = JSONLayout(sortedNames: false, indentation: 2)
    /// Several lines indented by two blanks, members sorted.
    public static let prettySorted = JSONLayout(sortedNames: true, indentation: 2)
}

extension JSON {
    /// This value as JSON text, always valid: control characters are escaped, numbers that are not finite become `null`.
    public func text(_ layout: JSONLayout = .compact) -> String {
        var writer = JSONWriter(layout: layout)
        writer.write(self, level: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Appends the UTF-8 bytes of this value as JSON text, the same that ``text(_:)`` gives, to `bytes`.
    public func append(to bytes: inout [UInt8], layout: JSONLayout = .compact) {
        var writer = JSONWriter(layout: layout)
        swap(&writer.bytes, &bytes)
        writer.write(self, level: 0)
        swap(&writer.bytes, &bytes)
    }

    /// Appends the UTF-8 bytes of a text as a JSON string, with its double quotes, to `bytes`.
    public static func append(string text: String, to bytes: inout [UInt8]) {
        var writer = JSONWriter(layout: .compact)
        swap(&writer.bytes, &bytes)
        writer.string(text)
        swap(&writer.bytes, &bytes)
    }
}

/// Appends the bytes of JSON values.
struct JSONWriter {
    let layout: JSONLayout
    var bytes: [UInt8] = []

    init(layout: JSONLayout) { self.layout = layout }

    mutating func write(_ value: JSON, level: Int) {
        switch value {
        case .null: put("null")
        case .bool(let flag): put(flag ? "true" : "false")
        case .integer(let integer): put(String(integer))
        case .double(let double): number(double)
        case .string(let text): string(text)
        case .array(let elements): array(elements, level: level)
        case .object(let object): self.object(object, level: level)
        }
    }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func number(_ value: Double) {
        guard value.isFinite else { return put("null") }
        // Equal values have equal texts: a whole number is written like the integer that it equals.
        if let whole = Int(exactly: value) { return put(String(whole)) }
        put("\(value)")
    }

    private mutating func newLine(_ level: Int) {
        guard let indentation = layout.indentation else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: indentation * level))
    }

    private mutating func array(_ elements: [JSON], level: Int) {
        guard !elements.isEmpty else { return put("[]") }
        put("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { put(",") }
            newLine(level + 1)
            write(element, level: level + 1)
        }
        newLine(level)
        put("]")
    }

    private mutating func object(_ object: JSONObject, level: Int) {
        guard !object.isEmpty else { return put("{}") }
        let names = layout.sortedNames ? object.names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } : object.names
        put("{")
        for (index, name) in names.enumerated() {
            if index > 0 { put(",") }
            newLine(level + 1)
            string(name)
            put(layout.indentation == nil ? ":" : ": ")
            write(object[name] ?? .null, level: level + 1)
        }
        newLine(level)
        put("}")
    }

    mutating func string(_ text: String) {
        var text = text
        bytes.append(0x22)
        text.withUTF8 { characters in
            var start = 0
            for index in characters.indices where Self.needsEscape(characters[index]) {
                bytes.append(contentsOf: characters[start..<index])
                escape(characters[index])
                start = index + 1
            }
            bytes.append(contentsOf: characters[start...])
        }
        bytes.append(0x22)
    }

    private static func needsEscape(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22: put("\\\"")
        case 0x5C: put("\\\\")
        case 0x0A: put("\\n")
        case 0x0D: put("\\r")
        case 0x09: put("\\t")
        default:
            let digits = String(byte, radix: 16)
            put("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
        }
    }
}
