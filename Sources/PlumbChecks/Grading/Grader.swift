public import PlumbModel

/// Grades trials of one variant: takes the answer from the completion, puts the checks to it, decides.
public struct Grader: Sendable {
    let variant: Variant
    let suite: Suite
    let context: GradingContext
    /// The variant's extraction, or nil when it cannot be read.
    let extractor: Extractor?
    let normalizer: TextNormalizer
    /// The suite's checks that are the same for every case; nil where a check has holes.
    private let constant: [CaseCheck?]

    /// A grader of a variant's trials; checks without holes are made ready here, once.
    public init(suite: Suite, variant: Variant, context: GradingContext) {
        self.suite = suite
        self.variant = variant
        self.context = context
        extractor = try? Extractor(variant.extraction)
        normalizer = TextNormalizer(ignoring: suite.agreementIgnoring)
        constant = suite.checks.map { $0.arguments.isConstant ? CaseCheck($0, variables: JSONObject()) : nil }
    }

    /// The checks of a case with all holes filled, for grading all its repetitions.
    public func prepared(for testCase: Case) -> PreparedCase {
        var checks: [CaseCheck] = []
        checks.reserveCapacity(suite.checks.count + testCase.checks.count)
        for (specification, ready) in zip(suite.checks, constant) {
            checks.append(ready ?? CaseCheck(specification, variables: testCase.variables))
        }
        for specification in testCase.checks { checks.append(CaseCheck(specification, variables: testCase.variables)) }
        return PreparedCase(grader: self, testCase: testCase, checks: checks)
    }

    /// Grades one trial; for several of the same case, grade them with ``prepared(for:)``.
    public func grade(_ trial: Trial, of testCase: Case) async -> GradedTrial { await prepared(for: testCase).grade(trial) }

    /// What the tokens of an answer cost: by the model asked for, else by the model that answered; nil when neither is priced.
    func price(of completion: Completion) -> Price? {
        let requested = variant.model ?? suite.backends[variant.backend]?.model
        return suite.prices.price(of: requested) ?? suite.prices.price(of: completion.servedModel)
    }
}

/// A check of one case: ready, or the reason why it cannot be.
struct CaseCheck: Sendable {
    let label: String
    let weight: Double
    let check: Result<PreparedCheck, CheckSyntaxError>

    init(_ specification: CheckSpecification, variables: JSONObject) {
        label = specification.displayName
        weight = specification.weight
        check = Self.ready(specification, variables: variables)
    }

    private static func ready(
        _ specification: CheckSpecification, variables: JSONObject
    ) -> Result<PreparedCheck, CheckSyntaxError> {
        guard let name = CheckName(specification.writtenName) else { return .failure(ItemReader.unknown(specification.writtenName)) }
        let values: JSON
        do throws(JSONTemplate.Failure) { values = try specification.arguments.render(variables) } catch {
            return .failure(CheckSyntaxError(error, inside: [name.written]))
        }
        do throws(CheckSyntaxError) {
            return .success(
                try PreparedCheck(name, values: values.object ?? JSONObject(), common: CommonKeys(of: specification)))
        } catch { return .failure(error) }
    }

    func grade(_ subject: CheckSubject, in context: GradingContext) async -> CheckGrade {
        switch check {
        case .success(let check): CheckGrade(check: label, weight: weight, grade: await check.grade(subject, in: context))
        case .failure(let error): CheckGrade(check: label, weight: weight, grade: Grade(.error, reason: error.message))
        }
    }
}
