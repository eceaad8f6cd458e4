import Testing

@testable import PlumbModel

@Suite("Prices")
struct PriceTests {
    private static func pico(_ amount: Int) -> Money { Money(picodollars: amount) }

    private static let rates = Price.Rates(
        input: pico(100), output: pico(1_000), cachedInput: pico(10), cacheWrite: pico(125), reasoning: pico(700))

    @Test("each token costs what its own kind costs")
    func kinds() {
        let usage = Usage(input: 1_000, output: 50, cachedInput: 600, reasoning: 20, cacheWrite: 300)
        #expect(Self.rates.cost(of: usage) == Self.pico(100 * 100 + 600 * 10 + 300 * 125 + 30 * 1_000 + 20 * 700))
    }

    @Test("counts that contradict one another are held within those that contain them")
    func contradictions() {
        #expect(Self.rates.cost(of: Usage(input: 10, cachedInput: 99, cacheWrite: 99)) == Self.pico(10 * 10))
        #expect(Self.rates.cost(of: Usage(input: 10, cachedInput: 4, cacheWrite: 99)) == Self.pico(4 * 10 + 6 * 125))
        #expect(Self.rates.cost(of: Usage(output: 5, reasoning: 50)) == Self.pico(5 * 700))
        #expect(Self.rates.cost(of: Usage(input: 1, output: 1, cachedInput: -5, reasoning: -5, cacheWrite: -5)) == Self.pico(1_100))
        #expect(Self.rates.cost(of: Usage(input: .max, output: .max, cachedInput: .min)) == Money(picodollars: .max))
    }

    @Test("without rates of their own, cached input costs as much as input and reasoning as much as the answer")
    func defaults() {
        let plain = Price(input: Self.pico(2), output: Self.pico(3))
        #expect(plain.cost(of: Usage(input: 10, output: 10, cachedInput: 5, reasoning: 5, cacheWrite: 5)) == Self.pico(50))
        let freeCache = Price(input: Self.pico(2), output: Self.pico(3), cachedInput: .zero)
        #expect(freeCache.cost(of: Usage(input: 10, cachedInput: 10)) == .zero)
    }

    private static func tiered() -> Price {
        func rates(_ factor: Int) -> Price.Rates { Price.Rates(input: pico(factor), output: pico(10 * factor)) }
        let tiers = [Price.Tier(above: 200_000, rates: rates(4)), Price.Tier(above: 128_000, rates: rates(2))]
        return Price(standard: .init(base: rates(1), tiers: tiers), batch: .init(base: .init(input: pico(1), output: pico(5))))
    }

    @Test(
        "a long prompt moves the whole call to the next tier, from the first token beyond its bound",
        arguments: [(1, 1), (128_000, 1), (128_001, 2), (200_000, 2), (200_001, 4), (9_000_000, 4)])
    func tiers(_ input: Int, _ factor: Int) {
        #expect(Self.tiered().cost(of: Usage(input: input, output: 7)) == Self.pico(factor * (input + 70)))
    }

    @Test("calls added up are in the tier of their mean")
    func severalCalls() {
        let usage = Usage(input: 400_000, output: 0)
        #expect(Self.tiered().cost(of: usage, acrossCalls: 4) == Self.pico(400_000))
        #expect(Self.tiered().cost(of: usage, acrossCalls: 2) == Self.pico(800_000))
        #expect(Self.tiered().cost(of: usage, acrossCalls: 0) == Self.pico(1_600_000))
    }

    @Test("a batch has its own price, or none")
    func batch() {
        #expect(Self.tiered().cost(of: Usage(input: 1, output: 1), served: .batch) == Self.pico(6))
        #expect(Self.tiered().cost(of: Usage(input: 1, output: 1), served: .standard) == Self.pico(11))
        #expect(Price(input: .zero, output: .zero).cost(of: Usage(input: 1), served: .batch) == nil)
    }
}

@Suite("Finding a model's price")
struct PriceMatchTests {
    private static func table(_ names: [String], unpriced: [String] = []) -> PriceTable {
        var table = PriceTable(Dictionary(uniqueKeysWithValues: names.map { ($0, Price(input: .zero, output: .zero)) }))
        for name in unpriced { table[name] = PriceListing(price: nil) }
        return table
    }

    static let listed = [
        "gpt-4", "gpt-4o", "gpt-4o-mini", "gpt-4o-2024-05-13", "azure/gpt-4", "ft:gpt-4o-mini-2024-07-18", "ft:davinci-002",
        "anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-3-7-sonnet", "claude-3-7-sonnet-20250219", "gemini-1.5-flash",
        "openai/o3", "llama3", "Qwen/Qwen2.5-7B-Instruct", "command-r",
    ]

