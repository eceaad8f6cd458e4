public import PlumbModel

/// The answer names exactly one of some labels.
public struct OneOfCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "one-of", "The answer names exactly one of these labels",
        """
        Looks for the labels as whole words. Where labels overlap, the longest counts: `not spam` is not also `spam`. An answer that names \
        none or several of them fails; naming the same one twice is fine. With `expected` it must be that one.
        """,
        arguments: [
            .required("labels", .texts, "the labels"),
            .optional("expected", .text, "the right one of the labels"),
        ],
        ignorable: Set(Ignorable.allCases),
        examples: [
            .init(["one-of": ["billing", "shipping", "other"]], "billing", .pass),
            .init(["one-of": ["billing", "shipping", "other"]], "billing or shipping", .fail),
            .init(["one-of": ["billing", "shipping", "other"]], "refunds", .fail),
            .init(["one-of": ["spam", "not spam"]], "This is not spam.", .pass),
            .init(
                ["one-of": ["labels": ["billing", "shipping"], "expected": "{{ expected }}"], "ignoring": "case"],
                "Queue: Shipping", .pass, variables: ["expected": "shipping"]),
            .init(
                ["one-of": ["labels": ["billing", "shipping"], "expected": "{{ expected }}"]], "billing", .fail,
                variables: ["expected": "shipping"]),
        ])

    private let labels: [String]
    private let expected: Int?
    private let search: TextSearch

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        labels = try arguments.nonEmptyTexts("labels")
        let normalizer = arguments.normalizer
        let names = labels.map(normalizer.normalize)
        if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
            throw arguments.error("labels", "the label '\(labels[twice])' is listed twice")
        }
        if let text = try arguments.text("expected") {
            guard let index = names.firstIndex(of: normalizer.normalize(text)) else {
                let near = Suggestion.nearest(to: text, among: labels).map { "did you mean '\($0)'?" }
                throw arguments.error(
                    "expected", "'\(text)' is not one of the labels", help: near ?? "the labels are \(labels.joined(separator: ", "))")
            }
            expected = index
        } else {
            expected = nil
        }
        search = TextSearch(labels, normalizer: normalizer)
    }

    /// Looks for the labels.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        let found = longest(search.findWords(in: subject.text))
        let named = Set(found.map(\.label)).sorted()
        let spans = found.map(\.span)
        guard let only = named.first else {
            return Grade(.fail, reason: "the answer \(Excerpt.quoted(subject.text)) names none of \(Excerpt.list(labels))")
        }
        guard named.count == 1 else {
            return Grade(.fail, reason: "the answer names several labels: \(Excerpt.list(named.map { labels[$0] }))", spans: spans)
        }
        guard let expected, expected != only else {
            return Grade(.pass, reason: "the answer names \(Excerpt.quoted(labels[only]))", spans: spans)
        }
        let reason = "the answer names \(Excerpt.quoted(labels[only])), not \(Excerpt.quoted(labels[expected]))"
        return Grade(.fail, reason: reason, spans: spans)
    }

    /// The labels found from the left, where labels overlap the longest.
    private func longest(_ places: [[Range<Int>]]) -> [(label: Int, span: Range<Int>)] {
        let all = places.enumerated().flatMap { label, spans in spans.map { (label: label, span: $0) } }
        let sorted = all.sorted { ($0.span.lowerBound, $1.span.count) < ($1.span.lowerBound, $0.span.count) }
        var kept: [(label: Int, span: Range<Int>)] = []
        for item in sorted where item.span.lowerBound >= kept.last?.span.upperBound ?? 0 { kept.append(item) }
        return kept
    }
}
