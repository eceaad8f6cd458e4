import PlumbModel

/// The rates that a file lists; what is not listed is known from others or not at all.
struct RateParts {
    /// The kinds of tokens that files list rates for.
    enum Kind: CaseIterable {
        case input, output, cachedInput, cacheWrite, reasoning
    }

    private var listed: [Kind: Money] = [:]

    subscript(kind: Kind) -> Money? {
        get { listed[kind] }
        set { listed[kind] = newValue }
    }

    var isEmpty: Bool { listed.isEmpty }

    /// These rates, with what is missing taken from others.
    func over(_ below: RateParts) -> RateParts {
        var merged = self
        merged.listed.merge(below.listed) { own, _ in own }
        return merged
    }

    /// The rates, or nil when tokens of the prompt or of the answer have none.
    var rates: Price.Rates? {
        guard let input = self[.input], let output = self[.output] else { return nil }
        return Price.Rates(
            input: input, output: output, cachedInput: self[.cachedInput], cacheWrite: self[.cacheWrite], reasoning: self[.reasoning])
    }
}

/// What a file lists of one model, before it is a price.
struct PriceParts {
    /// The rates of short prompts answered at once.
    var base = RateParts()
    /// The rates of prompts with more tokens, by their number.
    var tiers: [Int: RateParts] = [:]
    /// The rates of short prompts in a batch.
    var batch = RateParts()
    /// The rates of longer prompts in a batch.
    var batchTiers: [Int: RateParts] = [:]

    /// The price, or nil when the model has none for tokens.
    var price: Price? {
        guard let standard = Self.schedule(base, tiers) else { return nil }
        return Price(standard: standard, batch: batchSchedule)
    }

    /// A batch costs what is listed for batches, and otherwise as much as if it were answered at once.
    private var batchSchedule: Price.Schedule? {
        guard !batch.isEmpty else { return nil }
        var tiers = tiers.mapValues { $0.over(base) }
        for (above, parts) in batchTiers { tiers[above] = parts.over(tiers[above] ?? batch) }
        return Self.schedule(batch.over(base), tiers)
    }

    private static func schedule(_ base: RateParts, _ tiers: [Int: RateParts]) -> Price.Schedule? {
        guard let rates = base.rates else { return nil }
        let higher = tiers.compactMap { above, parts in parts.over(base).rates.map { Price.Tier(above: above, rates: $0) } }
        return Price.Schedule(base: rates, tiers: higher)
    }
}