    static let found: [(String, String?, PriceMatch.Way)] = [
        ("gpt-4o", "gpt-4o", .exact), ("gpt-4o-2024-05-13", "gpt-4o-2024-05-13", .exact), ("gpt-4o-2024-08-06", "gpt-4o", .alias),
        ("openai/gpt-4o", "gpt-4o", .alias), ("openrouter/openai/gpt-4o", "gpt-4o", .alias), ("OpenAI/gpt-4o", "gpt-4o", .alias),
        ("openrouter/openai/o3", "openai/o3", .alias), ("azure/gpt-4", "azure/gpt-4", .exact), ("azure/gpt-4o", "gpt-4o", .alias),
        ("azure/gpt-4o-2024-08-06", "gpt-4o", .alias), ("gpt-4-0613", "gpt-4", .alias), ("gpt-4-9999", "gpt-4", .prefix),
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic.claude-sonnet-4-5-20250929-v1:0", .alias),
        ("bedrock/eu.anthropic.claude-3-7-sonnet-20250219-v1:0", "claude-3-7-sonnet-20250219", .alias),
        ("apac.anthropic.claude-3-7-sonnet-20260101-v2:0", "claude-3-7-sonnet", .alias),
        ("claude-3-7-sonnet@20250219", "claude-3-7-sonnet", .alias), ("claude-3-7-sonnet-latest", "claude-3-7-sonnet", .alias),
        ("gemini/gemini-1.5-flash-002", "gemini-1.5-flash", .alias), ("models/gemini-1.5-flash", "gemini-1.5-flash", .alias),
        ("llama3:latest", "llama3", .alias), ("llama3:8b-q4", "llama3", .prefix),
        ("ft:gpt-4o-mini-2024-07-18:acme::abc", "ft:gpt-4o-mini-2024-07-18", .alias),
        ("ft:gpt-4o-mini-2024-07-18:acme:tone:abc", "ft:gpt-4o-mini-2024-07-18", .alias),
        ("openai/ft:davinci-002:acme::x", "ft:davinci-002", .alias), ("ft:gpt-4o:acme::abc", nil, .exact), ("ft:unknown", nil, .exact),
        ("gpt-4o-mini-search-preview", "gpt-4o-mini", .prefix), ("openai/gpt-4o-mini-search", "gpt-4o-mini", .prefix),
        ("azure/gpt-4o-mini-x", "gpt-4o-mini", .prefix), ("gpt-4.1", nil, .exact), ("gpt-4oo", nil, .exact), ("gpt", nil, .exact),
        ("", nil, .exact), ("/", nil, .exact), ("openai/", nil, .exact), ("-", nil, .exact), ("unknown/gpt-4o", nil, .exact),
        ("command-r-plus", nil, .exact), ("command-r-plus-08-2024", nil, .exact),
    ]

    @Test(arguments: found) func finds(model: String, listedName: String?, how: PriceMatch.Way) {
        let table = Self.table(Self.listed, unpriced: ["command-r-plus"])
        let expected = listedName.map { PriceMatch(listedName: $0, how: how) }
        #expect(table.match(of: model) == expected)
        #expect(table.match(of: model) == expected, "again, from memory")
        #expect((table.price(of: model) != nil) == (listedName != nil))
    }

    @Test("a name as long as a book is unpriced and costs no time")
    func longNames() {
        let table = Self.table(["gpt-4o"])
        #expect(table.match(of: "gpt-4o-" + String(repeating: "x-", count: 1_000_000)) == nil)
        #expect(table.match(of: "gpt-4o-" + String(repeating: "-", count: 200))?.how == .prefix)
    }

    @Test("what was found is forgotten when the table changes")
    func changes() {
        var table = Self.table(["gpt-4"])
        #expect(table.match(of: "gpt-4-x-y")?.listedName == "gpt-4")
        let copy = table
        table["gpt-4-x"] = PriceListing(price: Price(input: Money(dollars: 1), output: .zero))
        #expect(table.match(of: "gpt-4-x-y")?.listedName == "gpt-4-x")
        #expect(copy.match(of: "gpt-4-x-y")?.listedName == "gpt-4")
        table.lay(Self.table(["gpt-4-x-y"]))
        #expect(table.match(of: "gpt-4-x-y")?.how == .exact)
        #expect(table != copy && copy == Self.table(["gpt-4"]))
    }

