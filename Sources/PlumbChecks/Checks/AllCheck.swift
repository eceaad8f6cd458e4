public import PlumbModel

/// All of several checks pass.
public struct AllCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "all", "All of these checks pass",
        """
        Puts a list of checks to the answer, groups among them if need be. The score is the mean of theirs. One that fails decides, even \
        when another cannot be evaluated. The checks inside have no weight; the group has.
        """,
        arguments: [.required("checks", .checks, "the checks")],
        scoring: .graded,
        examples: [
            .init(["all": [["contains": "yes"], ["not-contains": "no"]]], "yes", .pass),
            .init(["all": [["contains": "yes"], ["not-contains": "no"]]], "yes and no", .fail),
            .init(["all": [["contains": "a"], ["contains": "b"], ["contains": "c"]], "threshold": 0.6], "a b", .pass),
        ])

    private let group: CheckGroup

    /// Reads the checks.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) { group = try CheckGroup(arguments) }

    /// Puts the checks to the answer.
    public func grade(_ subject: CheckSubject, in context: GradingContext) async -> Grade {
        GroupGrade.all(await group.grades(subject, in: context))
    }
}
