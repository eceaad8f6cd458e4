public import PlumbModel

/// The answer uses the right terms.
public struct TermsCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "terms", "The answer uses required terms and avoids forbidden ones",
        """
        Looks for whole words: `art` is not in `party`. Required terms must be there, forbidden ones must not. A glossary maps each term \
        to avoid to the one to write instead, which the reason then tells; in a file it has a line `avoid => prefer` each. Files of terms \
        have one term a line. Blank lines and lines that begin with `#` are skipped.

        The score is the share of the demands that are met.
        """,
        arguments: [
            .optional("required", .terms, "terms that must be there"),
            .optional("forbidden", .terms, "terms that must not be there"),
            .optional("glossary", .glossary, "terms to avoid, with the terms to write instead"),
        ],
        mainArgument: .none, ignorable: Set(Ignorable.allCases), scoring: .graded,
        examples: [
            .init(["terms": ["required": ["refund", "order number"]]], "For a refund, tell us your order number.", .pass),
            .init(["terms": ["required": ["refund", "order number"]]], "Refunds take a week.", .fail),
            .init(["terms": ["forbidden": ["guarantee"]], "ignoring": "case"], "Guarantee: none.", .fail),
            .init(["terms": ["forbidden": ["art"]]], "A party for all.", .pass),
            .init(["terms": ["glossary": ["log on": "sign in", "e-mail": "email"]]], "Please sign in by email.", .pass),
            .init(["terms": ["glossary": ["log on": "sign in", "e-mail": "email"]]], "Please log on.", .fail),
        ])

    private let required: TextSearch
    private let forbidden: TextSearch
    /// What to write instead, for each forbidden term.
    private let preferred: [String?]

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        let required = try arguments.nonEmptyTexts("required")
        let listed = try arguments.nonEmptyTexts("forbidden")
        let glossary = try arguments.value("glossary")?.object
        let avoided = glossary?.names ?? []
        if glossary?.isEmpty == true { throw arguments.error("glossary", "the glossary is empty") }
        if required.isEmpty, listed.isEmpty, avoided.isEmpty {
            throw CheckSyntaxError("missing-argument", "terms needs required, forbidden or glossary")
        }
        let normalizer = arguments.normalizer
        let normalized = Set(required.map(normalizer.normalize))
        if let both = (listed + avoided).first(where: { normalized.contains(normalizer.normalize($0)) }) {
            throw CheckSyntaxError("bad-argument", "'\(both)' is both required and forbidden")
        }
        if let empty = avoided.first(where: { normalizer.normalize($0).isEmpty }) {
            throw arguments.error("glossary", "the term '\(empty)' is empty")
        }
        preferred = listed.map { _ in nil } + avoided.map { glossary?[$0]?.plainText }
        self.required = TextSearch(required, normalizer: normalizer)
        forbidden = TextSearch(listed + avoided, normalizer: normalizer)
    }

    /// Looks for the terms.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        let there = required.findWords(in: subject.text)
        let missing = zip(required.texts, there).filter(\.1.isEmpty).map(\.0)
        let wrong = forbidden.findWords(in: subject.text)
        let used = wrong.indices.filter { !wrong[$0].isEmpty }
        let demands = there.count + wrong.count
        let score = Double(demands - missing.count - used.count) / Double(demands)
        guard missing.isEmpty, used.isEmpty else {
            var reasons: [String] = []
            if !missing.isEmpty { reasons.append("the answer lacks \(Excerpt.list(missing))") }
            if !used.isEmpty { reasons.append("the answer uses \(used.prefix(5).map(described).joined(separator: ", "))") }
            return Grade(.fail, score: score, reason: reasons.joined(separator: "; "), spans: used.flatMap { wrong[$0] })
        }
        return Grade(.pass, score: score, reason: "the answer uses the right terms", spans: there.flatMap(\.self))
    }

    private func described(_ index: Int) -> String {
        let term = Excerpt.quoted(forbidden.texts[index])
        return preferred[index].map { "\(term) instead of \(Excerpt.quoted($0))" } ?? term
    }
}
