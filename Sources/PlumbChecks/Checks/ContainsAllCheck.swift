public import PlumbModel

/// All of several texts occur in the answer.
public struct ContainsAllCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "contains-all", "The answer contains all of these texts",
        """
        Looks for each text anywhere in the answer, also inside words. The score is the share of the texts that are there, so that \
        `threshold: 0.5` asks for half of them.
        """,
        arguments: [.required("texts", .texts, "the texts that are looked for")],
        ignorable: Set(Ignorable.allCases), scoring: .graded,
        examples: [
            .init(["contains-all": ["name", "address"]], "Your name and address, please.", .pass),
            .init(["contains-all": ["name", "address"]], "Your name, please.", .fail),
            .init(["contains-all": ["name", "address"], "threshold": 0.5], "Your name, please.", .pass),
            .init(["not-contains-all": ["name", "address"]], "Your name, please.", .pass),
        ])

    private let search: TextSearch

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        search = TextSearch(try arguments.nonEmptyTexts("texts"), normalizer: arguments.normalizer)
    }

    /// Looks for the texts.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        let places = search.find(in: subject.text)
        let missing = zip(search.texts, places).filter { $1 == nil }.map(\.0)
        let spans = places.compactMap(\.self)
        let score = Double(spans.count) / Double(places.count)
        guard missing.isEmpty else {
            return Grade(.fail, score: score, reason: "the answer does not contain \(Excerpt.list(missing))", spans: spans)
        }
        return Grade(.pass, reason: "the answer contains \(Excerpt.list(search.texts))", spans: spans)
    }
}
