/// A figure that a run tells of a variant, by the name used in suite files and reports.
public enum MetricName: Sendable, Hashable {
    /// The mean over cases of the share of passed trials, 0…1.
    case accuracy
    /// The mean over cases of the mean score, 0…1.
    case score
    /// The chance that at least one of k trials of a case passes.
    case passAtK(Int)
    /// The chance that all of k trials of a case pass.
    case passHatK(Int)
    /// The chance that two answers to the same case are equal, 0…1.
    case agreement
    /// The chance that two trials of the same case have different verdicts, 0…1.
    case flipRate
    /// The share of cases whose trials all have the same verdict, 0…1.
    case stability
    /// The share of trials that brought no grade, 0…1.
    case errorRate
    /// Dollars per trial.
    case cost
    /// Tokens per trial, in and out.
    case tokens
    /// Seconds at a percentile (50, 95 or 99) of the trials' latencies.
    case latency(percentile: Int)

    /// The name in suite files and reports, such as `pass^3` or `latency-p95`.
    public var name: String {
        switch self {
        case .accuracy: "accuracy"
        case .score: "score"
        case .passAtK(let k): "pass@\(k)"
        case .passHatK(let k): "pass^\(k)"
        case .agreement: "agreement"
        case .flipRate: "flip-rate"
        case .stability: "stability"
        case .errorRate: "error-rate"
        case .cost: "cost"
        case .tokens: "tokens"
        case .latency(let percentile): "latency-p\(percentile)"
        }
    }

    /// The figure of that name, or nil when there is none.
    public init?(name: String) {
        for (prefix, make) in [("pass@", MetricName.passAtK), ("pass^", MetricName.passHatK)] where name.hasPrefix(prefix) {
            guard let k = Int(name.dropFirst(prefix.count)), k >= 1 else { return nil }
            self = make(k)
            return
        }
        guard let known = Self.plain.first(where: { $0.name == name }) else { return nil }
        self = known
    }

    /// Every figure without a free number, for help and suggestions.
    public static let plain: [MetricName] = [
        .accuracy, .score, .agreement, .flipRate, .stability, .errorRate, .cost, .tokens,
        .latency(percentile: 50), .latency(percentile: 95), .latency(percentile: 99),
    ]
}

/// A bound on a number, written like `>= 0.6`.
public struct Bound: Sendable, Hashable {
    /// How the number is compared.
    public enum Relation: String, Sendable, Hashable, CaseIterable {
        /// At least.
        case atLeast = ">="
        /// At most.
        case atMost = "<="
        /// More than.
        case above = ">"
        /// Less than.
        case below = "<"
        /// Exactly.
        case equal = "=="
    }

    /// How the number is compared.
    public var relation: Relation
    /// What it is compared with.
    public var value: Double

    /// A bound on a number.
    public init(_ relation: Relation, _ value: Double) {
        self.relation = relation
        self.value = value
    }

    /// Reads `>= 0.6`, `<= 30`, `< 60 %`, `== 1`, or a number alone, which means exactly that; nil when it is none of these.
    public init?(_ text: String) {
        var rest = text.trimmingBlanks
        relation = .equal
        for relation in Relation.allCases where rest.hasPrefix(relation.rawValue) {
            self.relation = relation
            rest = String(rest.dropFirst(relation.rawValue.count)).trimmingBlanks
            break
        }
        let isPercent = rest.hasSuffix("%")
        if isPercent { rest = String(rest.dropLast()).trimmingBlanks }
        guard let number = Double(decimal: rest) else { return nil }
        value = isPercent ? number / 100 : number
    }

    /// Whether a number keeps within the bound.
    public func holds(for number: Double) -> Bool {
        switch relation {
        case .atLeast: number >= value
        case .atMost: number <= value
        case .above: number > value
        case .below: number < value
        case .equal: number == value
        }
    }

    /// The bound as written: `>= 0.6`.
    public var text: String { "\(relation.rawValue) \(JSON.double(value).text())" }
}

/// What a suite demands of every run: a figure and its bound.
public struct Requirement: Sendable, Hashable {
    /// The figure.
    public var metric: MetricName
    /// The bound on it.
    public var bound: Bound
    /// The variant it is demanded of, or nil for all.
    public var variant: String?
    /// Where it was written.
    public var location: SourceLocation?

    /// A demand on a figure.
    public init(metric: MetricName, bound: Bound, variant: String? = nil, location: SourceLocation? = nil) {
        self.metric = metric
        self.bound = bound
        self.variant = variant
        self.location = location
    }
}
