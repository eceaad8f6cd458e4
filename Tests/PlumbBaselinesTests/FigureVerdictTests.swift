import Foundation
import PlumbMetrics
import PlumbModel
import Testing

@testable import PlumbBaselines

@Suite struct FigureVerdictTests {
    /// Cases whose answers each took so many tokens and seconds, with the logarithms kept or, as in older files, not.
    private func tally(_ tokens: [[Double]], seconds: [[Double]] = [], keepsLogarithms: Bool = true) -> VariantTally {
        let cases = tokens.enumerated().map { place, values -> CaseTally in
            var entry = Samples.testCase("c\(place)", values.count, of: values.count)
            let times = seconds.isEmpty ? [] : seconds[place]
            func logarithms(_ values: [Double]) -> Int? {
                keepsLogarithms && !values.isEmpty ? values.reduce(0) { $0 + Int((log($1) * 1e6).rounded()) } : nil
            }
            entry.effort = CaseTally.Effort(
                tokens: Int(values.reduce(0, +)), counted: values.count, seconds: times.reduce(0, +), timed: times.count,
                logarithms: CaseTally.Logarithms(tokens: logarithms(values), seconds: logarithms(times)))
            return entry
        }
        var tally = Samples.tally(cases)
        tally.latencies = seconds.flatMap { $0 }
        return tally
    }

    private func verdicts(_ baseline: VariantTally, _ candidate: VariantTally) -> [FigureVerdict] {
        Gate.decide(GateInput(baseline: baseline, candidate: candidate)).figureVerdicts
    }

    private let base: [[Double]] = (0..<20).map { (place: Int) -> [Double] in
        let least = Double(98 + place * 7)
        return [least + 2, least + 6, least]
    }

    /// What the cases took, times a factor of their own.
    private func scaled(_ tokens: [[Double]], _ factor: (Int) -> Double) -> [[Double]] {
        var scaled = tokens
        for place in tokens.indices { scaled[place] = tokens[place].map { ($0 * factor(place)).rounded() } }
        return scaled
    }

    @Test(arguments: [true, false]) func growthOfEveryCaseIsShown(keepsLogarithms: Bool) throws {
        let more = scaled(base) { $0.isMultiple(of: 2) ? 1.1 : 1.14 }
        let lines = verdicts(tally(base, keepsLogarithms: keepsLogarithms), tally(more, keepsLogarithms: keepsLogarithms))
        let line = try #require(lines.first)
        #expect(lines.map(\.figure) == [.tokens] && line.direction == .more && line.test == .signFlip && line.cases == 20)
        #expect(abs(line.change - 0.12) < 0.005)
        let interval = try #require(line.interval)
        #expect(interval.lowerBound > 0.1 && interval.upperBound < 0.14)
        #expect(line.sentence.hasPrefix("tokens: 12 % more (95 % interval +11 to +13 %, p < 0.0001; "), "\(line.sentence)")
        #expect(line.sentence.hasSuffix(" per answer; 20 cases)"))
        let fewer = try #require(verdicts(tally(more), tally(base)).first)
        #expect(fewer.direction == .less && abs(fewer.change - (1 / 1.12 - 1)) < 0.005)
    }

    @Test func nothingIsShownWhereNothingChanged() throws {
        let line = try #require(verdicts(tally(base), tally(base)).first)
        #expect(line.direction == .notShown && line.pValue == 1 && line.change == 0)
        #expect(line.sentence.hasPrefix("tokens: no change shown (95 % interval 0 to 0 %, p = 1; "), "\(line.sentence)")
        #expect(verdicts(Samples.tally(Samples.cases([5], of: 5)), Samples.tally(Samples.cases([5], of: 5))).isEmpty)
    }

    /// Twenty stored answers of which one in twenty was slow, three new ones of which none was: medians and logarithms of means differ.
    @Test func answersThatAreSlowNowAndThenDoNotLookLikeAChange() throws {
        func times(_ case: Int, _ count: Int, slow: Int?) -> [Double] {
            var times: [Double] = []
            for repetition in 0..<count {
                let usual: Double = 0.9 + 0.01 * Double((repetition * 7 + `case` * 3) % 20)
                times.append(repetition == slow ? 10 : usual)
            }
            return times
        }
        let before = (0..<40).map { times($0, 20, slow: $0.isMultiple(of: 2) ? $0 / 2 : nil) }
        let now = (0..<40).map { times($0, 3, slow: $0 % 7 == 0 ? 0 : nil) }
        let line = try #require(verdicts(tally(before, seconds: before), tally(now, seconds: now)).first { $0.figure == .latency })
        #expect(line.direction == .notShown)
    }

