/// Prices by model, as the user supplied them; a model that is not listed is unpriced, which is not the same as free.
public struct PriceTable: Sendable {
    /// The files that prices were taken from.
    public private(set) var sources: [PriceSource] = []
    private var listings: [String: PriceListing]
    private var matches = MatchCache()

    /// A table of prices.
    public init(_ prices: [String: Price] = [:]) { listings = prices.mapValues(PriceListing.init(price:)) }

    /// The prices that a file lists.
    public init(_ listings: [String: PriceListing], from source: PriceSource) {
        sources = [source]
        self.listings = listings
        for name in listings.keys { self.listings[name]?.source = 0 }
    }

    /// The prices that hold now, by the names in the table.
    public var prices: [String: Price] { listings.compactMapValues(\.price) }
    /// Whether nothing is listed.
    public var isEmpty: Bool { listings.isEmpty }

    /// What the table says of a name, exactly as listed.
    public subscript(listedName: String) -> PriceListing? {
        get { listings[listedName] }
        set {
            listings[listedName] = newValue
            matches = MatchCache()
        }
    }

    /// Lays another table over this one: where both list a name, the other's price holds.
    public mutating func lay(_ other: PriceTable) {
        guard !other.isEmpty else { return }
        let offset = sources.count
        sources += other.sources
        for (name, listing) in other.listings {
            var listing = listing
            listing.source = listing.source.map { $0 + offset }
            listings[name] = listing
        }
        matches = MatchCache()
    }

    /// This table with the prices that held on a day, written `2025-01-31`; prices without dates hold always.
    public func on(day: String) -> PriceTable {
        var table = self
        table.matches = MatchCache()
        for (name, listing) in listings where !listing.history.isEmpty {
            var dated = PriceListing(history: listing.history, on: day)
            dated.source = listing.source
            table.listings[name] = dated
        }
        return table
    }

    /// This table with the prices that held on the day, in UTC, of a time in seconds since 1970, such as the beginning of a run.
    public func on(secondsSince1970 seconds: Double) -> PriceTable { on(day: Day.text(secondsSince1970: seconds)) }

    /// Under which name a model is priced: its own, else by the rules of ``ModelAliases``, else the longest listed beginning of it.
    ///
    /// Nil when it is unpriced. Each name is searched for once.
    public func match(of model: String?) -> PriceMatch? {
        guard let model else { return nil }
        if let listing = listings[model] { return listing.price == nil ? nil : PriceMatch(listedName: model, how: .exact) }
        guard !listings.isEmpty, model.utf8.count <= ModelAliases.longest else { return nil }
        return matches.match(of: model) { search(for: model) }
    }

    /// The price of a model, or nil when it is unpriced.
    public func price(of model: String?) -> Price? {
        guard let model else { return nil }
        if let listing = listings[model] { return listing.price }
        return match(of: model).flatMap { listings[$0.listedName]?.price }
    }

    /// Where the price of a model comes from, for the record of a run.
    public func provenance(of model: String) -> PriceProvenance {
        let match = match(of: model)
        let source = match.flatMap { listings[$0.listedName]?.source }
        return PriceProvenance(model: model, match: match, source: source.map { sources[$0] })
    }

    private func search(for model: String) -> PriceMatch? {
        let aliases = ModelAliases(of: model)
        for name in aliases.names {
            guard let listing = listings[name] else { continue }
            return listing.price == nil ? nil : PriceMatch(listedName: name, how: .alias)
        }
        let beginning = aliases.beginnings.first { listings[$0] != nil }
        guard let beginning, listings[beginning]?.price != nil else { return nil }
        return PriceMatch(listedName: beginning, how: .prefix)
    }
}

extension PriceTable: Hashable {
    /// Whether both list the same prices from the same files.
    public static func == (left: PriceTable, right: PriceTable) -> Bool {
        left.sources == right.sources && left.listings == right.listings
    }

    /// Feeds what equal tables have in common.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(sources)
        hasher.combine(listings.count)
    }
}
