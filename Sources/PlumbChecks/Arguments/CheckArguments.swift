public import PlumbModel

/// A check's arguments with all holes filled, read strictly.
public struct CheckArguments: Sendable {
    /// The page of the check they belong to.
    public let page: CheckPage
    /// Differences that are overlooked.
    public let ignoring: Set<Ignorable>
    /// The least score that passes, or nil for the check's own.
    public let threshold: Double?
    private let values: JSONObject

    /// Arguments by name; names and shapes are checked when they are read.
    public init(page: CheckPage, values: JSONObject, ignoring: Set<Ignorable> = [], threshold: Double? = nil) {
        self.page = page
        self.values = values
        self.ignoring = ignoring
        self.threshold = threshold
    }

    /// Makes texts comparable by what is to be ignored.
    public var normalizer: TextNormalizer { TextNormalizer(ignoring: ignoring) }

    /// An error at an argument.
    public func error(_ name: String, _ message: String, help: String? = nil) -> CheckSyntaxError {
        CheckSyntaxError("bad-argument", at: [name], message, help: help)
    }

    /// Every argument of the wrong shape, and every required one that is missing.
    func shapeErrors() -> [CheckSyntaxError] {
        page.arguments.compactMap { argument in
            guard let value = values[argument.name] else { return argument.isRequired ? Self.missing(argument, in: page) : nil }
            return Self.shapeError(argument, value)
        }
    }

    static func shapeError(_ argument: CheckPage.Argument, _ value: JSON) -> CheckSyntaxError? {
        guard let problem = argument.kind.problem(with: value) else { return nil }
        var help = value.array == nil ? nil : argument.insteadOfList
        if case .choice(let words) = argument.kind, let word = value.string {
            help = Suggestion.nearest(to: word, among: words).map { "did you mean '\($0)'?" }
            return CheckSyntaxError(
                "bad-argument", at: [argument.name], "'\(word)' is not one of \(words.joined(separator: ", "))", help: help)
        }
        return CheckSyntaxError("bad-argument", at: [argument.name], problem, help: help)
    }

    static func missing(_ argument: CheckPage.Argument, in page: CheckPage) -> CheckSyntaxError {
        CheckSyntaxError("missing-argument", "\(page.name) needs '\(argument.name)'", help: argument.summary)
    }
}

extension CheckArguments {
    /// The value as given, or nil when the argument is not given; throws when its shape is wrong.
    public func value(_ name: String) throws(CheckSyntaxError) -> JSON? {
        guard let argument = page.argument(named: name) else {
            throw CheckSyntaxError("unknown-argument", at: [name], "\(page.name) has no argument '\(name)'")
        }
        guard let value = values[name] else {
            if argument.isRequired { throw Self.missing(argument, in: page) }
            return nil
        }
        if let error = Self.shapeError(argument, value) { throw error }
        return value
    }

    /// A text, or nil when it is not given.
    public func text(_ name: String) throws(CheckSyntaxError) -> String? { try value(name)?.plainText }

    /// A text that must be given and not be empty.
    public func nonEmptyText(_ name: String) throws(CheckSyntaxError) -> String {
        let text = try text(name) ?? ""
        if text.isEmpty { throw error(name, "an empty text makes no sense here", help: "every answer has it") }
        return text
    }

    /// One or more texts, or none when the argument is not given.
    public func texts(_ name: String) throws(CheckSyntaxError) -> [String] {
        guard let value = try value(name) else { return [] }
        guard let list = value.array else { return [value.plainText] }
        if list.isEmpty { throw error(name, "the list is empty", help: "list at least one text") }
        return list.map(\.plainText)
    }

    /// One or more texts, none of them empty after normalization.
    public func nonEmptyTexts(_ name: String) throws(CheckSyntaxError) -> [String] {
        let texts = try texts(name)
        let isList = try value(name)?.array != nil
        let normalizer = normalizer
        for (index, text) in texts.enumerated() where normalizer.normalize(text).isEmpty {
            let message = text.isEmpty ? "an empty text makes no sense here" : "nothing is left of '\(text)' after `ignoring`"
            throw CheckSyntaxError("bad-argument", at: [name] + (isList ? [String(index)] : []), message, help: "every answer has it")
        }
        return texts
    }

    /// A number, or nil when it is not given.
    public func number(_ name: String) throws(CheckSyntaxError) -> Double? { try value(name)?.decimal }

    /// A whole number, or nil when it is not given.
    public func wholeNumber(_ name: String) throws(CheckSyntaxError) -> Int? {
        try value(name)?.decimal.flatMap { Int(exactly: $0) }
    }

    /// A Boolean, or `standard` when it is not given.
    public func flag(_ name: String, default standard: Bool) throws(CheckSyntaxError) -> Bool { try value(name)?.bool ?? standard }

    /// One of the cases of an enumeration, or `standard` when it is not given.
    func choice<Choice: RawRepresentable<String>>(_ name: String, default standard: Choice) throws(CheckSyntaxError) -> Choice {
        guard let word = try text(name) else { return standard }
        guard let choice = Choice(rawValue: word) else { throw error(name, "'\(word)' is not one of the choices") }
        return choice
    }

    /// A regular expression that must be given.
    func pattern(_ name: String, ignoringCase: Bool = false) throws(CheckSyntaxError) -> Pattern {
        let source = try nonEmptyText(name)
        do throws(PatternError) { return try Pattern(source, ignoringCase: ignoringCase) } catch {
            throw self.error(name, error.message, help: error.help)
        }
    }

    /// Bounds that must all hold, or none when the argument is not given.
    func bounds(_ name: String) throws(CheckSyntaxError) -> [Bound] {
        guard let value = try value(name) else { return [] }
        let written = value.array ?? [value]
        if written.isEmpty { throw error(name, "the list is empty", help: "list at least one bound") }
        var bounds: [Bound] = []
        for item in written {
            let text = item.plainText
            guard let bound = Bound(text), !text.contains("%") else {
                throw error(name, "'\(text)' is not a bound", help: "write a bound such as '<= 30' or '>= 2'")
            }
            bounds.append(bound)
        }
        return bounds
    }
}