    @Test func fewCasesAreToldAsFarAsTheyGo() throws {
        let one = try #require(verdicts(tally([[100, 100]]), tally([[150, 150]])).first)
        #expect(one.direction == .notShown && one.pValue == nil && one.interval == nil && one.test == nil)
        #expect(one.sentence == "tokens: no change shown (a single case cannot tell; 100 → 150 per answer; 1 case)")
        let three = try #require(verdicts(tally([[100], [200], [300]]), tally([[151], [299], [452]])).first)
        #expect(three.test == .pairedT && three.direction == .more && three.sentence.hasPrefix("tokens: 50 % more ("))
        let ten = try #require(verdicts(tally(Array(base.prefix(10))), tally(scaled(Array(base.prefix(10))) { _ in 2 })).first)
        #expect(ten.test == .exactSignFlip && ten.pValue == 2.0 / 1024 && ten.sentence.hasPrefix("tokens: 2 times as much ("))
    }

    @Test func cachedAnswersTellNothingOfLatencyAndUnpricedOnesNothingOfCost() {
        var (before, now) = (tally(base, seconds: base), tally(base))
        #expect(verdicts(before, now).map(\.figure) == [.tokens])
        for place in before.cases.indices {
            before.cases[place].effort.cost = Money(dollars: 0.3)
            before.cases[place].effort.priced = 3
        }
        now.cases = before.cases
        #expect(verdicts(before, now).map(\.figure) == [.cost, .tokens, .latency])
        now.unpriced = 1
        #expect(verdicts(before, now).map(\.figure) == [.tokens, .latency])
    }

    @Test func partialScoresHaveALineOfTheirOwn() throws {
        func scored(_ scores: [Double]) -> VariantTally {
            let cases = scores.enumerated().map { place, score -> CaseTally in
                var entry = Samples.testCase("c\(place)", 4, of: 4)
                entry.scoreSum = 4 * score
                return entry
            }
            return Samples.tally(cases)
        }
        let few = try #require(verdicts(scored([0.9, 0.8, 0.85, 0.95, 0.9]), scored([0.8, 0.72, 0.74, 0.86, 0.79])).first)
        #expect(few.figure == .score && few.test == .pairedT && few.direction == .less)
        #expect(few.sentence.hasPrefix("score: 9.8 points lower (95 % interval -1"), "\(few.sentence)")
        let many = (0..<25).map { 0.7 + 0.01 * Double($0) }
        let lower = many.enumerated().map { (place, score) -> Double in score - 0.02 - 0.001 * Double(place % 5) }
        let moved = try #require(verdicts(scored(many), scored(lower)).first)
        #expect(moved.test == .biasCorrected && moved.direction == .less)
        #expect(verdicts(scored([1, 1]), scored([1, 1])).isEmpty)
    }

    @Test func logarithmsSurviveTheFileAndOlderFilesKeepTheirBytes() throws {
        let file = BaselineFile(tally(base, seconds: base), run: "r1", at: "2026-11-21T13:45:01Z")
        #expect(file.text.contains(#""version": 2"#) && file.text.contains(#""log":"#))
        #expect(try BaselineFile.read(file.text, file: "b.json") == file)
        let old = BaselineFile(tally(base, keepsLogarithms: false), run: "r2", at: "2026-11-22T13:45:01Z")
        #expect(old.text.contains(#""version": 1"#) && !old.text.contains(#""log":"#))
        // Together nothing is known of the older answers' logarithms, nor of the sum.
        let deep = try old.deepened(by: file)
        #expect(deep.tally.cases[0].effort.logarithms == CaseTally.Logarithms(seconds: file.tally.cases[0].effort.logarithms.seconds))
        let again = BaselineFile(tally(base, seconds: base), run: "r3", at: "2026-11-23T13:45:01Z")
        let sums = try #require(file.tally.cases[0].effort.logarithms.tokens)
        #expect(try file.deepened(by: again).tally.cases[0].effort.logarithms.tokens == 2 * sums)
    }
}
