import PlumbModel

/// What kind of value an argument takes, as written in a suite file.
public enum ArgumentKind: Sendable, Hashable {
    /// One text; a number or Boolean counts as the text written.
    case text
    /// A text or a list of texts.
    case texts
    /// A number, also written as text.
    case number
    /// A whole number, also written as text.
    case wholeNumber
    /// A number, or a percentage such as `5%`.
    case tolerance
    /// `true` or `false`.
    case flag
    /// One of these words.
    case choice([String])
    /// A bound such as `<= 30`, or a list of bounds that must all hold; a number alone means exactly that.
    case bounds
    /// A regular expression.
    case pattern
    /// A JSON path.
    case path
    /// A JSON Schema: the name of a file, or the schema itself.
    case schema
    /// A list of texts, or `{file: …}` with one text per line.
    case terms
    /// A mapping from what to avoid to what to write, or the name of a file with lines `avoid => prefer`.
    case glossary
    /// A program and its arguments.
    case program
    /// Any mapping.
    case mapping
    /// Another check.
    case check
    /// A list of checks.
    case checks

    /// What a page calls this kind.
    public var name: String {
        switch self {
        case .text: "text"
        case .texts: "text or list of texts"
        case .number: "number"
        case .wholeNumber: "whole number"
        case .tolerance: "number or percentage"
        case .flag: "true or false"
        case .choice(let words): words.map { YAMLText.flow(.string($0)) }.joined(separator: " | ")
        case .bounds: "bound such as `<= 30`, or list of bounds"
        case .pattern: "regular expression"
        case .path: "JSON path"
        case .schema: "JSON Schema, or the name of a file"
        case .terms: "list of texts, or {file: …}"
        case .glossary: "mapping, or the name of a file"
        case .program: "program, or list of program and arguments"
        case .mapping: "mapping"
        case .check: "check"
        case .checks: "list of checks"
        }
    }

    /// What is wrong with a value's shape, or nil when it is of this kind.
    func problem(with value: JSON) -> String? {
        fits(value) ? nil : "expected \(expectation), found \(value.kindName)"
    }

    private func fits(_ value: JSON) -> Bool {
        switch self {
        case .text, .pattern, .path: value.isPlain
        case .texts, .program: value.isPlain || value.array?.allSatisfy(\.isPlain) == true
        case .bounds: value.isPlain && value.bool == nil || value.array?.allSatisfy { $0.isPlain && $0.bool == nil } == true
        case .number: value.decimal != nil
        case .wholeNumber: value.decimal.flatMap { Int(exactly: $0) } != nil
        case .tolerance: value.decimal != nil || value.string != nil
        case .flag: value.bool != nil
        case .choice(let words): words.contains(value.plainText)
        case .schema: value.object != nil || value.bool != nil || value.string != nil
        case .terms: value.array?.allSatisfy(\.isPlain) == true
        case .glossary: value.object?.allSatisfy { $0.value.isPlain } == true
        case .mapping, .check: value.object != nil
        case .checks: value.array != nil
        }
    }

    private var expectation: String {
        switch self {
        case .text: "a text"
        case .texts: "a text or a list of texts"
        case .number: "a number"
        case .wholeNumber: "a whole number"
        case .tolerance: "a number or a percentage"
        case .flag: "true or false"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .bounds: "a number or a bound such as '<= 30'"
        case .pattern: "a regular expression"
        case .path: "a JSON path"
        case .schema: "a JSON Schema or the name of a file"
        case .terms: "a list of texts or {file: …}"
        case .glossary: "a mapping or the name of a file"
        case .program: "a program or a list of program and arguments"
        case .mapping: "a mapping"
        case .check: "a check"
        case .checks: "a list of checks"
        }
    }
}

extension JSON {
    /// Whether this is a text, or something that was written plainly and stands for one.
    var isPlain: Bool {
        switch self {
        case .string, .integer, .double, .bool: true
        case .null, .array, .object: false
        }
    }

    /// The value of a number, also one written as text.
    var decimal: Double? { number ?? string.flatMap { Double(decimal: $0) } }
}
