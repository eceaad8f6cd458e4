import PlumbModel
import Testing

@testable import PlumbRunner

@Suite struct RateWindowTests {
    @Test func asMuchAsTheLimitIsThereAtOnceAndThenAsTheMinuteLetsGo() {
        var window = RateWindow(limit: 3)
        for second in 0..<3 {
            #expect(window.opening(for: 1, at: .seconds(second)) == nil)
            _ = window.add(1, at: .seconds(second))
        }
        #expect(window.opening(for: 1, at: .seconds(10)) == RateWindow.length)
        #expect(window.opening(for: 2, at: .seconds(10)) == RateWindow.length + .seconds(1))
        #expect(window.opening(for: 1, at: RateWindow.length) == nil)
    }

    @Test func moreThanTheLimitIsAskedAlone() {
        var window = RateWindow(limit: 10)
        #expect(window.opening(for: 50, at: .zero) == nil)
        _ = window.add(50, at: .zero)
        #expect(window.opening(for: 1, at: .seconds(1)) == RateWindow.length)
        #expect(window.opening(for: 50, at: .seconds(1)) == RateWindow.length)
    }

    @Test func settlingGivesBackAndTakesMore() {
        var window = RateWindow(limit: 10)
        let first = window.add(8, at: .zero)
        let second = window.add(2, at: .seconds(1))
        window.settle(first, used: 1)
        #expect(window.opening(for: 7, at: .seconds(2)) == nil)
        window.settle(second, used: 20)
        #expect(window.opening(for: 1, at: .seconds(2)) == RateWindow.length + .seconds(1))
        #expect(window.opening(for: 9, at: RateWindow.length + .seconds(1)) == nil)
        window.settle(first, used: 100)
        #expect(window.opening(for: 9, at: RateWindow.length + .seconds(1)) == nil)
    }

    /// Whatever is asked and when, no 60 seconds hold more than the limit.
    @Test(arguments: 0..<20) func noMinuteHoldsMoreThanTheLimit(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        let limit = Int.random(in: 1...200, using: &random)
        var window = RateWindow(limit: limit)
        var asked: [(moment: Duration, amount: Int)] = []
        var now = Duration.zero
        for _ in 0..<2000 {
            now += .milliseconds(Int.random(in: 0...1500, using: &random))
            let amount = Int.random(in: 0...min(limit, 30), using: &random)
            if let opening = window.opening(for: amount, at: now) {
                #expect(opening > now)
                if Bool.random(using: &random) { now = opening } else { continue }
                guard window.opening(for: amount, at: now) == nil else {
                    Issue.record("no room when promised")
                    return
                }
            }
            let number = window.add(amount, at: now)
            let used = Int.random(in: 0...amount, using: &random)
            window.settle(number, used: used)
            asked.append((now, used))
        }
        for (place, first) in asked.enumerated() {
            let minute = asked[place...].prefix { $0.moment < first.moment + .seconds(60) }.reduce(0) { $0 + $1.amount }
            #expect(minute <= limit)
        }
    }
}

/// The same numbers for the same seed: SplitMix64 (Steele, Lea and Flood, 2014).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
