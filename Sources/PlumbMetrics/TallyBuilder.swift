public import PlumbModel

/// Counts graded trials of one variant, in any order, without keeping them: equal trials give equal tallies.
///
/// Memory grows with the cases and with the distinct answers, not with the trials: the texts of at most ``TextLimits/texts(ofCases:)``
/// answers of a case are kept, others are counted. Of more than 10,000 live answers the latencies are kept as quantiles within 0.05 %.
public struct TallyBuilder: Sendable {
    private var empty: VariantTally
    private let prices: PriceTable
    private let places: [String: Int]
    private var cases: [CaseAccumulator]
    private var served: Set<String> = []
    private var latencies = DurationCounter()
    private var firstTokens = DurationCounter()
    private var usage = Usage()
    private var usageCount = 0
    private var cost: Money?
    private var unpriced = 0
    private var cached = 0
    private var failures: [TrialError: Int] = [:]

    /// Trials that were not counted: of another variant, or of a case that is not among the cases.
    public private(set) var strangers = 0

    /// Starts counting the trials of one of a suite's variants.
    ///
    /// - Parameters:
    ///   - suite: The suite, whose order of cases the tally keeps.
    ///   - variant: One of its variants.
    ///   - identity: The variant as it was asked, when that is not how the suite has it now; nil takes the suite's.
    public init(suite: Suite, variant: Variant, identity: RunRecord.Variant? = nil) {
        let model = variant.model ?? suite.backends[variant.backend]?.model
        empty = VariantTally(
            suite: suite.name, variant: variant.name, fingerprint: suite.fingerprint(of: variant), promptText: variant.prompt.text,
            parameters: variant.parameters.json, requestedModel: model)
        if let identity {
            // What was asked comes from the record, how it is graded from the suite as it is now.
            empty.fingerprint.prompt = identity.fingerprint.prompt
            empty.fingerprint.parameters = identity.fingerprint.parameters
            empty.fingerprint.model = identity.fingerprint.model
            empty.promptText = identity.promptText
            empty.parameters = identity.parameters
            empty.requestedModel = identity.requestedModel
        }
        prices = suite.prices
        let texts = TextLimits.texts(ofCases: suite.cases.count)
        cases = suite.cases.map { CaseAccumulator($0, texts: texts) }
        places = Dictionary(zip(suite.cases.map(\.id), suite.cases.indices), uniquingKeysWith: { first, _ in first })
    }

    /// Counts a trial; each trial may be added once.
    public mutating func add(_ graded: GradedTrial) {
        let trial = graded.trial
        guard trial.key.variant == empty.variant, let place = places[trial.key.caseID] else {
            strangers += 1
            return
        }
        var price: Money?
        var live: Int?
        switch trial.outcome {
        case .answered(let completion):
            price = add(completion, served: trial.provenance.service)
            live = add(trial.latency, completion.timeToFirstToken, trial.provenance)
        case .failed(let error):
            let message = TextLimits.cut(error.message, to: TextLimits.message)
            failures[TrialError(kind: error.kind, message: Self.grouping(message, of: error.kind)), default: 0] += 1
        }
        cases[place].add(graded, completion: trial.completion, cost: price, microseconds: live)
    }

    private mutating func add(_ completion: Completion, served service: Price.Service) -> Money? {
        if let model = completion.servedModel { served.insert(TextLimits.cut(model, to: TextLimits.name)) }
        guard let told = completion.usage?.clamped else {
            unpriced += 1
            return nil
        }
        usage = usage + told
        usageCount += 1
        let price = prices.price(requested: empty.requestedModel, served: completion.servedModel)
        guard let amount = price?.cost(of: told, served: service) else {
            unpriced += 1
            return nil
        }
        cost = (cost ?? .zero) + amount
        return amount
    }

    private mutating func add(_ latency: Duration, _ firstToken: Duration?, _ provenance: Provenance) -> Int? {
        guard provenance == .live else {
            if provenance == .cache { cached += 1 }
            return nil
        }
        let microseconds = Self.microseconds(latency)
        latencies.add(microseconds)
        if let firstToken { firstTokens.add(Self.microseconds(firstToken)) }
        return microseconds
    }

    private static func microseconds(_ time: Duration) -> Int { Int((min(max(time.inSeconds, 0), 1e9) * 1e6).rounded()) }

    /// The counts so far, with the cases in the suite's order; cases never asked have zeros.
    public var tally: VariantTally {
        var tally = empty
        tally.servedModels = served.sorted()
        tally.cases = cases.map(\.tally)
        tally.latencies = latencies.seconds
        tally.firstTokens = firstTokens.seconds
        tally.usage = usage
        tally.usageCount = usageCount
        tally.cost = cost
        tally.unpriced = unpriced
        tally.cached = cached
        tally.failures = Self.grouped(failures)
        return tally
    }

    /// What is missing of a case is told once, not for each of its repetitions.
    private static func grouping(_ message: String, of kind: BackendError.Kind) -> String {
        kind == .missingRecording ? message.replacing(/, repetition \d+/, with: "") : message
    }

    /// Causes by frequency; the rarest beyond the limit are counted together by kind.
    private static func grouped(_ failures: [TrialError: Int]) -> [VariantTally.Failure] {
        let sorted = failures.map { VariantTally.Failure(error: $0.key, count: $0.value) }.sorted(by: comesFirst)
        guard sorted.count > TextLimits.failures else { return sorted }
        var others: [TrialError: Int] = [:]
        for failure in sorted[TextLimits.failures...] {
            others[TrialError(kind: failure.error.kind, message: "(various messages)"), default: 0] += failure.count
        }
        let rest = others.map { VariantTally.Failure(error: $0.key, count: $0.value) }
        return (sorted[..<TextLimits.failures] + rest).sorted(by: comesFirst)
    }

    private static func comesFirst(_ left: VariantTally.Failure, _ right: VariantTally.Failure) -> Bool {
        if left.count != right.count { return left.count > right.count }
        return (left.error.kind.rawValue, left.error.message) < (right.error.kind.rawValue, right.error.message)
    }
}
