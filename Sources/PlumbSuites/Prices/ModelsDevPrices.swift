import PlumbModel

/// Reads models.dev's `api.json`: providers, each with its models and their cost in dollars per million tokens.
///
/// Each model is listed as `provider/model`. Under its bare name it costs what its maker asks, where the maker is among the providers, and
/// otherwise what the providers ask when they agree; where they do not, it costs what the model costs that it is an alias of, and has no
/// price when it is none.
struct ModelsDevPrices {
    let page: PricePage

    /// Those who serve models that they made themselves, the first that lists a name decides its price.
    static let makers = [
        "openai", "anthropic", "google", "mistral", "deepseek", "xai", "cohere", "llama", "alibaba", "moonshotai", "zai", "minimax",
        "amazon-bedrock", "nvidia", "perplexity", "inception", "upstage", "xiaomi",
    ]

    /// The models' prices by name.
    func read() throws(JSONCursor.Problem) -> [String: PriceListing] {
        var models: [String: [(provider: String, price: Price?)]] = [:]
        var cursor = JSONCursor(bytes: page.source.bytes)
        try cursor.object { (cursor, provider) throws(JSONCursor.Problem) in
            let provider = cursor.text(of: provider)
            guard try cursor.kind() == .object else { return try cursor.skip() }
            try cursor.object { (cursor, key) throws(JSONCursor.Problem) in
                guard cursor.bytes[key].elementsEqual("models".utf8), try cursor.kind() == .object else { return try cursor.skip() }
                try cursor.object { (cursor, name) throws(JSONCursor.Problem) in
                    let name = cursor.text(of: name)
                    models[name, default: []].append((provider, try model("\(provider)/\(name)", &cursor)))
                }
            }
        }
        try cursor.end()
        return listings(models)
    }

    private func listings(_ models: [String: [(provider: String, price: Price?)]]) -> [String: PriceListing] {
        let rank = Dictionary(uniqueKeysWithValues: zip(Self.makers, Self.makers.indices))
        var listings: [String: PriceListing] = [:]
        var disputed: [String] = []
        for (name, offers) in models {
            let maker = offers.filter { rank[$0.provider] != nil }.min { rank[$0.provider, default: 0] < rank[$1.provider, default: 0] }
            if let price = maker?.price {
                listings[name] = PriceListing(price: price)
            } else if Set(offers.map(\.price)).count == 1 {
                listings[name] = PriceListing(price: offers[0].price)
            } else {
                disputed.append(name)
            }
        }
        // Listed without a price, so that its beginning is not taken for it.
        for name in disputed where !ModelAliases(of: name).names.contains(where: { listings[$0]?.price != nil }) {
            listings[name] = PriceListing(price: nil)
        }
        // A model's full name always says what its provider asks, also where another provider's bare name looks the same.
        for (name, offers) in models {
            for offer in offers { listings["\(offer.provider)/\(name)"] = PriceListing(price: offer.price) }
        }
        return listings
    }

    private func model(_ name: String, _ cursor: inout JSONCursor) throws(JSONCursor.Problem) -> Price? {
        guard try cursor.kind() == .object else {
            try cursor.skip()
            return nil
        }
        var parts = PriceParts()
        try cursor.object { (cursor, key) throws(JSONCursor.Problem) in
            guard cursor.bytes[key].elementsEqual("cost".utf8), try cursor.kind() == .object else { return try cursor.skip() }
            parts = try cost(of: name, &cursor)
        }
        return parts.price
    }

    private func cost(of name: String, _ cursor: inout JSONCursor) throws(JSONCursor.Problem) -> PriceParts {
        var parts = PriceParts()
        var over200k: RateParts?
        try cursor.object { (cursor, key) throws(JSONCursor.Problem) in
            let key = cursor.text(of: key)
            let kind = try cursor.kind()
            if key == "tiers", kind == .array {
                try cursor.array { cursor throws(JSONCursor.Problem) in
                    let tier = try tier(of: name, &cursor)
                    if let above = tier.above { parts.tiers[above] = tier.rates }
                }
            } else if key == "context_over_200k", kind == .object {
                over200k = try tier(of: name, &cursor).rates
            } else {
                try rate(key, of: name, &cursor, into: &parts.base)
            }
        }
        // Where tiers are listed, they say the true bound of what is called 200k for want of another name.
        if let over200k, parts.tiers.isEmpty { parts.tiers[200_000] = over200k }
        return parts
    }

    private func tier(of name: String, _ cursor: inout JSONCursor) throws(JSONCursor.Problem) -> (above: Int?, rates: RateParts) {
        var rates = RateParts()
        var above: Int?
        guard try cursor.kind() == .object else {
            try cursor.skip()
            return (nil, rates)
        }
        try cursor.object { (cursor, key) throws(JSONCursor.Problem) in
            let key = cursor.text(of: key)
            guard key == "tier", try cursor.kind() == .object else { return try rate(key, of: name, &cursor, into: &rates) }
            try cursor.object { (cursor, key) throws(JSONCursor.Problem) in
                guard cursor.bytes[key].elementsEqual("size".utf8), try cursor.kind() == .number else { return try cursor.skip() }
                above = Int(String(decoding: cursor.bytes[try cursor.number()], as: UTF8.self))
            }
        }
        return (above, rates)
    }

    private static let kinds: [String: RateParts.Kind] = [
        "input": .input, "output": .output, "cache_read": .cachedInput, "cache_write": .cacheWrite, "reasoning": .reasoning,
    ]

    private func rate(
        _ key: String, of name: String, _ cursor: inout JSONCursor, into rates: inout RateParts
    ) throws(JSONCursor.Problem) {
        guard let kind = Self.kinds[key] else { return try cursor.skip() }
        if let amount = try page.amount(&cursor, perTenToThe: 6, of: "'\(key)' of '\(name)'") { rates[kind] = amount }
    }
}
