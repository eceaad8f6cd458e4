public import PlumbModel

/// What asking a whole plan would take, before anything is asked and with nothing answered from the cache.
public struct PlanEstimate: Sendable, Hashable {
    /// The tokens taken for an answer whose variant sets no `max_tokens`.
    public static let guessedOutputTokens = 256

    /// What the output tokens rest on.
    public enum OutputBasis: Sendable, Hashable {
        /// The most that `max_tokens` allows.
        case limit
        /// ``PlanEstimate/guessedOutputTokens``, for want of a limit.
        case guess
    }

    /// What asking one variant would take.
    public struct VariantEstimate: Sendable, Hashable {
        /// The variant's name.
        public var name: String
        /// The model that is asked, as far as it is known before asking.
        public var model: String?
        /// Calls, without retries.
        public var calls: Int
        /// Tokens of all prompts, one for every four bytes of text.
        public var inputTokens: Int
        /// Tokens of all answers.
        public var outputTokens: Int
        /// What the output tokens rest on.
        public var outputBasis: OutputBasis
        /// What the tokens cost, or nil when the model is unpriced.
        public var cost: Money?
    }

    /// What asking each variant would take, in the plan's order.
    public var variants: [VariantEstimate]

    /// Calls, without retries.
    public var calls: Int { variants.reduce(0) { $0 + $1.calls } }
    /// Tokens of all prompts.
    public var inputTokens: Int { variants.reduce(0) { $0 + $1.inputTokens } }
    /// Tokens of all answers.
    public var outputTokens: Int { variants.reduce(0) { $0 + $1.outputTokens } }
    /// The names of the variants whose model is unpriced.
    public var unpriced: [String] { variants.filter { $0.cost == nil }.map(\.name) }

    /// What the priced variants cost together, or nil when none is priced; ``unpriced`` tells what is not in it.
    public var cost: Money? {
        let costs = variants.compactMap(\.cost)
        return costs.isEmpty ? nil : costs.reduce(.zero, +)
    }
}

extension Plan {
    /// The model that a variant asks for, or nil when the backend names none.
    public func model(ofVariant index: Int) -> String? { variants[index].model ?? identities[index].model }

    /// What asking the whole plan would take; cases whose prompt cannot be rendered count as calls without tokens.
    public func estimate() -> PlanEstimate {
        PlanEstimate(variants: variants.indices.map(estimate(ofVariant:)))
    }

    private func estimate(ofVariant index: Int) -> PlanEstimate.VariantEstimate {
        let variant = variants[index]
        var input = 0
        for testCase in cases.indices {
            let trial = PlannedTrial(index: 0, variant: index, testCase: testCase, repetition: 0)
            if let request = try? request(for: trial) { input += request.estimatedInputTokens }
        }
        let calls = cases.count * repetitions.count
        let usage = Usage(
            input: input * repetitions.count, output: calls * (variant.parameters.maxTokens ?? PlanEstimate.guessedOutputTokens))
        let model = model(ofVariant: index)
        return PlanEstimate.VariantEstimate(
            name: variant.name, model: model, calls: calls, inputTokens: usage.input, outputTokens: usage.output,
            outputBasis: variant.parameters.maxTokens == nil ? .guess : .limit,
            cost: suite.prices.price(of: model)?.cost(of: usage, acrossCalls: calls))
    }
}
