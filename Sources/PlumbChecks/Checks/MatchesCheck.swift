public import PlumbModel

/// A regular expression matches in the answer.
public struct MatchesCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "matches", "The answer matches this regular expression",
        #"""
        Looks for a match anywhere in the answer; `^…$` asks for the whole answer, `(?m)^…$` for a whole line. The dialect is ICU's, which \#
        is close to that of Perl, Python and Java: `\d`, `\b`, `\p{L}`, look-around, named groups, `(?i)` for any case. `(?P<name>…)` is \#
        understood. In YAML write the expression in single quotes, in which a backslash stays a backslash.

        An expression that takes too many steps on an answer, or an answer of more than 1,000,000 characters, makes the check an error: \#
        neither pass nor fail. The steps are counted, not timed, so that the same answer always gets the same grade.
        """#,
        arguments: [
            .required(
                "pattern", .pattern, "the regular expression",
                insteadOfList: "put several matches checks under any or all")
        ],
        ignorable: [.case],
        examples: [
            .init(["matches": #"\d{4}-\d{2}-\d{2}"#], "It was on 2026-11-21.", .pass),
            .init(["matches": #"^\d+$"#], "about 40", .fail),
            .init(["matches": #"(?m)^Answer: (yes|no)$"#], "Let me think.\nAnswer: yes", .pass),
            .init(["matches": #"\b(yes|no)\b"#, "ignoring": ["case"]], "NO", .pass),
            .init(["not-matches": #"(?i)\bas an ai\b"#], "As an AI, I cannot.", .fail),
            .init(["matches": #"^(a+)+$"#], String(repeating: "a", count: 40) + "b", .error),
        ])

    private let pattern: Pattern

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        pattern = try arguments.pattern("pattern", ignoringCase: arguments.ignoring.contains(.case))
    }

    /// Looks for a match.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        let shown = Excerpt.quoted(pattern.source)
        switch pattern.first(in: subject.text) {
        case .undecided(let reason): return Grade(.error, reason: reason)
        case .none: return Grade(.fail, reason: "the answer does not match \(shown)")
        case .match(let match):
            let found = subject.text[match.range]
            let start = subject.text.unicodeScalars.distance(from: subject.text.startIndex, to: match.range.lowerBound)
            let span = start..<start + found.unicodeScalars.count
            return Grade(.pass, reason: "\(Excerpt.quoted(String(found))) matches \(shown)", spans: [span])
        }
    }
}
