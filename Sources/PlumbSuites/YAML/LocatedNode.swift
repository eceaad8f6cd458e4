import PlumbModel

/// A YAML value that knows where it was written.
struct LocatedNode: Sendable {
    /// How a scalar was written, which decides whether it may be a number.
    enum Style: Sendable {
        /// Without quotes: may be a number, `true`, `false` or `null`.
        case plain
        /// In quotes or as a block: always a text.
        case quoted
    }

    /// A scalar, a list or a mapping.
    enum Content: Sendable {
        case scalar(String, Style)
        case list([LocatedNode])
        case mapping([LocatedEntry])
    }

    var content: Content
    var place: Place

    /// The elements of a list, otherwise nil.
    var list: [LocatedNode]? { if case .list(let elements) = content { elements } else { nil } }
    /// The entries of a mapping, otherwise nil.
    var mapping: [LocatedEntry]? { if case .mapping(let entries) = content { entries } else { nil } }
    /// The text of a scalar in quotes or as a block, or of a plain one that is not empty or `null`; otherwise nil.
    var text: String? {
        guard case .scalar(let text, let style) = content, style == .quoted || !PlainScalar.isNull(text) else { return nil }
        return text
    }
    /// The text of a scalar without quotes, otherwise nil.
    var plain: String? { if case .scalar(let text, .plain) = content { text } else { nil } }
    /// Whether nothing was written.
    var isNull: Bool { plain.map(PlainScalar.isNull) ?? false }

    /// The value of an entry of a mapping, otherwise nil.
    subscript(key: String) -> LocatedNode? { mapping?.first { $0.key == key }?.value }

    /// The value as JSON: a plain number only if it prints back as written.
    var json: JSON {
        switch content {
        case .scalar(let text, .plain): PlainScalar.json(text)
        case .scalar(let text, .quoted): .string(text)
        case .list(let elements): .array(elements.map(\.json))
        case .mapping(let entries): .object(JSONObject(members: entries.lazy.map { ($0.key, $0.value.json) }))
        }
    }

    /// What a person calls this value, for "found …".
    var shown: String {
        switch content {
        case .list: return "a list"
        case .mapping: return "a mapping"
        case .scalar(let text, let style):
            if isNull { return "nothing" }
            let short = text.count > 40 ? text.prefix(40) + "…" : text[...]
            return style == .plain ? "'\(short)'" : "the text \"\(short)\""
        }
    }

    /// The deepest part that exists on a path of keys and indices.
    func part(at path: [String]) -> LocatedNode {
        guard let step = path.first else { return self }
        let next = self[step] ?? Int(step).flatMap { index in list.flatMap { $0.indices.contains(index) ? $0[index] : nil } }
        return next?.part(at: Array(path.dropFirst())) ?? self
    }

    /// The place of the last key on a path, or of the deepest part that exists when that is no key's value.
    func keyPlace(at path: [String]) -> Place {
        let owner = part(at: path.dropLast())
        return owner.mapping?.first { $0.key == path.last }?.place ?? part(at: path).place
    }
}

/// A key of a mapping with its value.
struct LocatedEntry: Sendable {
    let key: String
    /// The place of the key.
    let place: Place
    let value: LocatedNode
}

/// What scalars without quotes mean.
enum PlainScalar {
    /// Whether the text stands for nothing.
    static func isNull(_ text: String) -> Bool { text.isEmpty || text == "~" || text == "null" }

    /// The value by the rules of YAML 1.2, but a number only if it prints back exactly as written: `1.10` and `010` stay texts.
    static func json(_ text: String) -> JSON {
        if isNull(text) { return .null }
        if text == "true" { return .bool(true) }
        if text == "false" { return .bool(false) }
        guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else { return .string(text) }
        if let integer = Int(text), String(integer) == text { return .integer(integer) }
        if let number = number(text), JSON.double(number).text() == text { return .double(number) }
        return .string(text)
    }

    /// A whole number in decimal digits without leading zeros, otherwise nil.
    static func integer(_ text: String) -> Int? {
        guard let integer = Int(text), String(integer) == text else { return nil }
        return integer
    }

    /// A finite decimal number, with exponent if wanted, otherwise nil.
    static func number(_ text: String) -> Double? {
        let allowed = text.utf8.allSatisfy { (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
        guard allowed, text.utf8.contains(where: { (0x30...0x39).contains($0) }), let number = Double(text), number.isFinite else {
            return nil
        }
        return number
    }
}
