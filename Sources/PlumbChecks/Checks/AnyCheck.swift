public import PlumbModel

/// At least one of several checks passes.
public struct AnyCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "any", "At least one of these checks passes",
        """
        Puts a list of checks to the answer, groups among them if need be. The score is the greatest of theirs. One that passes decides, \
        even when another cannot be evaluated. The checks inside have no weight; the group has.
        """,
        arguments: [.required("checks", .checks, "the checks")],
        scoring: .graded,
        examples: [
            .init(["any": [["equals": "unknown"], ["matches": #"^\d+$"#]]], "42", .pass),
            .init(["any": [["equals": "unknown"], ["matches": #"^\d+$"#]]], "maybe", .fail),
            .init(
                ["any": [["refusal": true], ["all": [["contains": "{{ name }}"], ["length": ["words": "<= 5"]]]]]], "Dear Ito,", .pass,
                variables: ["name": "Ito"]),
        ])

    private let group: CheckGroup

    /// Reads the checks.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) { group = try CheckGroup(arguments) }

    /// Puts the checks to the answer.
    public func grade(_ subject: CheckSubject, in context: GradingContext) async -> Grade {
        GroupGrade.any(await group.grades(subject, in: context))
    }
}
