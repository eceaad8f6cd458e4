public import PlumbModel

/// The answer begins with a text.
public struct StartsWithCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "starts-with", "The answer begins with this text",
        """
        Compares the beginning of the answer with a text, or with several of which any one is right. A blank before it counts, unless \
        `ignoring` lists whitespace.
        """,
        arguments: [.required("text", .texts, "the text, or a list of texts of which any one is right")],
        ignorable: Set(Ignorable.allCases),
        examples: [
            .init(["starts-with": "Dear"], "Dear Ms Ito,", .pass),
            .init(["starts-with": "Dear"], "\nDear Ms Ito,", .fail),
            .init(["starts-with": "Dear", "ignoring": "whitespace"], "\nDear Ms Ito,", .pass),
            .init(["starts-with": ["Yes", "No"]], "No, it is not.", .pass),
            .init(["not-starts-with": "Sure"], "Sure! Here it is.", .fail),
        ])

    private let edge: EdgeMatch

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        edge = EdgeMatch(try arguments.nonEmptyTexts("text"), normalizer: arguments.normalizer)
    }

    /// Compares the beginning.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        let text = edge.normalizer.normalized(subject.text)
        for (written, scalars) in edge.texts where text.scalars.starts(with: scalars) {
            return Grade(.pass, reason: "the answer begins with \(Excerpt.quoted(written))", spans: [text.span(0..<scalars.count)])
        }
        let shown = Excerpt.clipped(String(subject.text.prefix(40)), limit: 40)
        return Grade(.fail, reason: "the answer begins with “\(shown)”, not with \(edge.wanted)")
    }
}
