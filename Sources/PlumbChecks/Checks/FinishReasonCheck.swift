public import PlumbModel

/// Generation ended for a certain reason.
public struct FinishReasonCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "finish-reason", "Generation ended for this reason",
        """
        `stop`: the model was done. `length`: the limit on tokens was reached, so that the answer is cut off. `content_filter`: the \
        provider withheld something. `tool_calls`: the model called tools. Other words are compared with the backend's own. A backend that \
        does not say makes the check an error.
        """,
        arguments: [.required("reason", .texts, "the reason, or a list of reasons of which any one is right")],
        subject: .call,
        examples: [
            .init(["finish-reason": "stop"], "All said.", .pass, call: .init(finishReason: .stop)),
            .init(["finish-reason": "stop"], "All sa", .fail, call: .init(finishReason: .length)),
            .init(["not-finish-reason": ["length", "content_filter"]], "All said.", .pass, call: .init(finishReason: .stop)),
            .init(["finish-reason": "stop"], "All said.", .error),
        ])

    private let reasons: [FinishReason]
    private static let known = ["stop", "length", "content_filter", "tool_calls"]

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        let words = try arguments.nonEmptyTexts("reason")
        for word in words where !Self.known.contains(word) {
            if let near = Suggestion.nearest(to: word, among: Self.known) {
                throw arguments.error("reason", "'\(word)' is no known finish reason", help: "did you mean '\(near)'?")
            }
        }
        reasons = words.map(FinishReason.init(name:))
    }

    /// Compares the reason.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        guard let reason = subject.completion.finishReason else {
            return Grade(.error, reason: "the backend does not say why generation ended")
        }
        let shown = Excerpt.clipped(reason.name, limit: 40)
        if reasons.contains(reason) { return Grade(.pass, reason: "generation ended with \(shown)") }
        return Grade(.fail, reason: "generation ended with \(shown), not with \(reasons.map(\.name).joined(separator: " or "))")
    }
}
