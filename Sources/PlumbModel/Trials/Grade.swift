/// What a check says about an answer.
public struct Grade: Sendable, Hashable {
    /// Whether the answer is right.
    public enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
        /// It is right.
        case pass
        /// It is wrong.
        case fail
        /// The check could not be evaluated; says nothing about the answer.
        case error
    }

    /// Whether the answer is right.
    public var outcome: Outcome
    /// How right, 0…1; 0 when the outcome is an error.
    public var score: Double
    /// Why, as a phrase without a full stop; may hold text of the model.
    public var reason: String
    /// The parts of the answer that decided, as ranges of Unicode scalar offsets.
    public var spans: [Range<Int>]

    /// A grade; the score follows from the outcome unless given.
    public init(_ outcome: Outcome, score: Double? = nil, reason: String, spans: [Range<Int>] = []) {
        self.outcome = outcome
        self.score = score ?? (outcome == .pass ? 1 : 0)
        self.reason = reason
        self.spans = spans
    }
}

/// The grade of one of a trial's checks.
public struct CheckGrade: Sendable, Hashable {
    /// What reports call the check.
    public var check: String
    /// How much it counts; 0 measures without deciding.
    public var weight: Double
    /// What it says.
    public var grade: Grade

    /// The grade of a check.
    public init(check: String, weight: Double, grade: Grade) {
        self.check = check
        self.weight = weight
        self.grade = grade
    }
}

/// What all checks together say about a trial.
public struct TrialGrade: Sendable, Hashable {
    /// Pass, fail, or error when a check with weight could not be evaluated.
    public var outcome: Grade.Outcome
    /// The weighted mean of the checks' scores, 0…1.
    public var score: Double
    /// The checks' grades, in the suite's order.
    public var checks: [CheckGrade]

    /// A trial's grade as already decided.
    public init(outcome: Grade.Outcome, score: Double, checks: [CheckGrade]) {
        self.outcome = outcome
        self.score = score
        self.checks = checks
    }

    /// Decides from the checks: pass when all checks with weight pass, or, with a threshold, when the weighted mean score reaches it.
    ///
    /// A trial with a check that could not be evaluated has no grade, also when another check failed: if only those that would have
    /// passed were left out, accuracy would be too low.
    public init(checks: [CheckGrade], passThreshold: Double?) {
        let counting = checks.filter { $0.weight > 0 }
        let weight = counting.reduce(0) { $0 + $1.weight }
        score = weight > 0 ? counting.reduce(0) { $0 + $1.weight * $1.grade.score } / weight : 1
        self.checks = checks
        let hasError = counting.contains { $0.grade.outcome == .error }
        let hasFailure = counting.contains { $0.grade.outcome == .fail }
        if let passThreshold {
            outcome = hasError ? .error : score >= passThreshold - 1e-12 ? .pass : .fail
        } else {
            outcome = hasError ? .error : hasFailure ? .fail : .pass
        }
    }
}

/// A trial with its answer and grade.
public struct GradedTrial: Sendable, Hashable {
    /// What happened.
    public var trial: Trial
    /// The completion's text after the variant's extraction; nil when nothing was extracted or the trial failed.
    public var answer: String?
    /// The answer as it is compared with the case's other answers: normalized by ``Suite/agreementIgnoring``; nil without an answer.
    public var agreementKey: String?
    /// What the checks say; nil when the trial failed, so that there is nothing to grade.
    public var grade: TrialGrade?

    /// A trial with its answer and grade.
    public init(trial: Trial, answer: String?, agreementKey: String?, grade: TrialGrade?) {
        self.trial = trial
        self.answer = answer
        self.agreementKey = agreementKey
        self.grade = grade
    }

    /// Pass or fail, or error when the trial failed or could not be graded.
    public var outcome: Grade.Outcome { grade?.outcome ?? .error }
}
