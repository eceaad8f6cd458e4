import ArgumentParser

/// What the program's exit status says.
public enum ExitStatus: Int32, Sendable, CaseIterable {
    /// All is well.
    case fine = 0
    /// Something regressed, or a requirement is not met.
    case regressed = 1
    /// The suite or the configuration is wrong.
    case invalidInput = 2
    /// It could not be measured: the backend, too many errors, or a missing baseline under `--strict`.
    case couldNotMeasure = 3
    /// A limit of the budget was reached.
    case budgetReached = 4
    /// Nothing was selected to run.
    case nothingSelected = 5
    /// The evidence does not decide; only with `--strict`.
    case inconclusive = 6
    /// Interrupted; what was done is kept.
    case interrupted = 130

    /// The status of several outcomes together.
    ///
    /// A regression that was shown stays shown; otherwise the gravest "we do not know" wins.
    public static func combined(_ statuses: some Sequence<ExitStatus>) -> ExitStatus {
        let order: [ExitStatus] = [
            .interrupted, .invalidInput, .regressed, .couldNotMeasure, .budgetReached, .inconclusive, .nothingSelected, .fine,
        ]
        let all = Set(statuses)
        return order.first(where: all.contains) ?? .fine
    }

    /// Ends the command with this status; does nothing when all is well.
    func finish() throws {
        if self != .fine { throw ExitCode(rawValue) }
    }
}

extension ExitStatus {
    /// This status as the error that ends a command.
    var code: ExitCode { ExitCode(rawValue) }
}
