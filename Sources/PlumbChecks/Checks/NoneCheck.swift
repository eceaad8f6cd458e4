public import PlumbModel

/// None of several checks passes.
public struct NoneCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "none", "None of these checks passes",
        """
        Puts a list of checks to the answer, groups among them if need be. The score is 1 minus the greatest of theirs. One that passes \
        decides, even when another cannot be evaluated. The checks inside have no weight; the group has.
        """,
        arguments: [.required("checks", .checks, "the checks")],
        scoring: .graded,
        examples: [
            .init(["none": [["contains": "sorry"], ["refusal": true]]], "Here you are.", .pass),
            .init(["none": [["contains": "sorry"], ["refusal": true]]], "I'm sorry, it is late.", .fail),
        ])

    private let group: CheckGroup

    /// Reads the checks.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) { group = try CheckGroup(arguments) }

    /// Puts the checks to the answer.
    public func grade(_ subject: CheckSubject, in context: GradingContext) async -> Grade {
        GroupGrade.none(await group.grades(subject, in: context))
    }
}
