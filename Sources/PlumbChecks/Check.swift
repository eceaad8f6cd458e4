public import PlumbModel

/// One question put to an answer.
///
/// A check is one file: a value made from its arguments, strictly, that grades without I/O of its own. Its page says what it does, with
/// examples that are also its tests. Negation, `threshold` and `on` are done outside, once for all checks.
public protocol Check: Sendable {
    /// What the check is called, does and takes, with examples.
    static var page: CheckPage { get }

    /// Reads the arguments with all holes filled; throws when they make no sense.
    init(_ arguments: CheckArguments) throws(CheckSyntaxError)

    /// Grades an answer; what cannot be evaluated is an error, never a failure.
    ///
    /// The reason states a fact about the answer that stays true when the grade is turned round.
    func grade(_ subject: CheckSubject, in context: GradingContext) async -> Grade
}
