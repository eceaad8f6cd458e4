import PlumbModel
import Testing

@Suite struct SuiteValueTests {
    static let suggestions: [(String, [String], String?)] = [
        ("equls", ["equals", "contains"], "equals"), ("EQUALS", ["equals"], "equals"), ("promts", ["prompts", "prompt"], "prompts"),
        ("teh", ["the", "ten"], "the"),
        ("x", ["y"], "y"), ("abc", ["xyz"], nil), ("", ["a"], nil), ("weight", [], nil),
        ("contains-al", ["contains", "contains-all", "contains-any"], "contains-all"),
        ("tmeperature", ["temperature"], "temperature"), ("seed", ["speed", "seeds"], "speed"),
        (String(repeating: "a", count: 100), ["a"], nil), ("größe", ["grosse"], nil),
        ("ab", ["cd"], nil), ("a", ["abcdef"], nil),
    ]

    @Test(arguments: suggestions) func suggests(word: String, candidates: [String], near: String?) {
        #expect(Suggestion.nearest(to: word, among: candidates) == near)
    }

    static let bounds: [(String, Bound?)] = [
        (">= 0.6", Bound(.atLeast, 0.6)), ("<=30", Bound(.atMost, 30)), ("< 60 %", Bound(.below, 0.6)), ("> -1", Bound(.above, -1)),
        ("== 1", Bound(.equal, 1)),
        ("5", Bound(.equal, 5)), (" +.5 ", Bound(.equal, 0.5)), ("1e3", Bound(.equal, 1000)), ("=> 1", nil), ("", nil), (">=", nil),
        ("> x", nil), ("nan", nil), ("inf", nil),
        ("> 1e999", nil), ("0x10", nil), ("1_000", nil), ("1,5", nil), ("%", nil), ("= 1", nil), ("!= 1", nil), ("1 2", nil),
        (">= >= 1", nil),
    ]

