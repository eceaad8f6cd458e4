public import PlumbModel

/// The answer ends with a text.
public struct EndsWithCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "ends-with", "The answer ends with this text",
        """
        Compares the end of the answer with a text, or with several of which any one is right. A line end after it counts, unless \
        `ignoring` lists whitespace.
        """,
        arguments: [.required("text", .texts, "the text, or a list of texts of which any one is right")],
        ignorable: Set(Ignorable.allCases),
        examples: [
            .init(["ends-with": "?"], "How can I help?", .pass),
            .init(["ends-with": "?"], "How can I help?\n", .fail),
            .init(["ends-with": "?", "ignoring": "whitespace"], "How can I help?\n", .pass),
            .init(["ends-with": [".", "!", "?"]], "Done!", .pass),
            .init(["not-ends-with": "…"], "And then …", .fail),
        ])

    private let edge: EdgeMatch

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        edge = EdgeMatch(try arguments.nonEmptyTexts("text"), normalizer: arguments.normalizer)
    }

    /// Compares the end.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        let text = edge.normalizer.normalized(subject.text)
        for (written, scalars) in edge.texts where text.scalars.suffix(scalars.count).elementsEqual(scalars) {
            let end = text.scalars.count
            let span = text.span(end - scalars.count..<end)
            return Grade(.pass, reason: "the answer ends with \(Excerpt.quoted(written))", spans: [span])
        }
        let shown = Excerpt.clipped(String(subject.text.suffix(40)), limit: 40)
        return Grade(.fail, reason: "the answer ends with “\(shown)”, not with \(edge.wanted)")
    }
}
