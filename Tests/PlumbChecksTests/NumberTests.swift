import PlumbModel
import Testing

@testable import PlumbChecks

@Suite struct NumberTests {
    static func values(_ text: String, _ mark: DecimalMark = .point) -> [Double] {
        NumberScanner(Array(text.unicodeScalars), mark: mark).numbers().map(\.value)
    }

    static let withPoint: [(String, [Double])] = [
        ("42", [42]), ("The answer is 42.", [42]), ("-5", [-5]), ("\u{2212}5", [-5]), ("+5", [5]), ("x=-5", [-5]), ("10-20", [10, 20]),
        ("- 5", [5]),
        ("3.14", [3.14]), (".5", [0.5]), ("-.5", [-0.5]), ("5.", [5]), ("1,234", [1234]), ("1,234,567.89", [1_234_567.89]),
        ("1'234", [1234]), ("1\u{2019}234", [1234]), ("1_000", [1000]), ("1\u{A0}234", [1234]), ("1\u{202F}234.5", [1234.5]),
        ("1 234", [1, 234]), ("3,14", [3, 14]), ("1,2,3", [1, 2, 3]), ("1,2345", [1, 2345]), ("2024,100", [2024, 100]),
        ("1.234.567", [1_234_567]), ("1.2.3", []), ("192.168.0.1", []), ("v1.2", []), ("H2O", []), ("GPT-4", []),
        ("COVID-19 in 2020", [2020]),
        ("x_1", []), ("5km", [5]), ("$5", [5]), ("-$5", [-5]), ("$-5", [-5]), ("€1,000.50", [1000.5]), ("50%", [50]), ("1e6", [1e6]),
        ("1.5E-3", [0.0015]), ("2e", [2]), ("1e999", []), ("NaN", []), ("inf Infinity -inf", []), ("", []), ("١٢٣", [123]),
        ("１２.５", [12.5]),
        ("5\u{4E2A}", [5]), ("\u{7B2C}3", [3]), ("12:30", [12, 30]), ("2026-11-21", [2026, 11, 21]), ("1.5.", [1.5]), ("1,234.", [1234]),
        ("0xFF", [0]),
        ("1,234 and 5", [1234, 5]), ("(3)", [3]), ("a.5", []), ("007", [7]), ("1,234,56", [1, 234, 56]), ("1'234,567", [1, 234, 567]),
    ]