    @Test(arguments: bounds) func readsBounds(text: String, bound: Bound?) { #expect(Bound(text) == bound) }

    @Test func boundsHold() {
        #expect(Bound(.atLeast, 1).holds(for: 1))
        #expect(!Bound(.above, 1).holds(for: 1))
        #expect(Bound(.atMost, 1).holds(for: 1))
        #expect(!Bound(.below, 1).holds(for: 1))
        #expect(Bound(.equal, 1).holds(for: 1))
        for relation in Bound.Relation.allCases { #expect(!Bound(relation, 1).holds(for: .nan)) }
        #expect(Bound(.atLeast, 0.6).text == ">= 0.6")
        for bound in [Bound(.atMost, 30), Bound(.above, -0.125)] { #expect(Bound(bound.text) == bound) }
    }

    static let decimals: [(String, Double?)] = [
        ("5", 5), ("-0.25", -0.25), ("+.5", 0.5), ("5.", 5), ("1e-3", 0.001), ("", nil), (" 5", nil), ("5 ", nil), ("0x1", nil),
        ("nan", nil), ("infinity", nil), ("1e400", nil), ("--5", nil),
        (".", nil), ("e", nil), ("1e", nil), ("١", nil),
    ]

    @Test(arguments: decimals) func readsDecimals(text: String, number: Double?) { #expect(Double(decimal: text) == number) }

    @Test func moneyIsExactAndBounded() {
        #expect(Money(dollars: 0.15).picodollars == 150_000_000_000)
        #expect(Money(dollars: 1e-12) + Money(dollars: 1e-12) == Money(picodollars: 2))
        #expect((0..<10).reduce(Money.zero) { sum, _ in sum + Money(dollars: 0.1) } == Money(dollars: 1))
        #expect(Money(dollars: .nan) == .zero)
        #expect(Money(dollars: .infinity) == Money(picodollars: .max))
        #expect(Money(dollars: -1e300) == Money(picodollars: .min))
        #expect(Money(picodollars: .max) + Money(picodollars: 1) == Money(picodollars: .max))
        #expect(Money(picodollars: .min) - Money(picodollars: 1) == Money(picodollars: .min))
        #expect(Money(dollars: 1) * .max == Money(picodollars: .max))
        #expect(Money(dollars: -1) * .max == Money(picodollars: .min))
        #expect(Money(dollars: 1) < Money(dollars: 2))
        #expect(Money(dollars: 1.5).dollars == 1.5)
    }

    @Test func pricesCountCachedTokens() {
        let price = Price(input: Money(dollars: 1e-6), output: Money(dollars: 4e-6), cachedInput: Money(dollars: 1e-7))
        #expect(price.cost(of: Usage(input: 100, output: 50)) == Money(dollars: 0.0003))
        #expect(price.cost(of: Usage(input: 100, output: 0, cachedInput: 40)) == Money(dollars: 0.000064))
        #expect(price.cost(of: Usage(input: 100, output: 0, cachedInput: 400)) == Money(dollars: 0.00001))
        #expect(price.cost(of: Usage(input: 100, output: 0, cachedInput: -400)) == Money(dollars: 0.0001))
        #expect(price.cost(of: Usage(input: .max, output: .max)) == Money(picodollars: .max))
        #expect(Price(input: Money(dollars: 1), output: .zero).cachedInput == Money(dollars: 1))
    }

    @Test func unpricedIsNotFree() {
        let table = PriceTable(["m": Price(input: Money(dollars: 1), output: .zero)])
        let completion = Completion(text: "", usage: Usage(input: 2), servedModel: "m")
        #expect(table.cost(of: completion, requestedModel: "other") == Money(dollars: 2))
        #expect(table.cost(of: Completion(text: "", usage: Usage(input: 2)), requestedModel: "other") == nil)
        #expect(table.cost(of: Completion(text: "", servedModel: "m"), requestedModel: "m") == nil)
        #expect(table.price(of: nil) == nil)
    }

    @Test func usageAddsUp() {
        let sum = Usage(input: 1, output: 2, cachedInput: 3, reasoning: 4) + Usage(input: 10, output: .max, cachedInput: 30, reasoning: 40)
        #expect(sum == Usage(input: 11, output: .max, cachedInput: 33, reasoning: 44))
        #expect(sum.total == .max)
    }

    static func cases(_ ids: String...) -> [Case] {
        ids.map { Case(id: $0, variables: ["message": .string("m\($0)"), "expected": .string("e\($0)")]) }
    }

    @Test func examplesNeverShowTheCaseUnderTest() {
        let rows = Self.cases("a", "b", "c", "d")
        let examples = Examples(rows: rows, count: 2)
        #expect(examples.chosen(for: Case(id: "z", variables: ["message": "new"])).map(\.id) == ["a", "b"])
        #expect(examples.chosen(for: rows[0]).map(\.id) == ["b", "c"])
        #expect(examples.chosen(for: Case(id: "z", variables: ["message": "mb", "expected": "other"])).map(\.id) == ["a", "c"])
        #expect(Examples(rows: rows, count: 10).chosen(for: rows[3]).map(\.id) == ["a", "b", "c"])
        #expect(Examples(rows: [], count: 1).chosen(for: rows[0]).isEmpty)
        // Without a variable in common nothing says that they are the same.
        #expect(examples.chosen(for: Case(id: "z", variables: ["question": "ma"])).map(\.id) == ["a", "b"])
    }

    @Test func theOrderOfExamplesDependsOnSeedAndIdsAlone() {
        let rows = Self.cases("a", "b", "c", "d", "e", "f")
        let first = Examples(rows: rows, count: 6, seed: 1)
        #expect(first.rows.map(\.id) == Examples(rows: rows.reversed(), count: 6, seed: 1).rows.map(\.id))
        #expect(first.rows.map(\.id) != Examples(rows: rows, count: 6, seed: 2).rows.map(\.id))
        #expect(Set(first.rows.map(\.id)) == Set(rows.map(\.id)))
        // One fixed order, whatever the case: prompts share a prefix.
        let without = first.rows.map(\.id).filter { $0 != "c" }
        #expect(first.chosen(for: rows[2]).map(\.id) == without)
    }

    @Test func examplesBecomeTurnsBeforeTheLastQuestion() throws {
        let prompt = Prompt(turns: [
            .init(.system, Template(verbatim: "Be brief.")), .init(.user, try Template(parsing: "Q: {{ message }}")),
        ])
        let variant = Variant(name: "v", prompt: prompt, backend: "b", examples: Examples(rows: Self.cases("a"), count: 1))
        let messages = try variant.messages(for: Case(id: "z", variables: ["message": "new"]))
        #expect(
            messages == [Message(.system, "Be brief."), Message(.user, "Q: ma"), Message(.assistant, "ea"), Message(.user, "Q: new")])
        let inText = Prompt(turns: [.init(.user, try Template(parsing: "{% for e in examples %}{{ e.message }};{% endfor %}{{ message }}"))]
        )
        let other = Variant(name: "v", prompt: inText, backend: "b", examples: Examples(rows: Self.cases("a", "b"), count: 2))
        #expect(try other.messages(for: Case(id: "z", variables: ["message": "new"])) == [Message(.user, "ma;mb;new")])
    }

    @Test func metricNamesAreRead() {
        for metric in MetricName.plain { #expect(MetricName(name: metric.name) == metric) }
        #expect(MetricName(name: "pass@5") == .passAtK(5))
        #expect(MetricName(name: "pass^3") == .passHatK(3))
        for name in ["pass@0", "pass@", "pass^x", "accuracies", "", "latency-p90"] { #expect(MetricName(name: name) == nil) }
    }

    @Test func contentHashesTellWhatChanged() {
        let one = Case(id: "a", variables: ["x": 1], tags: ["t"])
        #expect(one.contentHash == Case(id: "b", variables: ["x": 1.0]).contentHash)
        #expect(one.contentHash != Case(id: "a", variables: ["x": 2]).contentHash)
        let check = CheckSpecification(name: "equals", arguments: .constant(["to": "x"]), written: ["to": "x"])
        #expect(one.contentHash != Case(id: "a", variables: ["x": 1], checks: [check]).contentHash)
        var relabelled = check
        relabelled.label = "other"
        #expect(check.hashedContent == relabelled.hashedContent)
        var negated = check
        negated.isNegated = true
        #expect(check.hashedContent != negated.hashedContent)
    }
}
