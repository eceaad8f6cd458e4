import PlumbModel

/// Walks through a JSON text without building values, so that a table of thousands of models is read in one pass and a finding has a place.
struct JSONCursor {
    /// What is wrong with the text, and at which byte.
    struct Problem: Error {
        var message: String
        var offset: Int
    }

    /// What a value is, by its first byte.
    enum Kind {
        case object, array, string, number, word
    }

    /// How deep objects and lists may nest.
    private static let deepest = 64

    let bytes: [UInt8]
    private(set) var position = 0
    private var depth = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// What comes next.
    mutating func kind() throws(Problem) -> Kind {
        skipBlank()
        switch current {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return .word
        case .none: throw problem("the text ends where a value was expected")
        case .some: throw problem("expected a value")
        }
    }

    /// Reads an object: `member` is called at each value, with where the name's bytes lie, and must read or skip the value.
    mutating func object(_ member: (inout JSONCursor, Range<Int>) throws(Problem) -> Void) throws(Problem) {
        try open("{")
        if take("}") { return close() }
        while true {
            skipBlank()
            let name = try stringRange()
            guard take(":") else { throw problem("expected ':' after the name") }
            try member(&self, name)
            if take("}") { return close() }
            guard take(",") else { throw problem("expected ',' or '}'") }
        }
    }

    /// Reads a list: `element` is called at each value and must read or skip it.
    mutating func array(_ element: (inout JSONCursor) throws(Problem) -> Void) throws(Problem) {
        try open("[")
        if take("]") { return close() }
        while true {
            try element(&self)
            if take("]") { return close() }
            guard take(",") else { throw problem("expected ',' or ']'") }
        }
    }

    /// Reads a string.
    mutating func string() throws(Problem) -> String { text(of: try stringRange()) }

    /// The text of a string whose bytes between the quotes are given.
    func text(of range: Range<Int>) -> String {
        guard bytes[range].contains(UInt8(ascii: "\\")) else { return String(decoding: bytes[range], as: UTF8.self) }
        let quoted = Array(bytes[(range.lowerBound - 1)...range.upperBound])
        return (try? JSON.parse(utf8: quoted))?.string ?? String(decoding: bytes[range], as: UTF8.self)
    }

    /// Reads past a number and returns where its digits lie.
    mutating func number() throws(Problem) -> Range<Int> {
        skipBlank()
        let start = position
        while let byte = current, Self.isPartOfNumber(byte) { position += 1 }
        guard position > start else { throw problem("expected a number") }
        return start..<position
    }

    /// Reads past any value.
    mutating func skip() throws(Problem) {
        switch try kind() {
        case .object: try object { (cursor, _) throws(Problem) in try cursor.skip() }
        case .array: try array { cursor throws(Problem) in try cursor.skip() }
        case .string: _ = try stringRange()
        case .number: _ = try number()
        case .word: try word()
        }
    }

    /// Throws when anything but blanks is left.
    mutating func end() throws(Problem) {
        skipBlank()
        guard current == nil else { throw problem("unexpected text after the value") }
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func problem(_ message: String) -> Problem { Problem(message: message, offset: position) }

    private mutating func skipBlank() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func open(_ bracket: Unicode.Scalar) throws(Problem) {
        guard take(bracket) else { throw problem("expected '\(bracket)'") }
        depth += 1
        guard depth <= Self.deepest else { throw problem("nested deeper than \(Self.deepest) levels") }
    }

    private mutating func close() { depth -= 1 }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlank()
        guard current == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func word() throws(Problem) {
        for word in ["true", "false", "null"] where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return
        }
        throw problem("expected a value")
    }

    /// Reads past a string and returns where its bytes lie, without the quotes.
    private mutating func stringRange() throws(Problem) -> Range<Int> {
        skipBlank()
        guard current == UInt8(ascii: "\"") else { throw problem("expected a text in double quotes") }
        position += 1
        let start = position
        while let byte = current, byte != UInt8(ascii: "\"") {
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard position < bytes.count else { throw Problem(message: "the text is never closed", offset: start - 1) }
        defer { position += 1 }
        return start..<position
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
            UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
