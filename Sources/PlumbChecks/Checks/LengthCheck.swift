public import PlumbModel

/// The answer is as long as it should be.
public struct LengthCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "length", "The answer is as long as it should be",
        """
        Counts characters, words, sentences or lines and compares each count with a bound, or with several that must all hold; a number \
        alone means exactly that many. Characters are what a reader takes for one, an emoji or an accented letter too. Words are runs of \
        letters and digits, with hyphens and apostrophes inside; each Chinese or Japanese character counts as one. Sentences end with \
        `.`, `!`, `?`, `…` or `。` before a blank or the end; a last one without an end counts. Lines are those that are not blank.
        """,
        arguments: [
            .optional("characters", .bounds, "how many characters"),
            .optional("words", .bounds, "how many words"),
            .optional("sentences", .bounds, "how many sentences"),
            .optional("lines", .bounds, "how many lines that are not blank"),
        ],
        mainArgument: .none,
        examples: [
            .init(["length": ["words": "<= 5"]], "Please restart the router.", .pass),
            .init(["length": ["words": "<= 3"]], "Please restart the router.", .fail),
            .init(["length": ["characters": "<= 4", "lines": 1]], "café", .pass),
            .init(["length": ["sentences": [">= 2", "<= 3"]]], "Restart it. Then call us.", .pass),
            .init(["length": ["sentences": 1]], "Version 2.5 of e.g. this costs $3.50.", .pass),
            .init(["not-length": ["characters": 0]], "anything", .pass),
        ])

    private let bounds: [(unit: Unit, bound: Bound)]

    /// What is counted.
    private enum Unit: String, CaseIterable {
        case characters, words, sentences, lines

        func count(_ text: String) -> Int {
            switch self {
            case .characters: text.count
            case .words: Words.count(in: Array(text.unicodeScalars))
            case .sentences: Sentences.count(in: Array(text.unicodeScalars))
            case .lines: Lines(text).reduce(0) { $1.isBlank ? $0 : $0 + 1 }
            }
        }
    }

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        var bounds: [(unit: Unit, bound: Bound)] = []
        for unit in Unit.allCases {
            for bound in try arguments.bounds(unit.rawValue) {
                if let problem = Self.problem(with: bound) { throw arguments.error(unit.rawValue, problem) }
                bounds.append((unit, bound))
            }
        }
        if bounds.isEmpty {
            throw CheckSyntaxError(
                "missing-argument", "length needs something to count", help: "write length: {words: '<= 30'}")
        }
        self.bounds = bounds
    }

    private static func problem(with bound: Bound) -> String? {
        guard bound.value == bound.value.rounded() else { return "\(bound.text) is no whole number" }
        let isImpossible = bound.value < 0 && bound.relation != .atLeast && bound.relation != .above || bound == Bound(.below, 0)
        if isImpossible { return "no answer can have '\(bound.text)'" }
        return bound.value < 0 || bound == Bound(.atLeast, 0) ? "every answer has '\(bound.text)'" : nil
    }

    /// Counts and compares.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        var counts: [Unit: Int] = [:]
        for (unit, bound) in bounds {
            let count = counts[unit] ?? unit.count(subject.text)
            counts[unit] = count
            guard bound.holds(for: Double(count)) else {
                return Grade(.fail, reason: "the answer has \(count) \(unit.rawValue), not \(bound.text)")
            }
        }
        let shown = Unit.allCases.compactMap { unit in counts[unit].map { "\($0) \(unit.rawValue)" } }
        return Grade(.pass, reason: "the answer has \(shown.joined(separator: ", "))")
    }
}
