public import PlumbModel

/// The call used few enough tokens.
public struct TokensCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "tokens", "The call used few enough tokens",
        """
        Compares the tokens that the backend counted with bounds. The output holds reasoning, where the model reasons. A backend that does \
        not count makes the check an error.
        """,
        arguments: [
            .optional("total", .bounds, "how many tokens in and out"),
            .optional("input", .bounds, "how many tokens of the prompt"),
            .optional("output", .bounds, "how many tokens of the answer"),
        ],
        subject: .call,
        examples: [
            .init(["tokens": "<= 100"], "short", .pass, call: .init(usage: Usage(input: 60, output: 20))),
            .init(["tokens": ["output": "<= 10"]], "long", .fail, call: .init(usage: Usage(input: 60, output: 20))),
            .init(["tokens": "<= 100"], "uncounted", .error),
        ])

    private let bounds: [(figure: Figure, bound: CallBound)]

    /// What is counted.
    private enum Figure: String, CaseIterable {
        case total, input, output

        func count(_ usage: Usage) -> Int {
            switch self {
            case .total: usage.total
            case .input: usage.input
            case .output: usage.output
            }
        }

        var name: String { self == .total ? "input and output" : rawValue }
    }

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        var bounds: [(figure: Figure, bound: CallBound)] = []
        for figure in Figure.allCases where try arguments.value(figure.rawValue) != nil {
            bounds.append((figure, try CallBound(figure.rawValue, arguments, example: "<= 100")))
        }
        if bounds.isEmpty { throw CheckSyntaxError("missing-argument", "tokens needs a bound", help: "write tokens: '<= 100'") }
        self.bounds = bounds
    }

    /// Compares the counts.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        guard let usage = subject.completion.usage else { return Grade(.error, reason: "the backend does not count tokens") }
        let grades = bounds.map { figure, bound in
            let count = figure.count(usage)
            return bound.grade(Double(count), described: "\(count) tokens of \(figure.name)")
        }
        return GroupGrade.all(grades)
    }
}
