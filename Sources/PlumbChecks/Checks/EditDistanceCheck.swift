public import PlumbModel

/// The answer is a few changes away from a text.
public struct EditDistanceCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "edit-distance", "The answer is at most this many changes away from a text",
        """
        Counts the fewest insertions, deletions and substitutions of characters that turn the answer into the text (Levenshtein's distance). \
        Of several texts the nearest counts. The score is 1 minus the distance as a share of the longer text. An answer or text of more \
        than 20,000 characters makes the check an error. To demand a share instead of a number, use similarity.
        """,
        arguments: [
            .required("to", .texts, "the text, or a list of texts of which the nearest counts"),
            .required("at-most", .wholeNumber, "how many changes are allowed"),
        ],
        ignorable: Set(Ignorable.allCases),
        examples: [
            .init(["edit-distance": ["to": "kitten", "at-most": 3]], "sitting", .pass),
            .init(["edit-distance": ["to": "kitten", "at-most": 2]], "sitting", .fail),
            .init(
                ["edit-distance": ["to": "{{ name }}", "at-most": 1], "ignoring": "case"], "JONSON", .pass, variables: ["name": "Johnson"]),
            .init(["not-edit-distance": ["to": "secret", "at-most": 1]], "secrets", .fail),
        ])

    private let expected: [(written: String, scalars: [Unicode.Scalar])]
    private let limit: Int
    private let normalizer: TextNormalizer

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        let normalizer = arguments.normalizer
        expected = try arguments.texts("to").map { ($0, normalizer.normalized($0).scalars) }
        self.normalizer = normalizer
        limit = try arguments.wholeNumber("at-most") ?? 0
        if limit < 0 { throw arguments.error("at-most", "a number of changes must be at least 0") }
    }

    /// Counts the changes.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        let answer = normalizer.normalized(subject.text).scalars
        var nearest: (distance: Int, score: Double, written: String)?
        for (written, scalars) in expected {
            guard let distance = EditDistance.between(answer, scalars) else {
                return Grade(.error, reason: "texts of more than \(EditDistance.longestText) characters are not compared")
            }
            let longer = max(answer.count, scalars.count)
            let score = longer == 0 ? 1 : 1 - Double(distance) / Double(longer)
            if distance < nearest?.distance ?? .max { nearest = (distance, score, written) }
        }
        guard let nearest else { return Grade(.error, reason: "there is no text to compare with") }
        let changes = nearest.distance == 1 ? "1 change" : "\(nearest.distance) changes"
        let reason = "the answer is \(changes) away from \(Excerpt.quoted(nearest.written))"
        return Grade(nearest.distance <= limit ? .pass : .fail, score: nearest.score, reason: reason)
    }
}
