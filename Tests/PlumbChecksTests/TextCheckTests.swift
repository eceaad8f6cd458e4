import PlumbModel
import Testing

@testable import PlumbChecks

/// Odd cases of the checks that look for texts.
@Suite struct TextCheckTests {
    static let verdicts: [(JSON, String, Grade.Outcome)] = [
        (["equals": ""], "", .pass), (["equals": ""], " ", .fail), (["equals": "", "ignoring": "whitespace"], " \n", .pass),
        (["equals": "a", "ignoring": ["case", "accents", "punctuation", "whitespace"]], " «Á»! ", .pass),
        (["equals": "3.5", "ignoring": "punctuation"], "35", .fail),
        (["equals": "null"], "null", .pass), (["equals": "x"], "x\u{0}", .fail), (["equals": "x"], "x\u{200B}", .fail),
        (["contains": "a"], "", .fail), (["contains": "👍"], "👍🏽", .pass), (["contains": "\u{0}"], "a\u{0}b", .pass),
        (["contains": "SS", "ignoring": "case"], "straße", .pass), (["starts-with": "e"], "e\u{301}", .fail),
        (["starts-with": "ab"], "a", .fail),
        (["ends-with": "ab"], "b", .fail), (["ends-with": "ß", "ignoring": "case"], "GROSS", .pass),
        (["one-of": ["yes", "no"]], "yesterday", .fail), (["one-of": ["yes", "no"]], "Yes", .fail),
        (["one-of": ["yes", "no"]], "yes, yes", .pass),
        (["one-of": ["yes", "no"]], "", .fail), (["one-of": ["sign", "sign in"]], "sign in and sign", .fail),
        (["one-of": ["ab", "b c"]], "ab c", .pass),
        (["one-of": ["a", "b"]], "a-b", .fail), (["one-of": ["はい", "いいえ"]], "答えははいです", .pass), (["one-of": ["+", "-"]], "x + y", .pass),
        (["one-of": ["C++", "C"]], "C++", .pass), (["one-of": ["1", "10"]], "10", .pass), (["one-of": ["ö"]], "o\u{308}", .pass),
        (["terms": ["required": ["art"]]], "party art!", .pass), (["terms": ["forbidden": ["AI"]]], "air", .pass),
        (["terms": ["forbidden": ["log in"]], "ignoring": "whitespace"], "log\n in", .fail),
        (["terms": ["required": ["東京"]]], "私は東京に住む", .pass),
        (["refusal": true], "", .fail), (["refusal": true], "i cannot  help\nwith that", .pass),
        (["refusal": true], "You can't assist with it", .fail),
        (["refusal": true], String(repeating: "x ", count: 200) + "I cannot help with that", .fail),
        (["refusal": true], "An AI language model cannot", .fail),
        (["refusal": true], "Hi I cannot assistance", .fail),
        (["json": true], "", .fail), (["json": true], "null", .pass), (["json": true], "NaN", .fail),
        (["json": true], "{\"a\":1,\"a\":2}", .fail),
        (["json": true], "```\n1\n```", .pass), (["json": true], "```json\n1\n```\n```json\n2\n```", .fail),
        (["json": true], "\u{FEFF}1", .fail),
        (["json": true], " \n[1]\n ", .pass), (["json": true], "```json\n1", .pass),
        (["json": ["fenced": "required"]], "```json\n1\n```", .pass),
        (["json": true], String(repeating: "[", count: 100_000), .fail), (["json": true], "1 2", .fail),
    ]

    @Test(arguments: verdicts) func judges(check: JSON, answer: String, outcome: Grade.Outcome) async throws {
        let grade = try await Exam.grade(check, answer)
        #expect(grade.outcome == outcome, "\(check.text()) on \(answer.prefix(60)): \(grade.reason)")
    }

    static let reasons: [(JSON, String, String)] = [
        (["equals": "Paris"], "paris\n", "the answer is “paris\\n”, not “Paris”; they differ only in case and whitespace"),
        (["equals": "Paris"], "Rome", "the answer is “Rome”, not “Paris”"),
        (["equals": ["a", "b"]], "c", "the answer is “c”, not one of “a”, “b”"),
        (["contains": "x"], "", "the answer does not contain “x”"),
        (["contains-all": ["a", "b", "c"]], "b", "the answer does not contain “a”, “c”"),
        (["starts-with": "Dear"], "\u{1B}[2JDear", "the answer begins with “\\u{1b}[2JDear”, not with “Dear”"),
        (["one-of": ["a", "b"]], "a b", "the answer names several labels: “a”, “b”"),
        (
            ["terms": ["required": ["x"], "glossary": ["log on": "sign in"]]], "log on",
            "the answer lacks “x”; the answer uses “log on” instead of “sign in”"
        ),
        (["json": true], "nope", "the answer is not JSON: line 1, column 1: expected a value"),
        (["json": ["fenced": "forbidden"]], "```\n1\n```", "the answer is in a code fence"),
        (
            ["json": true], "{\"\u{9B}x\": 1, \"\u{9B}x\": 2}",
            "the answer is not JSON: line 1, column 12: the name \"\\u{9b}x\" occurs twice in one object"
        ),
    ]

    @Test(arguments: reasons) func reasonsAreFacts(check: JSON, answer: String, reason: String) async throws {
        #expect(try await Exam.grade(check, answer).reason == reason)
    }

    @Test func reasonsStayShortAndHarmless() async throws {
        let hostile = "\u{1B}]0;x\u{7}::error::\u{202E}" + String(repeating: "é\n", count: 5_000)
        for check in CheckCatalog.all {
            for example in check.page.examples {
                let grade = try await Exam.grade(example.written, hostile, variables: example.variables, call: example.call)
                #expect(grade.reason.count < 1_000, "\(check.page.name)")
                #expect(!grade.reason.unicodeScalars.contains { $0.isControl }, "\(check.page.name): \(grade.reason)")
                let length = hostile.unicodeScalars.count
                for span in grade.spans { #expect(span.upperBound <= length) }
            }
        }
    }

    @Test func spansShowWhatDecided() async throws {
        #expect(try await Exam.grade(["contains-any": ["b", "é"]], "aé b").spans == [3..<4, 1..<2])
        #expect(try await Exam.grade(["matches": "\\d+"], "é😀 42 x").spans == [3..<5])
        #expect(try await Exam.grade(["ends-with": "b!", "ignoring": "whitespace"], "a b!\n").spans == [2..<4])
        #expect(try await Exam.grade(["terms": ["forbidden": ["b"]]], "b a b").spans == [0..<1, 4..<5])
        #expect(try await Exam.grade(["number": 42], "is −42 °C").spans == [3..<6])
    }

    @Test func searchesFindOverlapsAndBorders() {
        let search = ScalarSearch(Array("aab".unicodeScalars))
        #expect(search.first(in: Array("aaaab".unicodeScalars)) == 2..<5)
        #expect(search.first(in: Array("aab".unicodeScalars), from: 1) == nil)
        #expect(ScalarSearch([]).first(in: Array("a".unicodeScalars)) == nil)
        #expect(ScalarSearch(Array("aa".unicodeScalars)).words(in: Array("aa aaa aa".unicodeScalars)) == [0..<2, 7..<9])
        #expect(ScalarSearch(Array("a".unicodeScalars)).words(in: Array(repeating: "a", count: 5)).isEmpty)
        #expect(ScalarSearch(Array("!".unicodeScalars)).words(in: Array(repeating: "!", count: 500)).count == 100)
    }
}
