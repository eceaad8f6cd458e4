public import PlumbModel

/// The answer is JSON and nothing else.
public struct JSONCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "json", "The answer is valid JSON and nothing else",
        """
        Reads the whole answer by RFC 8259, strictly: no comments, no trailing commas, no name twice in one object, nothing around it. A \
        code fence around the whole answer is allowed unless `fenced` says otherwise; for JSON inside prose use `extract` or `on` with \
        `{fence: json}`.
        """,
        arguments: [
            .optional(
                "fenced", .choice(FenceRule.allCases.map(\.rawValue)), "whether a code fence may, must or must not be around it",
                default: "allowed")
        ],
        examples: [
            .init(["json": true], #"{"queue": "billing"}"#, .pass),
            .init(["json": true], "```json\n{\"queue\": \"billing\"}\n```", .pass),
            .init(["json": true], #"Here it is: {"queue": "billing"}"#, .fail),
            .init(["json": true], "{'queue': 'billing'}", .fail),
            .init(["json": ["fenced": "forbidden"]], "```json\n[]\n```", .fail),
            .init(["json": ["fenced": "required"]], "[]", .fail),
            .init(["json": true, "on": ["fence": "json"]], "Here it is:\n```json\n[1]\n```\nAnything else?", .pass),
            .init(["not-json": true], "plain words", .pass),
        ])

    private let fence: FenceRule

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) { fence = try arguments.choice("fenced", default: .allowed) }

    /// Reads the answer.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        switch AnswerJSON.read(subject, fence: fence) {
        case .value(let value): Grade(.pass, reason: "the answer is \(value.kindName) in JSON")
        case .invalid(let reason): Grade(.fail, reason: reason)
        }
    }
}
