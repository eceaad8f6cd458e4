public import PlumbModel

/// The answer is exactly a text.
public struct EqualsCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "equals", "The answer is exactly this text",
        """
        Compares the whole answer with a text, or with several of which any one is right. Nothing is overlooked, not even a line end \
        after the answer, unless `ignoring` says so. Texts that look the same because a letter and its accent are written as one or as \
        two characters are equal.

        A mapping is no text: to compare JSON values use json-schema with `const`.
        """,
        arguments: [.required("to", .texts, "the text, or a list of texts of which any one is right")],
        ignorable: Set(Ignorable.allCases),
        examples: [
            .init(["equals": "Paris"], "Paris", .pass),
            .init(["equals": "Paris"], "Paris.", .fail),
            .init(
                ["equals": "{{ expected }}", "ignoring": ["case", "whitespace", "punctuation"]], " PARIS!\n", .pass,
                variables: ["expected": "Paris"]),
            .init(["equals": ["colour", "color"]], "color", .pass),
            .init(["equals": 5], "5", .pass),
            .init(["not-equals": "I do not know"], "Paris", .pass),
        ])

    private let expected: [String]
    private let normalized: [String]
    private let normalizer: TextNormalizer

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        expected = try arguments.texts("to")
        normalizer = arguments.normalizer
        normalized = expected.map(normalizer.normalize)
    }

    /// Compares the texts.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        let answer = normalizer.normalize(subject.text)
        if let index = normalized.firstIndex(of: answer) {
            return Grade(.pass, reason: "the answer equals \(Excerpt.quoted(expected[index]))")
        }
        let wanted = expected.count == 1 ? Excerpt.quoted(expected[0]) : "one of \(Excerpt.list(expected))"
        return Grade(.fail, reason: "the answer is \(Excerpt.quoted(subject.text)), not \(wanted)\(hint(subject.text))")
    }

    /// What alone tells the answer from the text, when that is something `ignoring` could overlook.
    private func hint(_ answer: String) -> String {
        guard answer.utf8.count < 10_000 else { return "" }
        let all = TextNormalizer(ignoring: Set(Ignorable.allCases))
        let bare = all.normalize(answer)
        guard !bare.isEmpty, let nearest = expected.first(where: { all.normalize($0) == bare }) else { return "" }
        let differences = Ignorable.allCases.filter { ignorable in
            let others = TextNormalizer(ignoring: all.ignoring.subtracting([ignorable]))
            return others.normalize(answer) != others.normalize(nearest)
        }
        guard !differences.isEmpty else { return "" }
        return "; they differ only in \(differences.map(\.rawValue).joined(separator: " and "))"
    }
}
