/// What a model's tokens cost.
public struct Price: Sendable, Hashable {
    /// What each kind of token costs, in dollars per token.
    public struct Rates: Sendable, Hashable {
        /// Per token of the prompt that is neither read from nor written to the provider's cache.
        public var input: Money
        /// Per token of the answer.
        public var output: Money
        /// Per token of the prompt from the provider's cache.
        public var cachedInput: Money
        /// Per token of the prompt that is written to the provider's cache.
        public var cacheWrite: Money
        /// Per token of reasoning.
        public var reasoning: Money

        /// Rates; cached and written input cost as much as other input, reasoning as much as the answer, unless told otherwise.
        public init(input: Money, output: Money, cachedInput: Money? = nil, cacheWrite: Money? = nil, reasoning: Money? = nil) {
            self.input = input
            self.output = output
            self.cachedInput = cachedInput ?? input
            self.cacheWrite = cacheWrite ?? input
            self.reasoning = reasoning ?? output
        }

        /// What a call costs: each token is counted once, at the rate of its own kind.
        ///
        /// Counts that contradict one another are held within those that contain them.
        public func cost(of usage: Usage) -> Money {
            let cached = max(0, min(usage.cachedInput, usage.input))
            let written = max(0, min(usage.cacheWrite, usage.input - cached))
            let reasoning = max(0, min(usage.reasoning, usage.output))
            let prompt = input * (usage.input - cached - written) + cachedInput * cached + cacheWrite * written
            return prompt + output * (usage.output - reasoning) + self.reasoning * reasoning
        }
    }

    /// Rates that hold for a whole call once its prompt is long.
    public struct Tier: Sendable, Hashable {
        /// The most tokens of a prompt, cached ones included, for which these rates do not hold yet.
        public var above: Int
        /// The rates of longer prompts.
        public var rates: Rates

        /// Rates of prompts with more than so many tokens.
        public init(above: Int, rates: Rates) {
            self.above = above
            self.rates = rates
        }
    }

    /// What tokens cost under one way of being served.
    public struct Schedule: Sendable, Hashable {
        /// The rates of prompts below all tiers.
        public var base: Rates
        /// The rates of longer prompts, shortest first.
        public private(set) var tiers: [Tier]

        /// A schedule; the order of the tiers does not matter.
        public init(base: Rates, tiers: [Tier] = []) {
            self.base = base
            self.tiers = tiers.sorted { $0.above < $1.above }
        }

        /// The rates of a call with so many tokens of prompt.
        public func rates(forInput tokens: Int) -> Rates { tiers.last { tokens > $0.above }?.rates ?? base }
    }

    /// How a provider serves a call.
    public enum Service: Sendable, Hashable {
        /// At once.
        case standard
        /// Later, as part of a batch.
        case batch
    }

    /// What a call costs that is answered at once.
    public var standard: Schedule
    /// What a call costs as part of a batch, or nil when that is not known.
    public var batch: Schedule?

    /// Prices per token; cached input costs as much as other input unless told otherwise.
    public init(input: Money, output: Money, cachedInput: Money? = nil) {
        self.init(standard: Schedule(base: Rates(input: input, output: output, cachedInput: cachedInput)))
    }

    /// Prices per token under each way of being served.
    public init(standard: Schedule, batch: Schedule? = nil) {
        self.standard = standard
        self.batch = batch
    }

    /// Per token of a short prompt.
    public var input: Money { standard.base.input }
    /// Per token of the answer to a short prompt.
    public var output: Money { standard.base.output }
    /// Per token of a short prompt from the provider's cache.
    public var cachedInput: Money { standard.base.cachedInput }

    /// What one call costs that is answered at once.
    public func cost(of usage: Usage) -> Money { standard.rates(forInput: usage.input).cost(of: usage) }

    /// What several calls cost together whose tokens were added up, each taken to have an equal share of them.
    public func cost(of usage: Usage, acrossCalls calls: Int) -> Money {
        standard.rates(forInput: usage.input / max(1, calls)).cost(of: usage)
    }

    /// What one call costs under a way of being served, or nil when that has no price.
    public func cost(of usage: Usage, served service: Service) -> Money? {
        let schedule = service == .batch ? batch : standard
        return schedule.map { $0.rates(forInput: usage.input).cost(of: usage) }
    }
}
