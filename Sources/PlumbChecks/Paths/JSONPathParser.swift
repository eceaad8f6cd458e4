import PlumbModel

/// Reads JSON paths by recursive descent.
struct JSONPathParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ source: String) { scalars = Array(source.unicodeScalars) }

    /// A whole path, from `$` to the end of the text.
    mutating func path() throws(JSONPathError) -> [JSONPath.Segment] {
        guard take("$") else { throw error("a JSON path begins with '$'") }
        let segments = try segments()
        guard position == scalars.count else { throw error("unexpected '\(scalars[position])'") }
        return segments
    }

    private mutating func segments() throws(JSONPathError) -> [JSONPath.Segment] {
        var segments: [JSONPath.Segment] = []
        while true {
            let start = position
            skipBlank()
            if take(".") {
                let isDescendant = take(".")
                if isDescendant, peek == "[" {
                    segments.append(.init(isDescendant: true, selectors: try brackets()))
                } else {
                    segments.append(.init(isDescendant: isDescendant, selectors: [try shorthand()]))
                }
            } else if peek == "[" {
                segments.append(.init(isDescendant: false, selectors: try brackets()))
            } else {
                position = start
                return segments
            }
        }
    }

    private mutating func shorthand() throws(JSONPathError) -> JSONPath.Selector {
        if take("*") { return .wildcard }
        let start = position
        while let scalar = peek, Self.isNamePart(scalar) { position += 1 }
        guard position > start, !scalars[start].isDigit else {
            throw error("expected a name after '.'", help: "write other names as ['a name'] and indices as [0]")
        }
        return .name(text(start..<position))
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? scalar.isWordPart : true
    }

    private mutating func brackets() throws(JSONPathError) -> [JSONPath.Selector] {
        _ = take("[")
        var selectors: [JSONPath.Selector] = []
        repeat {
            skipBlank()
            selectors.append(try selector())
            skipBlank()
        } while take(",")
        guard take("]") else { throw error("expected ']'") }
        return selectors
    }

    private mutating func selector() throws(JSONPathError) -> JSONPath.Selector {
        switch peek {
        case "*":
            position += 1
            return .wildcard
        case "'", "\"": return .name(try quoted())
        case "?":
            position += 1
            return .filter(try condition())
        default: return try indexOrSlice()
        }
    }

    private mutating func indexOrSlice() throws(JSONPathError) -> JSONPath.Selector {
        let start = integer()
        skipBlank()
        guard take(":") else {
            guard let start else { throw error("expected a name in quotes, an index, a slice, '*' or '?'") }
            return .index(start)
        }
        skipBlank()
        let end = integer()
        skipBlank()
        var step = 1
        if take(":") {
            skipBlank()
            step = integer() ?? 1
        }
        return .slice(start: start, end: end, step: step)
    }

    private mutating func integer() -> Int? {
        let start = position
        _ = take("-")
        while let scalar = peek, scalar.isASCII, scalar.isDigit { position += 1 }
        guard let value = Int(text(start..<position)), abs(value) <= 1 << 53 else {
            position = start
            return nil
        }
        return value
    }

    private mutating func quoted() throws(JSONPathError) -> String {
        let mark = scalars[position]
        let start = position
        position += 1
        var view = String.UnicodeScalarView()
        while let scalar = peek {
            position += 1
            if scalar == mark { return String(view) }
            view.append(scalar == "\\" ? try escape() : scalar)
        }
        position = start
        throw error("the name in quotes is not closed")
    }

    private mutating func escape() throws(JSONPathError) -> Unicode.Scalar {
        guard let scalar = peek else { throw error("the name in quotes is not closed") }
        position += 1
        switch scalar {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "'", "\"", "\\", "/": return scalar
        case "u":
            let end = min(position + 4, scalars.count)
            guard let value = UInt32(text(position..<end), radix: 16), let unicode = Unicode.Scalar(value) else {
                throw error("expected four hexadecimal digits of a character after \\u")
            }
            position = end
            return unicode
        default: throw error("unknown escape '\\\(scalar)'")
        }
    }

    // MARK: Filters

    private mutating func condition() throws(JSONPathError) -> JSONPath.Filter {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 32 else { throw error("conditions are nested too deeply") }
        var parts = [try conjunction()]
        while takeWord("||") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction() throws(JSONPathError) -> JSONPath.Filter {
        var parts = [try basic()]
        while takeWord("&&") { parts.append(try basic()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func basic() throws(JSONPathError) -> JSONPath.Filter {
        skipBlank()
        if peek == "!", scalars.indices.contains(position + 1), scalars[position + 1] != "=" {
            position += 1
            depth += 1
            defer { depth -= 1 }
            guard depth <= 32 else { throw error("conditions are nested too deeply") }
            return .not(try basic())
        }
        if take("(") {
            let inner = try condition()
            skipBlank()
            guard take(")") else { throw error("expected ')'") }
            return inner
        }
        let left = try operand()
        skipBlank()
        guard let relation = JSONPath.Relation.allCases.first(where: { takeWord($0.rawValue) }) else {
            guard case .query(let query) = left else { throw error("expected a comparison such as ==") }
            return .exists(query)
        }
        let right = try operand()
        for case .query(let query) in [left, right] where !query.segments.allSatisfy(\.isSingular) {
            throw error("only paths to a single value can be compared")
        }
        return .comparison(left, relation, right)
    }

    private mutating func operand() throws(JSONPathError) -> JSONPath.Operand {
        skipBlank()
        if take("@") { return .query(.init(isFromRoot: false, segments: try segments())) }
        if take("$") { return .query(.init(isFromRoot: true, segments: try segments())) }
        if peek == "'" || peek == "\"" { return .literal(.string(try quoted())) }
        let start = position
        while let scalar = peek, scalar.isWordPart || "+-.".unicodeScalars.contains(scalar) { position += 1 }
        let word = text(start..<position)
        guard let literal = try? JSON.parse(word) else {
            position = start
            if peek == "("
                || scalars.indices.contains(start + word.unicodeScalars.count) && scalars[start + word.unicodeScalars.count] == "("
            {
                throw error("functions are not supported here")
            }
            throw error("expected @, $, a text in quotes, a number, true, false or null")
        }
        return .literal(literal)
    }

    // MARK: Reading

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        position += 1
        return true
    }

    private mutating func takeWord(_ word: String) -> Bool {
        skipBlank()
        guard scalars[position...].starts(with: word.unicodeScalars) else { return false }
        position += word.unicodeScalars.count
        return true
    }

    private mutating func skipBlank() { while let scalar = peek, scalar.isASCII, scalar.isBlank { position += 1 } }

    private func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    private func error(_ message: String, help: String? = nil) -> JSONPathError {
        JSONPathError(message: "\(message) at character \(position + 1)" + (help.map { "; \($0)" } ?? ""))
    }
}
