public import PlumbModel

/// The call was cheap enough.
public struct CostCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "cost", "The call was cheap enough",
        """
        Compares what the call's tokens cost, in dollars by the prices of `prices:`, with a bound; an answer from the cache counts as if it \
        had been asked. Without a price for the model, or without a count of tokens, the check is an error: unpriced is not free.
        """,
        arguments: [.required("dollars", .bounds, "how many dollars")],
        subject: .call,
        examples: [
            .init(["cost": "<= 0.001"], "cheap", .pass, call: .init(usage: Usage(input: 100, output: 50), price: samplePrice)),
            .init(["cost": "<= 0.001"], "dear", .fail, call: .init(usage: Usage(input: 100, output: 500), price: samplePrice)),
            .init(["cost": "<= 0.001"], "unpriced", .error, call: .init(usage: Usage(input: 100, output: 50))),
        ])

    private static let samplePrice = Price(input: Money(dollars: 1e-6), output: Money(dollars: 4e-6))

    private let bound: CallBound

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        bound = try CallBound("dollars", arguments, example: "<= 0.01")
    }

    /// Compares the cost.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        guard let price = subject.price else {
            return Grade(.error, reason: "the model is unpriced; give its price under `prices:`")
        }
        guard let usage = subject.completion.usage else {
            return Grade(.error, reason: "the backend does not count tokens, so the cost is unknown")
        }
        guard let cost = price.cost(of: usage, served: subject.trial.provenance.service) else {
            return Grade(.error, reason: "the model's batches are unpriced; give their price under `prices:`")
        }
        let dollars = cost.dollars
        return bound.grade(dollars, described: "the call cost $\(JSON.double(dollars).text())")
    }
}
