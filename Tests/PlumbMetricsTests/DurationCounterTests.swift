import PlumbModel
import Testing

@testable import PlumbMetrics

@Suite struct DurationCounterTests {
    /// Numbers in no order, from a few microseconds to hours.
    static func values(_ count: Int) -> [Int] {
        var state: UInt64 = 42
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 40) << Int(state >> 35 & 0xF)
        }
    }

    static func counter(_ values: some Sequence<Int>) -> DurationCounter {
        var counter = DurationCounter()
        for value in values { counter.add(value) }
        return counter
    }

    @Test func fewValuesAreKeptAsTheyAre() {
        let counter = Self.counter([3, 1, 2_000_001, 0, -5])
        #expect(counter.seconds == [0, 0, 1e-6, 3e-6, 2.000001] && counter.count == 5)
        #expect(DurationCounter().seconds.isEmpty)
        let many = Self.values(DurationCounter.exact)
        #expect(Self.counter(many).seconds == many.sorted().map { Double($0) / 1e6 })
    }

    /// The bound that is promised: every percentile within 1/2048 of the one over all values.
    @Test(arguments: [10_001, 60_000]) func manyAreWithinTheBound(count: Int) throws {
        let values = Self.values(count)
        let seconds = Self.counter(values).seconds
        let sorted = values.sorted().map { Double($0) / 1e6 }
        #expect(seconds.count == DurationCounter.points && seconds == seconds.sorted())
        #expect(seconds.first == sorted.first && seconds.last == sorted.last)
        for point in 0..<DurationCounter.points {
            let exact = try #require(Quantile.linear(Double(point) / 1000, of: sorted))
            #expect(abs(seconds[point] - exact) <= exact / 2048 + 1e-6, "\(point)")
        }
        let (told, all) = (try #require(LatencySummary(seconds)), try #require(LatencySummary(sorted)))
        for (a, b) in [(told.p50, all.p50), (told.p95, all.p95), (told.p99, all.p99)] { #expect(abs(a - b) <= b / 2048 + 1e-6) }
    }

    @Test func shortTimesStayExact() {
        let values = (0..<20_480).map { $0 % 2048 }
        let seconds = Self.counter(values).seconds
        #expect(seconds[500] == 0.001024 || seconds[500] == 0.001023 || seconds[500] == 0.0010235)
        #expect(seconds.first == 0 && seconds.last == 0.002047)
    }

    @Test func neitherOrderNorGroupingMatters() {
        let values = Self.values(25_000)
        let forward = Self.counter(values)
        #expect(Self.counter(values.reversed()).seconds == forward.seconds)
        for cuts in [[0, 25_000], [5, 9_000, 18_000], [12_500]] {
            var parts = zip([0] + cuts, cuts + [25_000]).map { Self.counter(values[$0..<$1]) }
            parts.reverse()
            var merged = DurationCounter()
            for part in parts { merged.add(part) }
            #expect(merged.seconds == forward.seconds && merged.count == forward.count)
        }
        var small = Self.counter([3, 1])
        small.add(Self.counter([2]))
        #expect(small.seconds == [1e-6, 2e-6, 3e-6])
    }

    @Test func hugeTimesDoNotOverflow() {
        let counter = Self.counter((0..<10_001).map { $0 == 0 ? 1_000_000_000_000_000 : 7 })
        #expect(counter.seconds.last == 1e9 && counter.seconds.first == 7e-6)
    }
}

@Suite struct LongRunTests {
    /// The count and the mean are of all answers, also where the times are thinned.
    @Test func aLongRunIsSummedUpInFull() throws {
        let suite = try Samples.suite(cases: 2)
        var builder = TallyBuilder(suite: suite, variant: suite.variants[0])
        for place in 0..<12_000 {
            builder.add(Samples.trial("case-\(place % 2 + 1)", place, answer: "a", outcome: .pass, seconds: 0.001 * Double(place % 1000)))
        }
        let tally = builder.tally
        #expect(tally.latencies.count == DurationCounter.points && tally.timed == 12_000)
        let latency = try #require(VariantMetrics(tally).latency)
        #expect(latency.count == 12_000 && abs(latency.mean - 0.4995) < 1e-9)
        #expect(abs(latency.p50 - 0.4995) < 0.0004 && abs(latency.p95 - 0.949) < 0.0006 && latency.longest == 0.999)
    }

    @Test func textsOfManyCasesAreFewer() throws {
        #expect(TextLimits.texts(ofCases: 1) == 64 && TextLimits.texts(ofCases: 1562) == 64)
        #expect(TextLimits.texts(ofCases: 10_000) == 10 && TextLimits.texts(ofCases: 100_000) == 2 && TextLimits.texts(ofCases: 0) == 64)
    }

    /// What is let go and comes back earlier is counted whole; what was extracted from nothing stays.
    @Test func answersAreCountedInAnyOrder() {
        var trials: [(text: String, key: UInt64?, repetition: Int, failure: String?)] = []
        for repetition in 0..<400 {
            let key = UInt64(repetition * 7919 % 41)
            trials.append((text: "text \(key)", key: key, repetition: repetition, failure: key % 2 == 0 ? nil : "failed \(key)"))
        }
        trials.append((text: "", key: nil, repetition: 900, failure: "nothing"))
        func count(_ order: [Int]) -> [CaseTally.Answer] {
            var counter = AnswerCounter(texts: 5)
            for place in order {
                let trial = trials[place]
                counter.add(trial.text, key: trial.key, repetition: trial.repetition, failure: trial.failure)
            }
            return counter.answers
        }
        let forward = count(Array(trials.indices))
        #expect(forward.count == 42 && forward.reduce(0) { $0 + $1.count } == 401)
        #expect(forward.count { !$0.text.isEmpty } == 5 && forward.contains { $0.key.isEmpty && $0.reason == "nothing" })
        #expect(forward.allSatisfy { $0.passes == 0 || $0.passes == $0.count })
        for _ in 0..<20 { #expect(count(trials.indices.shuffled()) == forward) }
    }
}
