import Testing

@testable import PlumbBaselines

@Suite struct WordingTests {
    @Test func numbersAreShort() {
        #expect(Wording.number(12) == "12" && Wording.number(7.46) == "7.5" && Wording.number(-0.44) == "-0.4")
        #expect(Wording.number(-0.01) == "0" && Wording.number(99.96) == "100" && Wording.number(.nan) == "?")
        #expect(Wording.points(0.01) == "1 point" && Wording.points(-0.125) == "12.5 points" && Wording.percent(0.905) == "90.5 %")
        #expect(Wording.pointRange(-0.03...0.085) == "-3 to 8.5 points")
        #expect(Wording.changeRange(ofDrop: -0.083...0.121) == "-12.1 to +8.3 points")
        #expect(Wording.changeRange(ofDrop: 0...0.05) == "-5 to 0 points")
        #expect(Wording.count(1, "case") == "1 case" && Wording.count(20_000, "case") == "20,000 cases" && Wording.grouped(-999) == "-999")
        #expect(Wording.range(5...5) == "5" && Wording.range(4...5) == "4 to 5")
    }

    @Test(arguments: [
        (0.00004, "p < 0.0001"), (0.0004, "p = 0.0004"), (0.00123, "p = 0.0012"), (0.0123, "p = 0.012"), (0.046, "p = 0.046"),
        (0.5, "p = 0.5"), (0.123, "p = 0.12"), (1, "p = 1"),
    ])
    func pValuesHaveTwoDigits(value: Double, text: String) { #expect(Wording.pValue(value) == text) }
}
