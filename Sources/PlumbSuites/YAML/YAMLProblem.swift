import PlumbModel
import Yams

/// Turns what the YAML parser complains about into findings that name the place and the remedy.
struct YAMLProblem {
    let source: SourceText
    /// The text that was parsed.
    let text: String

    func report(_ error: any Error, to findings: Findings) {
        guard let error = error as? YamlError else {
            findings.error("yaml-syntax", at: source.start, "not readable as YAML")
            return
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            // What is never closed is found at the end; the beginning says more.
            let isAtEnd = problem.contains("unexpected end of stream") || source.line(mark.line) == nil
            reportSyntax(problem, at: isAtEnd ? context?.mark ?? mark : mark, to: findings)
        case .duplicatedKeysInMapping(let keys, let context):
            let key = keys.first ?? ""
            let first = Place(source: source, line: context.mark.line, column: context.mark.column, length: key.unicodeScalars.count)
            let second = DuplicateKey(source: source, key: key).second(after: first)
            findings.error(
                "duplicate-key", at: second ?? first, "duplicate key '\(key)'",
                help: second == nil ? nil : "it was given first in line \(first.line)")
        case .reader:
            findings.error(
                "yaml-syntax", at: controlCharacter, "control characters are not allowed", help: "write them as escapes in double quotes")
        default:
            findings.error("yaml-syntax", at: source.start, "not readable as YAML")
        }
    }

    private func reportSyntax(_ problem: String, at mark: Mark, to findings: Findings) {
        let place =
            source.line(mark.line) == nil ? lastCharacter : Place(source: source, line: max(1, mark.line), column: max(1, mark.column))
        let line = source.line(place.line) ?? ""
        if let column = Self.columnOfUnquotedTemplate(in: line) {
            findings.error(
                "unquoted-template", at: Place(source: source, line: place.line, column: column, length: 2),
                "a text with a template must be quoted", help: "write \"{{ name }}\" with quotes")
        } else if let column = Self.columnOfUnquotedBound(in: line) {
            findings.error(
                "unquoted-bound", at: Place(source: source, line: place.line, column: column),
                "a bound that begins with '>' must be quoted",
                help: "write \">= 0.6\" with quotes")
        } else {
            let (message, help) = Self.plainWords(problem, line: line)
            findings.error("yaml-syntax", at: place, message, help: help)
        }
    }

    /// The parser's usual complaints in words for people who write suites.
    private static func plainWords(_ problem: String, line: String) -> (message: String, help: String?) {
        let known: [(part: String, message: String, help: String?)] = [
            ("cannot start any token", "a text must not begin with this character", "put the text in quotes; indent with blanks, not tabs"),
            (
                "mapping values are not allowed", "a ':' is not allowed here",
                "put a text that holds ': ' in quotes, or check the indentation"
            ),
            ("found undefined alias", "a '*' without its anchor", "put a text that begins with '*' in quotes"),
            ("found unexpected end of stream", "a quoted text is never closed", "close the quotes"),
            ("could not find expected ':'", "a key without ':'", "write 'key: value'"),
            ("did not find expected ',' or ']'", "a list in brackets is never closed", "close it with ']'"),
            ("did not find expected ',' or '}'", "a mapping in braces is never closed", "close it with '}'"),
            ("did not find expected node content", "a value is missing here", "close what was opened with '[' or '{'"),
            ("did not find expected key", "expected a key here", "check the indentation and the quotes"),
            ("did not find expected '-' indicator", "expected '- ' here", "check the indentation"),
            ("block sequence entries are not allowed", "a list item is not allowed here", "put '- ' on a line of its own"),
            ("found another document", "a second document begins here", "keep one document per file"),
            ("found unknown escape character", "unknown escape in double quotes", "use single quotes for a text with backslashes"),
            ("Maximum nesting level", "nested too deep", nil),
        ]
        if let match = known.first(where: { problem.contains($0.part) }) { return (match.message, match.help) }
        return ("not readable as YAML: \(problem)", nil)
    }

    /// The column of the first `{{` or `{%` that stands outside quotes.
    static func columnOfUnquotedTemplate(in line: String) -> Int? {
        var quote: Unicode.Scalar?
        var last: Unicode.Scalar = " "
        for (index, scalar) in line.unicodeScalars.enumerated() {
            if let open = quote {
                if scalar == open { quote = nil }
            } else if scalar == "\"" || scalar == "'", !last.properties.isAlphabetic {
                quote = scalar
            } else if scalar == "#", last == " " {
                return nil
            } else if last == "{", scalar == "{" || scalar == "%" {
                return index
            }
            last = scalar
        }
        return nil
    }

    /// The column of a `>` that was meant as a bound but begins a folded text.
    private static func columnOfUnquotedBound(in line: String) -> Int? {
        guard let match = line.firstMatch(of: /:\s+(>)\s*=?\s*[0-9.]/) else { return nil }
        return line.unicodeScalars.distance(from: line.startIndex, to: match.output.1.startIndex) + 1
    }

    private var lastCharacter: Place {
        let end = source.bytes.lastIndex { $0 > 0x20 } ?? 0
        return source.place(ofByte: end)
    }

    private var controlCharacter: Place {
        let offset = source.bytes.firstIndex { ($0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D) || $0 == 0x7F }
        return offset.map { source.place(ofByte: $0) } ?? source.start
    }
}

/// Finds the second writing of a key, of which the parser tells only the first.
struct DuplicateKey {
    let source: SourceText
    let key: String

    /// The next place in the same mapping where the key stands, or nil when it cannot be told.
    func second(after first: Place) -> Place? {
        guard let line = source.line(first.line) else { return nil }
        let rest = String(String.UnicodeScalarView(line.unicodeScalars.dropFirst(first.column - 1 + first.length)))
        if let column = column(in: rest, from: first.column + first.length) { return place(first.line, column) }
        for (offset, line) in source.lines(first.line + 1...first.line + 10_000).enumerated() {
            let indentation = line.unicodeScalars.prefix { $0 == " " }.count
            let isBlank = indentation == line.unicodeScalars.count
            if !isBlank, indentation < first.column - 1 { return nil }
            if indentation == first.column - 1, begins(line, at: indentation) { return place(first.line + 1 + offset, first.column) }
        }
        return nil
    }

    private func place(_ line: Int, _ column: Int) -> Place {
        Place(source: source, line: line, column: column, length: key.unicodeScalars.count)
    }

    private func begins(_ line: String, at indentation: Int) -> Bool {
        let rest = line.unicodeScalars.dropFirst(indentation)
        return ["\(key):", "\"\(key)\":", "'\(key)':"].contains { rest.starts(with: $0.unicodeScalars) }
    }

    /// The column of the key within the rest of a line of braces.
    private func column(in rest: String, from start: Int) -> Int? {
        guard let range = rest.firstRange(of: " \(key):") ?? rest.firstRange(of: ",\(key):") else { return nil }
        return start + rest.unicodeScalars.distance(from: rest.startIndex, to: range.lowerBound) + 1
    }
}
