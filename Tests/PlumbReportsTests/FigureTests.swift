import PlumbBaselines
import PlumbReports
import Testing

@testable import PlumbReports

@Suite struct FigureTests {
    @Test func groupsThousands() {
        #expect([0, 7, 999, 1_000, 12_345, -1_234_567].map(Figure.count) == ["0", "7", "999", "1,000", "12,345", "-1,234,567"])
        #expect(Figure.count(Int.min) == "-9,223,372,036,854,775,808")
        #expect(Figure.counted(1, "case") == "1 case")
        #expect(Figure.counted(2, "retry", plural: "retries") == "2 retries")
    }

    @Test func percentHasADecimalOnlyWhenItMeansSomething() {
        #expect(Figure.percent(0.6249, of: 100) == "62 %")
        #expect(Figure.percent(0.6249, of: 101) == "62.5 %")
        #expect(Figure.percents(0.481...0.743, of: 20) == "48–74 %")
    }

    @Test func allAndNothingAreKeptForExactlyThat() {
        #expect(Figure.percent(1, of: 20) == "100 %")
        #expect(Figure.percent(0.999, of: 20) == "99 %")
        #expect(Figure.percent(0.99999, of: 2000) == "99.9 %")
        #expect(Figure.percent(0, of: 2000) == "0.0 %")
        #expect(Figure.percent(0.00001, of: 2000) == "0.1 %")
    }

    @Test func rangesStayWhereSharesCanBe() {
        #expect(Figure.percents(-0.02...1.3, of: 20) == "0–100 %")
        #expect(Figure.percents(0.25...0.5, of: 20) == "25–50 %")
        #expect(Figure.pointRange(-1.4...1.2) == "-100.0 to +100.0")
        #expect(PairedFigureText(figure: .accuracy).range(-1.1...0.2) == "-100.0 to +20.0")
        #expect(PairedFigureText(figure: .tokens).range(-120...3) == "-120.0 to +3.0")
    }

    @Test func nothingHasNoSign() {
        #expect(PairedFigureText(figure: .latency).range(-0.00001...0.00002) == "0.0 ms to 0.0 ms")
        #expect(PairedFigureText(figure: .tokens).difference(-0.01) == "0.0")
        #expect(PairedFigureText(figure: .latency).difference(0.0088) == "+8.8 ms")
    }

    @Test func durationsPickTheirUnit() {
        let seconds = [0, 0.0042, 0.82, 0.9999, 1.44, 59.94, 59.96, 125, 3599.6, 3720, 360_000]
        #expect(
            seconds.map { Figure.duration(seconds: $0) }
                == [
                    "0 ms", "4.2 ms", "820 ms", "1.0 s", "1.4 s", "59.9 s", "1 m 00 s", "2 m 05 s", "1 h 00 m", "1 h 02 m", "100 h 00 m",
                ])
        #expect(Figure.duration(seconds: .nan) == "–")
        #expect(Figure.duration(seconds: -1) == "–")
    }

    @Test func moneyShowsTwoDigitsThatCount() {
        #expect(Figure.money(dollars: 0) == "$0")
        #expect(Figure.money(dollars: 1234.567) == "$1,234.57")
        #expect(Figure.money(dollars: 0.5) == "$0.500")
        #expect(Figure.money(dollars: 0.0123) == "$0.012")
        #expect(Figure.money(dollars: 0.00000012) == "$0.00000012")
        #expect(Figure.money(dollars: -2) == "-$2.00")
    }

    @Test func differencesCarryTheirSign() {
        #expect(Figure.points(0.045) == "+4.5")
        #expect(Figure.points(-0.045) == "-4.5")
        #expect(Figure.points(-0.0001) == "0.0")
        #expect(Figure.growth(from: 2, to: 2.5) == "+25 %")
        #expect(Figure.growth(from: 2, to: 1.9) == "-5.0 %")
        #expect(Figure.growth(from: 0, to: 1) == "–")
    }

    @Test func pValuesNeverReadZero() {
        #expect(Figure.pValue(0) == "p < 0.0001")
        #expect(Figure.pValue(0.0034) == "p = 0.0034")
        #expect(Figure.pValue(0.05) == "p = 0.05")
        #expect(Figure.pValue(1) == "p = 1")
    }

    @Test func numbersWithoutValueAreUnknown() {
        #expect(Figure.fixed(.infinity, decimals: 1) == "–")
        #expect(Figure.fixed(2.5, decimals: 0) == "3")
        #expect(Figure.fixed(-0.04, decimals: 1) == "0.0")
        #expect(Figure.fixed(0.05, decimals: 3) == "0.050")
    }

    @Test func datesFollowTheCalendar() {
        #expect(CalendarTime(secondsSince1970: 0).iso == "1970-01-01T00:00:00Z")
        #expect(CalendarTime(secondsSince1970: 951_782_399.9).iso == "2000-02-28T23:59:59Z")
        #expect(CalendarTime(secondsSince1970: 951_868_799).iso == "2000-02-29T23:59:59Z")
        #expect(CalendarTime(secondsSince1970: -1).iso == "1969-12-31T23:59:59Z")
        #expect(CalendarTime(secondsSince1970: 1_795_268_701).text == "2026-11-21 13:45 UTC")
        #expect(CalendarTime(secondsSince1970: .infinity).iso == "1970-01-01T00:00:00Z")
    }
}
