import PlumbModel

/// Reads litellm's `model_prices_and_context_window.json`: an object of models whose keys name dollars per token.
struct LitellmPrices {
    let page: PricePage

    /// The models' prices by name; those that are not priced by the token are listed without one.
    func read() throws(JSONCursor.Problem) -> [String: PriceListing] {
        var listings: [String: PriceListing] = [:]
        listings.reserveCapacity(5_000)
        var cursor = JSONCursor(bytes: page.source.bytes)
        try cursor.object { (cursor, name) throws(JSONCursor.Problem) in
            let name = cursor.text(of: name)
            // The sample explains the keys; other values are no models.
            guard name != "sample_spec", try cursor.kind() == .object else { return try cursor.skip() }
            listings[name] = PriceListing(price: try model(name, &cursor).price)
        }
        try cursor.end()
        return listings
    }

    private func model(_ name: String, _ cursor: inout JSONCursor) throws(JSONCursor.Problem) -> PriceParts {
        var parts = PriceParts()
        try cursor.object { (cursor, key) throws(JSONCursor.Problem) in
            let bytes = cursor.bytes[key]
            if bytes.elementsEqual("tiered_pricing".utf8), try cursor.kind() == .array {
                return try tiers(of: name, &cursor, into: &parts)
            }
            guard let rate = LitellmKey(bytes) else { return try cursor.skip() }
            let keyText = cursor.text(of: key)
            if let amount = try page.amount(&cursor, perTenToThe: 0, of: "'\(keyText)' of '\(name)'") { rate.put(amount, into: &parts) }
        }
        return parts
    }

    /// Tiers with the range of prompts for which each holds; the first is that of short prompts.
    private func tiers(of name: String, _ cursor: inout JSONCursor, into parts: inout PriceParts) throws(JSONCursor.Problem) {
        var found = parts
        try cursor.array { cursor throws(JSONCursor.Problem) in
            guard try cursor.kind() == .object else { return try cursor.skip() }
            var tier = PriceParts()
            var above = 0
            try cursor.object { (cursor, key) throws(JSONCursor.Problem) in
                if cursor.bytes[key].elementsEqual("range".utf8), try cursor.kind() == .array {
                    above = try lowerBound(&cursor)
                } else if let rate = LitellmKey(cursor.bytes[key]) {
                    let subject = "'\(cursor.text(of: key))' of a tier of '\(name)'"
                    if let amount = try page.amount(&cursor, perTenToThe: 0, of: subject) { rate.put(amount, into: &tier) }
                } else {
                    try cursor.skip()
                }
            }
            if above == 0 { found.base = found.base.over(tier.base) } else { found.tiers[above] = tier.base }
        }
        parts = found
    }

    private func lowerBound(_ cursor: inout JSONCursor) throws(JSONCursor.Problem) -> Int {
        var bounds: [Int] = []
        try cursor.array { cursor throws(JSONCursor.Problem) in
            guard try cursor.kind() == .number else { return try cursor.skip() }
            // Counts of tokens, not money: a binary fraction holds them exactly.
            let digits = String(decoding: cursor.bytes[try cursor.number()], as: UTF8.self)
            bounds.append(Double(decimal: digits).flatMap { Int(exactly: $0.rounded()) } ?? 0)
        }
        return max(0, bounds.first ?? 0)
    }
}

/// A key of litellm that names a rate: the kind of token, then perhaps a tier, then perhaps `_batches`.
struct LitellmKey {
    private let kind: RateParts.Kind
    /// The tokens of prompt above which the rate holds, or nil.
    private let above: Int?
    private let isBatch: Bool

    private static let kinds: [(name: StaticString, kind: RateParts.Kind)] = [
        ("input_cost_per_token_cache_hit", .cachedInput), ("input_cost_per_token", .input), ("output_cost_per_token", .output),
        ("cache_read_input_token_cost", .cachedInput), ("cache_creation_input_token_cost", .cacheWrite),
        ("output_cost_per_reasoning_token", .reasoning),
    ]

    /// Nil for a key that names something else, or a way of being served or of caching that we do not ask for.
    init?(_ key: ArraySlice<UInt8>) {
        guard let first = key.first, first == UInt8(ascii: "i") || first == UInt8(ascii: "o") || first == UInt8(ascii: "c") else {
            return nil
        }
        for (name, kind) in Self.kinds where name.withUTF8Buffer({ key.starts(with: $0) }) {
            var rest = String(decoding: key.dropFirst(name.utf8CodeUnitCount), as: UTF8.self)[...]
            isBatch = rest.hasSuffix("_batches")
            if isBatch { rest = rest.dropLast("_batches".count) }
            if rest.isEmpty {
                above = nil
            } else {
                guard rest.hasPrefix("_above_"), rest.hasSuffix("k_tokens"),
                    let thousands = Int(rest.dropFirst("_above_".count).dropLast("k_tokens".count)), (1...1_000_000).contains(thousands)
                else { return nil }
                above = thousands * 1_000
            }
            self.kind = kind
            return
        }
        return nil
    }

    /// Puts an amount where the key says.
    func put(_ amount: Money, into parts: inout PriceParts) {
        switch (above, isBatch) {
        case (nil, false): parts.base[kind] = amount
        case (nil, true): parts.batch[kind] = amount
        case (let above?, false): parts.tiers[above, default: RateParts()][kind] = amount
        case (let above?, true): parts.batchTiers[above, default: RateParts()][kind] = amount
        }
    }
}
