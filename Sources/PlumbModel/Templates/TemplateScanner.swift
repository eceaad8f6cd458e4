/// One piece of a template's text.
enum TemplateToken {
    case text(String)
    case output(String, at: TemplateError.Position)
    case tag(String, at: TemplateError.Position)
}

/// Cuts a template's text into tokens, applying trim markers and removing lines that hold a tag alone.
struct TemplateScanner {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    private var column = 1

    init(source: String) { scalars = Array(source.unicodeScalars) }

    /// All tokens; comments are gone, the text of `raw` blocks is plain text.
    mutating func tokens() throws(TemplateError) -> [TemplateToken] {
        var tokens: [TemplateToken] = []
        var text: [Unicode.Scalar] = []
        while index < scalars.count {
            guard let opening = openingMark() else {
                text.append(advance())
                continue
            }
            let alone = opening != "{" && startsLine()
            let tag = try delimited(opening)
            let standsAlone = alone && restOfLineIsBlank()
            if tag.trimsBefore { Self.trimEnd(&text) } else if standsAlone { Self.trimBlanks(&text) }
            var raw: [Unicode.Scalar]?
            if opening == "%", tag.content == "raw" {
                if tag.trimsAfter { skipBlank() } else if standsAlone { skipLineEnd() }
                raw = try rawText(from: tag.position)
            } else if tag.trimsAfter {
                skipBlank()
            } else if standsAlone {
                skipLineEnd()
            }
            if let raw {
                text += raw
                continue
            }
            guard opening != "#" else { continue }
            if !text.isEmpty { tokens.append(.text(Self.string(text))) }
            text = []
            tokens.append(opening == "{" ? .output(tag.content, at: tag.position) : .tag(tag.content, at: tag.position))
        }
        if !text.isEmpty { tokens.append(.text(Self.string(text))) }
        return tokens
    }

    private struct Delimited {
        var content: String
        var position: TemplateError.Position
        var trimsBefore: Bool
        var trimsAfter: Bool
    }

    private func openingMark() -> Unicode.Scalar? {
        guard scalars[index] == "{", index + 1 < scalars.count else { return nil }
        let next = scalars[index + 1]
        return next == "{" || next == "%" || next == "#" ? next : nil
    }

    private mutating func delimited(_ opening: Unicode.Scalar) throws(TemplateError) -> Delimited {
        let (startLine, startColumn) = (line, column)
        let closing: Unicode.Scalar = opening == "{" ? "}" : opening
        advance(by: 2)
        var content: [Unicode.Scalar] = []
        var quote: Unicode.Scalar?
        while index < scalars.count {
            let scalar = scalars[index]
            if quote == nil, scalar == closing, index + 1 < scalars.count, scalars[index + 1] == "}" {
                advance(by: 2)
                return Self.delimited(content, line: startLine, column: startColumn)
            }
            if opening != "#", scalar == "\"" || scalar == "'" { quote = quote == nil ? scalar : (quote == scalar ? nil : quote) }
            content.append(advance())
        }
        throw TemplateError(
            identifier: "unclosed-tag", message: "'{\(opening)' is never closed", help: "close it with '\(closing)}'",
            position: .init(line: startLine, column: startColumn, length: 2))
    }

    private static func delimited(_ content: [Unicode.Scalar], line: Int, column: Int) -> Delimited {
        var content = content
        let before = content.first == "-"
        if before { content.removeFirst() }
        let after = content.last == "-"
        if after { content.removeLast() }
        let length = content.count + 4 + (before ? 1 : 0) + (after ? 1 : 0)
        let trimmed = string(content).split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" }).joined(separator: " ")
        let exact = content.contains("\"") || content.contains("'") ? trimEnds(content) : trimmed
        return Delimited(
            content: exact, position: .init(line: line, column: column, length: length), trimsBefore: before, trimsAfter: after)
    }

    private mutating func rawText(from position: TemplateError.Position) throws(TemplateError) -> [Unicode.Scalar] {
        var raw: [Unicode.Scalar] = []
        while index < scalars.count {
            if openingMark() == "%", let end = rawEnd() {
                let alone = startsLine()
                advance(by: end.length)
                let standsAlone = alone && restOfLineIsBlank()
                if end.trimsBefore { Self.trimEnd(&raw) } else if standsAlone { Self.trimBlanks(&raw) }
                if end.trimsAfter { skipBlank() } else if standsAlone { skipLineEnd() }
                return raw
            }
            raw.append(advance())
        }
        throw TemplateError(
            identifier: "unclosed-block", message: "'{% raw %}' is never closed", help: "close it with '{% endraw %}'",
            position: position)
    }

    /// The tag `{% endraw %}` when it begins here: its length and trim markers.
    private func rawEnd() -> (length: Int, trimsBefore: Bool, trimsAfter: Bool)? {
        var probe = index + 2
        func take(_ text: String) -> Bool {
            guard scalars[min(probe, scalars.count)...].starts(with: text.unicodeScalars) else { return false }
            probe += text.unicodeScalars.count
            return true
        }
        func skipBlanks() { while probe < scalars.count, scalars[probe].properties.isWhitespace { probe += 1 } }
        let trimsBefore = take("-")
        skipBlanks()
        guard take("endraw") else { return nil }
        skipBlanks()
        let trimsAfter = take("-")
        return take("%}") ? (probe - index, trimsBefore, trimsAfter) : nil
    }

    @discardableResult
    private mutating func advance() -> Unicode.Scalar {
        let scalar = scalars[index]
        index += 1
        if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
        return scalar
    }

    private mutating func advance(by count: Int) { for _ in 0..<count { advance() } }

    private func restOfLineIsBlank() -> Bool {
        var probe = index
        while probe < scalars.count, scalars[probe] == " " || scalars[probe] == "\t" || scalars[probe] == "\r" { probe += 1 }
        return probe == scalars.count || scalars[probe] == "\n"
    }

    private mutating func skipLineEnd() {
        while index < scalars.count, scalars[index] != "\n" { advance() }
        if index < scalars.count { advance() }
    }

    private mutating func skipBlank() {
        while index < scalars.count, scalars[index].properties.isWhitespace { advance() }
    }

    /// Whether only blanks stand before this place on its line of the source.
    private func startsLine() -> Bool {
        var probe = index
        while probe > 0, scalars[probe - 1] == " " || scalars[probe - 1] == "\t" { probe -= 1 }
        return probe == 0 || scalars[probe - 1] == "\n"
    }

    private static func trimBlanks(_ text: inout [Unicode.Scalar]) {
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    }

    private static func trimEnd(_ text: inout [Unicode.Scalar]) {
        while let last = text.last, last.properties.isWhitespace { text.removeLast() }
    }

    private static func trimEnds(_ scalars: [Unicode.Scalar]) -> String {
        var kept = Array(scalars.drop { $0.properties.isWhitespace })
        trimEnd(&kept)
        return string(kept)
    }

    private static func string(_ scalars: [Unicode.Scalar]) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