    @Test("the model asked for decides, unless only a beginning of its name is listed and the other is listed in full")
    func askedAndServed() {
        func price(_ amount: Int) -> Price { Price(input: Money(picodollars: amount), output: .zero) }
        let table = PriceTable(["gpt-4o": price(1), "gpt-4o-x-large": price(2)])
        let known: [(String?, String?, Int?)] = [
            ("gpt-4o", "gpt-4o-x-large", 1), ("openai/gpt-4o", "gpt-4o-x-large", 1), ("gpt-4o-y", "gpt-4o-x-large", 2),
            ("gpt-4o-y", "other", 1), ("auto", "gpt-4o-x-large", 2), ("auto", "gpt-4o-z", 1), (nil, "gpt-4o", 1), ("auto", nil, nil),
            (nil, nil, nil),
        ]
        for (requested, served, amount) in known {
            #expect(table.price(requested: requested, served: served)?.input.picodollars == amount)
            let completion = Completion(text: "", usage: Usage(input: 3), servedModel: served)
            #expect(table.cost(of: completion, requestedModel: requested)?.picodollars == amount.map { 3 * $0 })
        }
        #expect(table.cost(of: Completion(text: "", servedModel: "gpt-4o"), requestedModel: "gpt-4o") == nil)
    }

    @Test("free is a price")
    func free() {
        #expect(Self.table(["m"]).price(of: "m")?.cost(of: Usage(input: 5)) == .zero)
        #expect(PriceTable().price(of: "m") == nil)
    }

    @Test("the file, the name and the way are kept for the record")
    func provenance() throws {
        let price = Price(input: .zero, output: .zero)
        let first = PriceSource(file: "a.json", sha256: "aa", format: .litellm)
        let second = PriceSource(file: "b.json", sha256: "bb", format: .llmPricesHistory, updatedAt: "2025-01-01")
        var table = PriceTable(["gpt-4": PriceListing(price: price), "o3": PriceListing(price: price)], from: first)
        table.lay(PriceTable(["o3": PriceListing(price: price)], from: second))
        table["own"] = PriceListing(price: price)
        #expect(table.sources == [first, second])
        #expect(table.provenance(of: "openai/gpt-4").source == first)
        #expect(table.provenance(of: "o3").source == second)
        #expect(table.provenance(of: "own").source == nil && table.provenance(of: "own").match?.how == .exact)
        #expect(table.provenance(of: "x").match == nil)
        #expect(PriceMatch(listedName: "gpt-4", how: .prefix).description == "gpt-4 (longest prefix)")
        for model in ["openai/gpt-4", "o3", "own", "x"] {
            let provenance = table.provenance(of: model)
            #expect(PriceProvenance(json: try JSON.parse(provenance.json.text())) == provenance)
        }
        #expect(PriceProvenance(json: [:]) == nil)
    }

    @Test("an old run is priced as of its day")
    func history() {
        func price(_ amount: Int) -> Price { Price(input: Money(picodollars: amount), output: .zero) }
        let periods = [
            PriceListing.Period(from: nil, to: "2024-05-01", price: price(3)),
            PriceListing.Period(from: "2024-05-01", to: "2025-01-01", price: price(2)),
            PriceListing.Period(from: "2025-02-01", to: nil, price: price(1)),
        ]
        let source = PriceSource(file: "h.json", sha256: "", format: .llmPricesHistory)
        var table = PriceTable(["m": PriceListing(history: periods, on: "2025-06-01")], from: source)
        table["own"] = PriceListing(price: price(9))
        #expect(table.price(of: "m")?.input.picodollars == 1)
        let days = ["2024-04-30": 3, "2024-05-01": 2, "2024-12-31": 2, "2025-01-01": nil, "2025-02-01": 1]
        for (day, amount) in days {
            #expect(table.on(day: day).price(of: "m")?.input.picodollars == amount)
            #expect(table.on(day: day).price(of: "own")?.input.picodollars == 9)
        }
        #expect(table.on(day: "2024-05-01").provenance(of: "m").source == source)
        #expect(table.on(secondsSince1970: 1_714_521_599).price(of: "m")?.input.picodollars == 3)
        #expect(table.on(secondsSince1970: 1_714_521_600).price(of: "m")?.input.picodollars == 2)
    }

    static let days: [(Double, String)] = [
        (0, "1970-01-01"), (-1, "1969-12-31"), (951_782_400, "2000-02-29"), (951_868_800, "2000-03-01"), (1_735_689_599.9, "2024-12-31"),
        (1_735_689_600, "2025-01-01"), (4_107_542_399, "2100-02-28"), (4_107_542_400, "2100-03-01"), (.nan, "1970-01-01"),
        (.infinity, "9999-12-31"), (-.infinity, "0000-01-01"),
    ]

    @Test(arguments: days) func writesDays(seconds: Double, text: String) { #expect(Day.text(secondsSince1970: seconds) == text) }
}
