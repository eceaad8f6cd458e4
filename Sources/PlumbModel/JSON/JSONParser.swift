/// Why a text is not JSON, and where.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, as a phrase without a full stop.
    public let message: String
    /// The 1-based line of the offending byte.
    public let line: Int
    /// The 1-based column of the offending byte, counted in bytes.
    public let column: Int

    /// The position and the message on one line.
    public var description: String { "line \(line), column \(column): \(message)" }
}

extension JSON {
    /// Reads one JSON text (RFC 8259), strictly: no comments, no trailing commas, no duplicate names, nothing after the value.
    ///
    /// Nesting beyond 512 levels is refused. A lone surrogate escape becomes U+FFFD.
    public static func parse(_ text: String) throws(JSONError) -> JSON {
        try parse(utf8: Array(text.utf8))
    }

    /// Reads one JSON text from its UTF-8 bytes, like ``parse(_:)``.
    ///
    /// Malformed UTF-8 inside strings is repaired with U+FFFD.
    public static func parse(utf8 bytes: [UInt8]) throws(JSONError) -> JSON {
        var parser = JSONParser(bytes: bytes)
        parser.skipBlank()
        let value = try parser.value(depth: 0)
        parser.skipBlank()
        guard parser.atEnd else { throw parser.error("unexpected text after the JSON value") }
        return value
    }
}

/// A recursive-descent parser over UTF-8 bytes.
struct JSONParser {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var atEnd: Bool { position >= bytes.count }
    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    func error(_ message: String) -> JSONError {
        let before = bytes.prefix(position)
        let line = before.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        let column = position - (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1)
        return JSONError(message: message, line: line, column: column)
    }

    mutating func skipBlank() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    mutating func value(depth: Int) throws(JSONError) -> JSON {
        guard depth <= 512 else { throw error("nested deeper than 512 levels") }
        switch current {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number()
        case .none: throw error("the text ends where a value was expected")
        case .some: throw error("expected a value")
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        let length = word.utf8CodeUnitCount
        let matches = position + length <= bytes.count && word.withUTF8Buffer { $0.elementsEqual(bytes[position..<position + length]) }
        guard matches else { throw error("expected a value") }
        position += length
        return value
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSON {
        position += 1
        var object = JSONObject()
        skipBlank()
        if take("}") { return .object(object) }
        while true {
            skipBlank()
            guard current == UInt8(ascii: "\"") else { throw error("expected a member's name in double quotes") }
            let start = position
            let name = try string()
            if object[name] != nil {
                position = start
                throw error("the name \"\(name)\" occurs twice in one object")
            }
            skipBlank()
            guard take(":") else { throw error("expected ':' after the member's name") }
            skipBlank()
            object[name] = try value(depth: depth + 1)
            skipBlank()
            if take("}") { return .object(object) }
            guard take(",") else { throw error("expected ',' or '}' in the object") }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSON {
        position += 1
        var elements: [JSON] = []
        skipBlank()
        if take("]") { return .array(elements) }
        while true {
            skipBlank()
            elements.append(try value(depth: depth + 1))
            skipBlank()
            if take("]") { return .array(elements) }
            guard take(",") else { throw error("expected ',' or ']' in the list") }
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = position
        var whole = true
        _ = take("-")
        if take("0") {
            if let byte = current, isDigit(byte) { throw error("a number must not start with 0") }
        } else {
            try digits()
        }
        if take(".") {
            whole = false
            try digits()
        }
        if take("e") || take("E") {
            whole = false
            if !take("+") { _ = take("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if whole, let integer = Int(text) { return .integer(integer) }
        guard let double = Double(text), double.isFinite else {
            position = start
            throw error("the number is too large")
        }
        return .double(double)
    }

    private mutating func digits() throws(JSONError) {
        guard let byte = current, isDigit(byte) else { throw error("expected a digit") }
        while let byte = current, isDigit(byte) { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if current == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        var buffer = Array(bytes[start..<position])
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: buffer, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &buffer)
            case 0..<0x20:
                throw error("a control character inside a string must be escaped")
            default:
                buffer.append(byte)
                position += 1
            }
        }
        throw error("the string is not closed")
    }

    private mutating func escape(into buffer: inout [UInt8]) throws(JSONError) {
        guard let byte = current else { throw error("the string is not closed") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(byte)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"): buffer.append(contentsOf: String(try unicodeEscape()).utf8)
        default:
            position -= 1
            throw error("unknown escape in the string")
        }
    }

    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let replacement: Unicode.Scalar = "\u{FFFD}"
        let first = try hexadecimal()
        guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) ?? replacement }
        let resume = position
        guard take("\\"), take("u") else {
            position = resume
            return replacement
        }
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second) else {
            position = resume
            return replacement
        }
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? replacement
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard position + 4 <= bytes.count,
            let value = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16),
            bytes[position] != UInt8(ascii: "+"), bytes[position] != UInt8(ascii: "-")
        else { throw error("expected four hexadecimal digits after \\u") }
        position += 4
        return value
    }
}
