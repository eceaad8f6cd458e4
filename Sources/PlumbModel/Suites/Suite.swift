/// What calls may use together: those of one run, or of all runs of an invocation.
public struct Budget: Sendable, Hashable {
    /// The most calls, retries included.
    public var calls: Int?
    /// The most tokens, in and out.
    public var tokens: Int?
    /// The most money.
    public var money: Money?
    /// The longest time.
    public var time: Duration?

    /// A budget; nil is no limit.
    public init(calls: Int? = nil, tokens: Int? = nil, money: Money? = nil, time: Duration? = nil) {
        self.calls = calls
        self.tokens = tokens
        self.money = money
        self.time = time
    }

    /// Whether nothing is limited.
    public var isUnlimited: Bool { calls == nil && tokens == nil && money == nil && time == nil }
}

/// One folder of cases, checks and variants, read and checked.
public struct Suite: Sendable {
    /// The folder's name, by which the suite is called.
    public var name: String
    /// What it is about, in one line, or nil.
    public var description: String?
    /// The folder's absolute path.
    public var directory: String
    /// The suite file as shown to people, relative to the project's root where possible.
    public var file: String
    /// The inputs, ids unique.
    public var cases: [Case]
    /// The ways to ask, names unique.
    public var variants: [Variant]
    /// The checks of every case.
    public var checks: [CheckSpecification]
    /// How often each case is asked by each variant.
    public var repetitions: Int
    /// The least weighted mean score with which a trial passes; nil demands that every check with weight passes.
    public var passThreshold: Double?
    /// Differences overlooked when answers are compared with one another for consistency.
    public var agreementIgnoring: Set<Ignorable>
    /// What every run must hold.
    public var requirements: [Requirement]
    /// How the gate decides.
    public var gate: GateSettings
    /// What one run may use.
    public var budget: Budget
    /// How many calls may be under way at once.
    public var jobs: Int
    /// How often a failed call is tried again.
    public var retries: Int
    /// The backends that the variants name.
    public var backends: [String: BackendConfiguration]
    /// What models cost.
    public var prices: PriceTable

    /// A suite; see the properties.
    public init(
        name: String, description: String? = nil, directory: String, file: String, cases: [Case], variants: [Variant],
        checks: [CheckSpecification], repetitions: Int = 1, passThreshold: Double? = nil,
        agreementIgnoring: Set<Ignorable> = [.whitespace], requirements: [Requirement] = [], gate: GateSettings = GateSettings(),
        budget: Budget = Budget(), jobs: Int = 4, retries: Int = 3, backends: [String: BackendConfiguration],
        prices: PriceTable = PriceTable()
    ) {
        self.name = name
        self.description = description
        self.directory = directory
        self.file = file
        self.cases = cases
        self.variants = variants
        self.checks = checks
        self.repetitions = repetitions
        self.passThreshold = passThreshold
        self.agreementIgnoring = agreementIgnoring
        self.requirements = requirements
        self.gate = gate
        self.budget = budget
        self.jobs = jobs
        self.retries = retries
        self.backends = backends
        self.prices = prices
    }

    /// The checks of a case: the suite's, then its own.
    public func checks(of testCase: Case) -> [CheckSpecification] { checks + testCase.checks }
}
