public import PlumbModel

/// At least one of several texts occurs in the answer.
public struct ContainsAnyCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "contains-any", "The answer contains at least one of these texts",
        "Looks for each text anywhere in the answer, also inside words.",
        arguments: [.required("texts", .texts, "the texts that are looked for")],
        ignorable: Set(Ignorable.allCases),
        examples: [
            .init(["contains-any": ["sorry", "apologies"]], "Our apologies for the delay.", .pass),
            .init(["contains-any": ["sorry", "apologies"]], "It was delayed.", .fail),
            .init(["not-contains-any": ["TODO", "FIXME"]], "All done.", .pass),
            .init(
                ["contains-any": "{{ accepted }}", "ignoring": "case"], "New York City", .pass,
                variables: ["accepted": ["new york", "NYC"]]),
        ])

    private let search: TextSearch

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        search = TextSearch(try arguments.nonEmptyTexts("texts"), normalizer: arguments.normalizer)
    }

    /// Looks for the texts.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        let found = zip(search.texts, search.find(in: subject.text)).compactMap { text, span in span.map { (text, $0) } }
        guard !found.isEmpty else { return Grade(.fail, reason: "the answer contains none of \(Excerpt.list(search.texts))") }
        return Grade(.pass, reason: "the answer contains \(Excerpt.list(found.map(\.0)))", spans: found.map(\.1))
    }
}
