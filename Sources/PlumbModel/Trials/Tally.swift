/// What is kept of one case's trials under one variant: all that metrics and comparisons need.
public struct CaseTally: Sendable, Hashable {
    /// A distinct answer and how it fared.
    public struct Answer: Sendable, Hashable {
        /// The answer's text as it was first given; others that differ only in what agreement ignores count with it.
        public var text: String
        /// How often it was given.
        public var count: Int
        /// How often it passed.
        public var passes: Int
        /// Why it failed, as the first failing check with weight said; empty when it never failed.
        public var reason: String
        /// The address of the answer as agreement compares it, 16 hexadecimal digits; empty when nothing could be extracted.
        public var key: String

        /// A distinct answer; without a key it is compared by its text.
        public init(text: String, count: Int, passes: Int, reason: String = "", key: String? = nil) {
            self.text = text
            self.count = count
            self.passes = passes
            self.reason = reason
            self.key = key ?? Self.key(of: text)
        }

        /// The address of a text that agreement compares.
        public static func key(of text: String) -> String { String(SHA256.hex(text).prefix(16)) }
    }

    /// What a case's answers took, in sums.
    public struct Effort: Sendable, Hashable {
        /// Tokens, in and out, of the answers that told them.
        public var tokens: Int
        /// How many answers told their tokens.
        public var counted: Int
        /// What the priced answers cost.
        public var cost: Money
        /// How many answers are priced.
        public var priced: Int
        /// Seconds that live answers took, to the microsecond.
        public var seconds: Double
        /// How many answers were live.
        public var timed: Int
        /// The same answers on the scale of logarithms, on which one slow answer does not outweigh the others.
        public var logarithms: Logarithms

        /// Sums and what they are sums of.
        public init(
            tokens: Int = 0, counted: Int = 0, cost: Money = .zero, priced: Int = 0, seconds: Double = 0, timed: Int = 0,
            logarithms: Logarithms = Logarithms()
        ) {
            self.tokens = tokens
            self.counted = counted
            self.cost = cost
            self.priced = priced
            self.seconds = seconds
            self.timed = timed
            self.logarithms = logarithms
        }
    }

    /// Sums of the natural logarithms of what a case's answers took, in whole millionths.
    ///
    /// Nil where an answer took nothing, where there was none, and where they were not kept.
    public struct Logarithms: Sendable, Hashable {
        /// Of the tokens of the answers that told them.
        public var tokens: Int?
        /// Of the dollars of the priced answers.
        public var cost: Int?
        /// Of the seconds of the live answers.
        public var seconds: Int?

        /// Sums of logarithms.
        public init(tokens: Int? = nil, cost: Int? = nil, seconds: Int? = nil) {
            self.tokens = tokens
            self.cost = cost
            self.seconds = seconds
        }
    }

    /// The case's id.
    public var id: String
    /// ``Case/contentHash``: cases are matched by id and content.
    public var contentHash: String
    /// The case's tags.
    public var tags: [String]
    /// How many trials were graded pass or fail.
    public var graded: Int
    /// How many of them passed.
    public var passes: Int
    /// How many trials brought no grade.
    public var errors: Int
    /// The sum of the graded trials' scores.
    public var scoreSum: Double
    /// The distinct answers, most frequent first, ties by text.
    public var answers: [Answer]
    /// How many distinct texts the completions had, before extraction and normalization.
    public var distinctTexts: Int
    /// What its answers took.
    public var effort: Effort

    /// A case's tally; see the properties.
    public init(
        id: String, contentHash: String, tags: [String] = [], graded: Int = 0, passes: Int = 0, errors: Int = 0,
        scoreSum: Double = 0, answers: [Answer] = [], distinctTexts: Int = 0, effort: Effort = Effort()
    ) {
        self.id = id
        self.contentHash = contentHash
        self.tags = tags
        self.graded = graded
        self.passes = passes
        self.errors = errors
        self.scoreSum = scoreSum
        self.answers = answers
        self.distinctTexts = distinctTexts
        self.effort = effort
    }
}

/// What is kept of a variant's trials: the common shape of runs and baselines.
public struct VariantTally: Sendable, Hashable {
    /// The suite's name.
    public var suite: String
    /// The variant's name.
    public var variant: String
    /// What was measured.
    public var fingerprint: Fingerprint
    /// The prompt as one text, for diffs.
    public var promptText: String
    /// The sampling parameters.
    public var parameters: JSONObject
    /// The model asked for, or nil for the backend's own.
    public var requestedModel: String?
    /// The models that answered, sorted.
    public var servedModels: [String]
    /// The cases in the suite's order.
    public var cases: [CaseTally]
    /// Seconds that live answers took, in any order; where there were very many, evenly spaced quantiles of them.
    public var latencies: [Double]
    /// Seconds until live answers that were streamed began, in any order or as quantiles; baselines do not keep them.
    public var firstTokens: [Double]
    /// The tokens of all answered trials.
    public var usage: Usage
    /// How many answered trials told their tokens.
    public var usageCount: Int
    /// What the priced trials cost, or nil when none was priced.
    public var cost: Money?
    /// How many answered trials are unpriced.
    public var unpriced: Int
    /// How many answers came from the cache.
    public var cached: Int
    /// How many trials failed, by cause and message, most frequent first.
    public var failures: [Failure]

    /// A cause of failed trials.
    public struct Failure: Sendable, Hashable {
        /// What went wrong.
        public var error: TrialError
        /// How many trials it cost.
        public var count: Int

        /// A cause of failed trials.
        public init(error: TrialError, count: Int) {
            self.error = error
            self.count = count
        }
    }

    /// A variant's tally with nothing in it yet; see the properties.
    public init(
        suite: String, variant: String, fingerprint: Fingerprint, promptText: String, parameters: JSONObject,
        requestedModel: String? = nil, servedModels: [String] = [], cases: [CaseTally] = [], latencies: [Double] = [],
        firstTokens: [Double] = [], usage: Usage = Usage(), usageCount: Int = 0, cost: Money? = nil, unpriced: Int = 0, cached: Int = 0,
        failures: [Failure] = []
    ) {
        self.suite = suite
        self.variant = variant
        self.fingerprint = fingerprint
        self.promptText = promptText
        self.parameters = parameters
        self.requestedModel = requestedModel
        self.servedModels = servedModels
        self.cases = cases
        self.latencies = latencies
        self.firstTokens = firstTokens
        self.usage = usage
        self.usageCount = usageCount
        self.cost = cost
        self.unpriced = unpriced
        self.cached = cached
        self.failures = failures
    }

    /// How many live answers were timed, of which ``latencies`` may be fewer quantiles.
    public var timed: Int { max(latencies.count, cases.reduce(0) { $0 + $1.effort.timed }) }
    /// Trials that were graded pass or fail.
    public var graded: Int { cases.reduce(0) { $0 + $1.graded } }
    /// Trials that passed.
    public var passes: Int { cases.reduce(0) { $0 + $1.passes } }
    /// Trials that brought no grade.
    public var errors: Int { cases.reduce(0) { $0 + $1.errors } }
}
