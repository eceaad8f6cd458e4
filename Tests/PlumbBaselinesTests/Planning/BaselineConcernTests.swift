import PlumbModel
import PlumbStatistics
import Testing

@testable import PlumbBaselines

/// What makes verdicts against a baseline less certain.
@Suite struct BaselineConcernTests {
    private let now = 1_795_267_000.0  // 2026-11-21

    /// A baseline of some occasions: passes per case and occasion, out of `each`.
    private func file(_ occasions: [[Int]], each: Int, at dates: [String]? = nil) throws -> BaselineFile {
        var merged: BaselineFile?
        for (place, passes) in occasions.enumerated() {
            let tally = Samples.tally(Samples.cases(passes, of: each))
            let one = BaselineFile(tally, run: "run-\(place)", at: dates?[place] ?? "2026-11-1\(place)T10:00:00Z")
            merged = try merged?.deepened(by: one) ?? one
        }
        return try #require(merged)
    }

    @Test func theTotalsSayWhatTheCountsOfEveryCaseSay() throws {
        let occasions = [[5, 4, 5, 2, 3], [4, 2, 5, 1, 0], [5, 5, 4, 3, 5], [3, 1, 5, 2, 2]]
        let whole = try #require(
            OccasionTest((0..<5).map { testCase in occasions.map { Tally(passes: $0[testCase], of: 5) ?? .none } }))
        let totals = try #require(OccasionComparison(file(occasions, each: 5)))
        #expect(totals.basis == .exact)
        #expect(totals.occasions == 4)
        #expect(abs(totals.statistic - whole.statistic) < 1e-6)
        #expect(abs(totals.pValue - whole.pValue) < 1e-6)
        #expect(abs(totals.deviation * totals.deviation - whole.variance) < 1e-8)
        #expect(abs(totals.accuracies.lowerBound - 0.48) < 1e-9 && abs(totals.accuracies.upperBound - 0.88) < 1e-9)
    }

    @Test func missingCallsMakeItApproximate() throws {
        var second = Samples.tally(Samples.cases([4, 4, 4], of: 5))
        second.cases[0] = Samples.testCase("c01", 3, of: 4, errors: 1)
        let baseline = BaselineFile(Samples.tally(Samples.cases([5, 3, 4], of: 5)), run: "a", at: "2026-11-10T10:00:00Z")
        let both = try baseline.deepened(by: BaselineFile(second, run: "b", at: "2026-11-11T10:00:00Z"))
        #expect(OccasionComparison(both)?.basis == .approximate)
        #expect(OccasionComparison(baseline) == nil)
        let certain = try file([[5, 5], [5, 5]], each: 5)
        #expect(OccasionComparison(certain) == nil)
    }

    @Test func differingOccasionsAreAConcern() throws {
        let stable = [[Int]](repeating: [Int](repeating: 9, count: 20), count: 3)
        var shifted = stable
        shifted[2] = [Int](repeating: 6, count: 20)
        func names(_ file: BaselineFile) -> [String] {
            BaselineConcern.all(of: file, now: now, repetitions: 5, alpha: 0.05).map(\.identifier)
        }
        #expect(names(try file(stable, each: 10)) == [])
        let different = try file(shifted, each: 10)
        #expect(names(different) == ["differing-occasions"])
        let concern = try #require(BaselineConcern.all(of: different, now: now, repetitions: 5, alpha: 0.05).first)
        #expect(concern.message.hasPrefix("the baseline's 3 occasions differ more than chance (60 % to 90 %, p < 0.0001): about 17"))
        #expect(concern.diagnostic(baseline: "triage/few-shot").severity == .warning)
        // The gate allows for as much, times 1 + 1/3 for the candidate's own day.
        let comparison = try #require(OccasionComparison(different))
        #expect(abs(comparison.deviation * comparison.deviation * 4 / 3 - different.occasionVariance) < 1e-9)
    }

    /// The share of false alarms that one baseline in twenty exceeds, as simulated for the reference.
    @Test(arguments: [(3.0, 3, 22.0), (5, 5, 25), (10, 3, 16), (20, 3, 14), (50, 5, 12)])
    func luckIsThatOfTheReference(stored: Double, repetitions: Int, percent: Double) {
        let luck = BaselineLuck(baselineRepetitions: stored, repetitions: repetitions, alpha: 0.05)
        #expect(abs(luck.unluckyFalseAlarms * 100 - percent) < 3)
    }

    @Test func luckIsRareWithDeepBaselines() {
        #expect(abs(BaselineLuck(baselineRepetitions: 3, repetitions: 3, alpha: 0.05).share(above: 0.15) - 0.09) < 0.015)
        #expect(abs(BaselineLuck(baselineRepetitions: 50, repetitions: 5, alpha: 0.05).share(above: 0.15) - 0.015) < 0.005)
    }

    @Test func aShallowBaselineOfOneOldOccasion() throws {
        let shallow = try file([[3, 3, 2]], each: 3, at: ["2026-09-01T23:59:59Z"])
        let concerns = BaselineConcern.all(of: shallow, now: now, repetitions: 3, alpha: 0.05)
        #expect(concerns.map(\.identifier) == ["shallow-baseline", "few-occasions", "old-baseline"])
        #expect(concerns.last == .old(days: 81))
        #expect(
            concerns.first?.message
                == "the baseline has 3 repetitions per case: one such baseline in twenty raises more than 25 % false alarms instead of 5 %")
        #expect(concerns.first?.help(baseline: "triage/few-shot").contains("plumb baseline accept --deepen triage/few-shot") == true)
        #expect(concerns.map { $0.diagnostic(baseline: "x").severity } == [.warning, .note, .note])
        #expect(BaselineConcern.all(of: shallow, now: now, repetitions: 3, alpha: 0.05, age: 81).count == 2)
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("1970-01-02T00:00:00Z", 1), ("2000-02-29", 11_016), ("2000-03-01", 11_017), ("2026-11-21T13:45:01Z", 20_778),
        ("1969-12-31", -1),
    ])
    func datesAreCounted(text: String, days: Int) { #expect(CalendarDate(text)?.days == days) }

    @Test(arguments: ["", "2026", "21.11.2026", "2026-13-01", "2026-00-10", "2026-01-32", "yesterday!"])
    func whatIsNoDateIsNone(text: String) { #expect(CalendarDate(text) == nil) }
}
