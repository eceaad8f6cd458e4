public import PlumbModel

/// The answer came in time.
public struct LatencyCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "latency", "The answer came in time",
        """
        Compares how long the last attempt took, in seconds from sending to the whole answer, with a bound. An answer from the cache has \
        no latency of its own: the check is then an error, neither pass nor fail. Give it `weight: 0` to measure without deciding; for the \
        whole run, `require: { latency-p95: … }` is the better tool.
        """,
        arguments: [.required("seconds", .bounds, "how many seconds")],
        subject: .call,
        examples: [
            .init(["latency": "<= 2"], "quick", .pass, call: .init(latency: .milliseconds(800))),
            .init(["latency": "<= 2"], "slow", .fail, call: .init(latency: .milliseconds(2500))),
            .init(
                ["latency": "<= 2", "weight": 0], "from the cache", .error, call: .init(latency: .milliseconds(800), provenance: .cache)),
        ])

    private let bound: CallBound

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        bound = try CallBound("seconds", arguments, example: "<= 2")
    }

    /// Compares the latency.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        switch subject.trial.provenance {
        case .live: break
        case .cache:
            return Grade(.error, reason: "not measured: the answer came from the cache; ask without it, or give the check weight: 0")
        case .batch:
            return Grade(.error, reason: "not measured: the answer came with a batch; ask without --batch, or give the check weight: 0")
        }
        let seconds = subject.trial.latency.inSeconds
        return bound.grade(seconds, described: "the answer took \(JSON.double((seconds * 1000).rounded() / 1000).text()) s")
    }
}
