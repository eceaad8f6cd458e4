public import PlumbModel

/// Grades trials of one variant: takes the answer from the completion, puts the checks to it, decides.
public struct Grader: Sendable {
    private let setup: GradingSetup
    private let specifications: [CheckSpecification]
    /// The suite's checks that are the same for every case; nil where a check has holes.
    private let constant: [CaseCheck?]

    /// A grader of a variant's trials; checks without holes are made ready here, once.
    public init(suite: Suite, variant: Variant, context: GradingContext) {
        setup = GradingSetup(suite: suite, variant: variant, context: context)
        specifications = suite.checks
        constant = suite.checks.map { $0.arguments.isConstant ? CaseCheck($0, variables: JSONObject()) : nil }
    }

    /// The checks of a case with all holes filled, for grading all its repetitions.
    public func prepared(for testCase: Case) -> PreparedCase {
        var checks: [CaseCheck] = []
        checks.reserveCapacity(specifications.count + testCase.checks.count)
        for (specification, ready) in zip(specifications, constant) {
            checks.append(ready ?? CaseCheck(specification, variables: testCase.variables))
        }
        for specification in testCase.checks { checks.append(CaseCheck(specification, variables: testCase.variables)) }
        return PreparedCase(setup: setup, testCase: testCase, checks: checks)
    }

    /// Grades one trial; for several of the same case, grade them with ``prepared(for:)``.
    public func grade(_ trial: Trial, of testCase: Case) async -> GradedTrial { await prepared(for: testCase).grade(trial) }
}

/// What all trials of a variant are graded with; by reference, because it is large and every prepared case holds it.
final class GradingSetup: Sendable {
    let context: GradingContext
    /// The variant's extraction, or nil when it cannot be read.
    let extractor: Extractor?
    /// Makes answers comparable with one another.
    let normalizer: TextNormalizer
    let passThreshold: Double?
    private let prices: PriceTable
    private let requestedModel: String?

    init(suite: Suite, variant: Variant, context: GradingContext) {
        self.context = context
        extractor = try? Extractor(variant.extraction)
        normalizer = TextNormalizer(ignoring: suite.agreementIgnoring)
        passThreshold = suite.passThreshold
        prices = suite.prices
        requestedModel = variant.model ?? suite.backends[variant.backend]?.model
    }

    /// What tokens cost: by the model asked for, else by the model that answered; nil when neither is priced.
    func price(of completion: Completion) -> Price? {
        prices.price(requested: requestedModel, served: completion.servedModel)
    }
}
