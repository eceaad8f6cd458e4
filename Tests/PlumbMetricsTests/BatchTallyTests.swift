import PlumbModel
import Testing

@testable import PlumbMetrics

/// Answers that came with a batch cost what batches cost, and took no time that says anything.
@Suite struct BatchTallyTests {
    static func tally(_ price: Price) throws -> VariantTally {
        let suite = try Samples.suite(prices: PriceTable(["m-1": price]))
        var builder = TallyBuilder(suite: suite, variant: suite.variants[0])
        builder.add(Samples.trial("case-1", 0, answer: "a", outcome: .pass, seconds: 0, provenance: .batch))
        builder.add(Samples.trial("case-1", 1, answer: "a", outcome: .pass, seconds: 2))
        return builder.tally
    }

    static func schedule(_ picodollars: Int) -> Price.Schedule {
        Price.Schedule(base: Price.Rates(input: Money(picodollars: picodollars), output: Money(picodollars: picodollars)))
    }

    @Test func theyCostWhatBatchesCost() throws {
        let tally = try Self.tally(Price(standard: Self.schedule(4), batch: Self.schedule(2)))
        #expect(tally.cost == Money(picodollars: 15 * 2 + 15 * 4) && tally.unpriced == 0)
    }

    @Test func withoutAPriceOfBatchesTheyAreUnpriced() throws {
        let tally = try Self.tally(Price(standard: Self.schedule(4)))
        #expect(tally.cost == Money(picodollars: 15 * 4) && tally.unpriced == 1)
    }

    @Test func theyAreNeitherTimedNorCached() throws {
        let tally = try Self.tally(Price(standard: Self.schedule(4)))
        #expect(tally.latencies == [2] && tally.cached == 0 && tally.cases[0].effort.timed == 1)
    }
}