    @Test(arguments: withPoint) func findsNumbers(text: String, values: [Double]) { #expect(Self.values(text) == values) }

    static let withComma: [(String, [Double])] = [
        ("3,14", [3.14]), ("1.234,5", [1234.5]), ("1.234.567", [1_234_567]), ("1 234,5", [1234.5]), ("12 34", [12, 34]), ("1.5", [1, 5]),
        (",5", [0.5]),
        ("1\u{A0}000\u{A0}000,25", [1_000_000.25]), ("2024 300", [2024, 300]), ("1,2,3", []), ("-1.000,00 €", [-1000]),
    ]

    @Test(arguments: withComma) func findsNumbersWithDecimalComma(text: String, values: [Double]) {
        #expect(Self.values(text, .comma) == values)
    }

    static let verdicts: [(JSON, String, Grade.Outcome)] = [
        (["number": "0.1"], "0.1", .pass), (["number": "1e3"], "1,000", .pass), (["number": 5], "5 and 5.0", .pass),
        (["number": -5], "-5", .pass),
        (["number": ["expected": 1, "tolerance": 0.1]], "1.1", .pass), (["number": ["expected": 1, "tolerance": 0.1]], "0.9", .pass),
        (["number": ["expected": 1, "tolerance": 0.1]], "1.1000001", .fail), (["number": ["expected": 0.3]], "0.30000000000000004", .pass),
        (["number": ["expected": -200, "tolerance": "5%"]], "-210", .pass),
        (["number": ["expected": -200, "tolerance": "5%"]], "-211", .fail),
        (["number": ["expected": 200, "relative": 0.05]], "190", .pass),
        (["number": ["expected": 200, "relative": "5 %"]], "189.99", .fail),
        (["number": ["expected": 1, "which": "first"]], "1 2 3", .pass), (["number": ["expected": 2, "which": "any"]], "1 2 3", .pass),
        (["number": ["expected": 4, "which": "any"]], "1 2 3", .fail), (["number": ["expected": "< 3", "which": "any"]], "5 2", .pass),
        (["number": ["> 1", "< 3"]], "2", .pass), (["number": ["> 1", "< 3"]], "3", .fail), (["number": "<= 5"], "5", .pass),
        (["number": "> 5"], "5", .fail), (["number": 5], "", .fail), (["number": 0], "NaN", .fail),
        (["number": ["expected": 5, "unit": "km"]], "5 km", .pass), (["number": ["expected": 5, "unit": "km"]], "5km", .pass),
        (["number": ["expected": 5, "unit": "km"]], "about 5.", .pass), (["number": ["expected": 5, "unit": "km"]], "5 miles", .fail),
        (["number": ["expected": 5, "unit": "km"]], "5 kmh", .fail), (["number": ["expected": 5, "unit": "$"]], "$5 for 2", .pass),
        (["number": ["expected": -5, "unit": "$"]], "-$5", .pass), (["number": ["expected": 5, "unit": "%"]], "5%", .pass),
        (["number": ["expected": 2, "unit": ["h", "hours"]]], "120 km in 2 hours", .pass),
        (["number": ["expected": 5, "unit": "€"]], "5 %", .fail),
        (["not-number": 5], "6", .pass), (["not-number": 5], "none", .pass),
    ]

    @Test(arguments: verdicts) func judges(check: JSON, answer: String, outcome: Grade.Outcome) async throws {
        let grade = try await Exam.grade(check, answer)
        #expect(grade.outcome == outcome, "\(check.text()) on \(answer): \(grade.reason)")
    }

    @Test func saysHowToChooseAmongNumbers() async throws {
        let grade = try await Exam.grade(["number": 3], "1 2 3")
        #expect(grade.reason == "the answer has several numbers: 1, 2, 3; `which` can say which one counts")
        #expect(grade.spans == [0..<1, 2..<3, 4..<5])
    }

    @Test(arguments: [
        ["number": "five"] as JSON, ["number": []], ["number": [1, 2]], ["number": [">= 1", 5]], ["number": "5%"], ["number": "nan"],
        ["number": "0x10"], ["number": ["expected": 5, "tolerance": -1]],
        ["number": ["expected": 5, "tolerance": "a bit"]], ["number": ["expected": 0, "relative": 0.1]],
        ["number": ["expected": ">= 5", "tolerance": 1]],
        ["number": ["expected": 5, "tolerance": 1, "relative": 0.1]], ["number": ["expected": 5, "which": "middle"]],
        ["number": ["expected": 5, "unit": ""]],
        ["number": ["expected": 5, "unit": []]], ["number": ["expected": 5, "decimal": ";"]], ["number": ["expected": ["a": 5]]],
        ["number": ["tolerance": 1]],
        ["number": 5, "ignoring": "case"], ["number": 5, "threshold": 0.5],
    ]) func senselessArgumentsAreErrors(check: JSON) { #expect(!Exam.errors(check).isEmpty, "\(check.text())") }

    @Test func hugeAnswersAreScannedOnce() async throws {
        let digits = String(repeating: "1", count: 60_000)
        #expect(try await Exam.grade(["number": 1], digits).outcome == .fail)
        let list = String(repeating: "1,", count: 30_000)
        #expect(try await Exam.grade(["number": 1], list).outcome == .pass)
        let dots = String(repeating: "1.", count: 30_000)
        #expect(try await Exam.grade(["number": 1], dots).outcome == .fail)
    }
}
