public import PlumbModel

/// A case with its checks made ready, so that all its repetitions are graded by the same values.
public struct PreparedCase: Sendable {
    /// The case.
    public let testCase: Case
    private let setup: GradingSetup
    private let checks: [CaseCheck]

    init(setup: GradingSetup, testCase: Case, checks: [CaseCheck]) {
        self.setup = setup
        self.testCase = testCase
        self.checks = checks
    }

    /// Grades a trial of this case; a trial without an answer has no grade.
    ///
    /// Where the variant's `extract` finds nothing, every check that counts fails, and checks of weight 0 measure nothing.
    public func grade(_ trial: Trial) async -> GradedTrial {
        guard let completion = trial.completion else { return GradedTrial(trial: trial, answer: nil, agreementKey: nil, grade: nil) }
        switch setup.extractor?.apply(to: completion.text) ?? .undecided("the variant's `extract` cannot be read") {
        case .part(let answer, _, let value):
            let subject = CheckSubject(
                text: answer, value: value, testCase: testCase, trial: trial, completion: completion, price: setup.price(of: completion))
            var grades: [CheckGrade] = []
            grades.reserveCapacity(checks.count)
            for check in checks { grades.append(await check.grade(subject, in: setup.context)) }
            return graded(trial, answer: answer, key: answer, grades)
        case .nothing(let reason):
            let reason = "the answer has no part that `extract` finds: \(reason)"
            return graded(trial, answer: nil, key: completion.text, checks.map { $0.graded($0.weight > 0 ? .fail : .error, reason) })
        case .undecided(let reason):
            return graded(trial, answer: nil, key: completion.text, checks.map { $0.graded(.error, reason) })
        }
    }

    private func graded(_ trial: Trial, answer: String?, key: String, _ grades: [CheckGrade]) -> GradedTrial {
        GradedTrial(
            trial: trial, answer: answer, agreementKey: setup.normalizer.normalize(key),
            grade: TrialGrade(checks: grades, passThreshold: setup.passThreshold))
    }
}
