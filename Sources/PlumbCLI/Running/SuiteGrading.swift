import PlumbBackends
import PlumbChecks
import PlumbModel
import PlumbRunner

/// Grades a suite's trials with its checks.
struct SuiteGrading: Sendable {
    private let graders: [String: Grader]

    init(_ suite: Suite) {
        let context = GradingContext(programRunner: SubprocessProgramRunner(), directory: suite.directory)
        graders = Dictionary(
            suite.variants.map { ($0.name, Grader(suite: suite, variant: $0, context: context)) }
        ) { first, _ in first }
    }

    /// The grade of a trial; none when its variant is not the suite's.
    func grade(_ trial: Trial, of testCase: Case) async -> GradedTrial {
        guard let grader = graders[trial.key.variant] else {
            return GradedTrial(trial: trial, answer: nil, agreementKey: nil, grade: nil)
        }
        return await grader.grade(trial, of: testCase)
    }

    /// The form in which a runner takes it.
    var grading: Runner.Grading {
        { trial, testCase, _ in await grade(trial, of: testCase) }
    }
}
