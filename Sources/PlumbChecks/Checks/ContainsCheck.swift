public import PlumbModel

/// A text occurs in the answer.
public struct ContainsCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "contains", "The answer contains this text",
        """
        Looks for a text anywhere in the answer, also inside words: `art` is in `party`. To find whole words only, use terms or matches. \
        For several texts use contains-any or contains-all.
        """,
        arguments: [
            .required(
                "text", .text, "the text that is looked for",
                insteadOfList: "use contains-any if one of them is enough, contains-all if all must be there")
        ],
        ignorable: Set(Ignorable.allCases),
        examples: [
            .init(["contains": "Paris"], "The capital is Paris.", .pass),
            .init(["contains": "paris"], "The capital is Paris.", .fail),
            .init(["contains": "paris", "ignoring": ["case"]], "The capital is Paris.", .pass),
            .init(["contains": "{{ name }}"], "Dear Ms Ito,", .pass, variables: ["name": "Ito"]),
            .init(["not-contains": "as an AI"], "Sure, as an AI I can help.", .fail),
            .init(["not-contains": "as an AI"], "Sure, I can help.", .pass),
        ])

    private let search: TextSearch

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        _ = try arguments.nonEmptyText("text")
        search = TextSearch(try arguments.nonEmptyTexts("text"), normalizer: arguments.normalizer)
    }

    /// Looks for the text.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        let found = search.find(in: subject.text)
        let text = Excerpt.quoted(search.texts[0])
        guard let span = found[0] else { return Grade(.fail, reason: "the answer does not contain \(text)") }
        return Grade(.pass, reason: "the answer contains \(text)", spans: [span])
    }
}
