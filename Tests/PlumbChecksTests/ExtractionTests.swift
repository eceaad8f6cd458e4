import PlumbModel
import Testing

@testable import PlumbChecks

@Suite struct ExtractionTests {
    static func extract(_ written: JSON, _ text: String) throws -> String? { try ExtractionReader.read(written).apply(to: text) }

    static let parts: [(JSON, String, String?)] = [
        (["regex": #"(?m)^Answer:\s*(.+)$"#], "Answer: no\nAnswer: yes", "yes"),
        (["regex": #"\d+"#], "1 and 23", "23"),
        (["regex": "(x)|y"], "x y", nil),
        (["after": "Answer:"], "Answer: 1\nAnswer: Paris \n", "Paris"),
        (["after": "Answer:"], "no such thing", nil),
        (["after": "aa"], "aaab", "b"),
        (["last-line": true], "a\n b \r\n\n  \n", "b"),
        ("last-line", "", nil),
        ("trim", "\u{2003}x y\n", "x y"),
        (["fence": "json"], "Text\n```json\n{\"a\": 1}\n```\nmore", "{\"a\": 1}"),
        (["fence": true], "Text\n~~~\nx\ny\n~~~", "x\ny"),
        (["fence": "json"], "```python\n1\n```\n```JSON\n2\n```", "2"),
        (["fence": "json"], "```\n1\n```", "1"),
        (["fence": "json"], "```python\n1\n```", nil),
        (["fence": true], "no fence", "no fence"),
        (["fence": true], "```\nnot closed\n", "not closed"),
        (["fence": true], "````\n```\ninner\n```\n````", "```\ninner\n```"),
        (["fence": true], "```\n```", ""),
        ("$.a", #"{"a": "x"}"#, "x"),
        ("$.a", #"{"a": {"b": [1, 2.5]}}"#, #"{"b":[1,2.5]}"#),
        ("$.a", "```json\n{\"a\": true}\n```", "true"),
        ("$.a", "Here: {\"a\": 1}", nil),
        ("$..a", #"[{"a": "x"}, {"a": 1}]"#, #"["x",1]"#),
        (["json-path": "$.b"], #"{"a": 1}"#, nil),
        (["json": "$.b"], #"{"b": 1}"#, "1"),
        ([["fence": "json"], "$.a", ["regex": #"\w+$"#]], "So:\n```json\n{\"a\": \"New York\"}\n```\n", "York"),
        ([["after": "</think>"], "trim"], "<think>no</think>\n yes ", "yes"),
        (["$.a", "$.b"], #"{"a": {"b": "deep"}}"#, "deep"),
    ]

    @Test(arguments: parts) func takesTheAnswer(written: JSON, text: String, expected: String?) throws {
        #expect(try Self.extract(written, text) == expected)
    }

    @Test func noStepsTakeEverything() { #expect(Extraction().apply(to: " x\n") == " x\n") }

    static let mistakes: [(JSON, [String])] = [
        ([], []), ("name", []), (["regx": "a"], ["regx"]), (["regex": "["], ["regex"]), (["regex": ""], ["regex"]),
        (["json-path": "a"], ["json-path"]), (["trim": false], ["trim"]), ([["after": "x"], ["last-line": 1]], ["1", "last-line"]),
        (["after": "x", "trim": true], []), (5, []), ([["regex": "("], "tirm"], ["0", "regex"]), (["fence": ["json"]], ["fence"]),
    ]

    @Test(arguments: mistakes) func mistakesAreFound(written: JSON, path: [String]) {
        do throws(CheckSyntaxErrors) {
            _ = try ExtractionReader.read(written)
            Issue.record("\(written.text()) was read")
        } catch {
            #expect(error.errors.first?.path == path)
        }
    }

    @Test func suggestsSteps() throws {
        let errors = #expect(throws: CheckSyntaxErrors.self) { try ExtractionReader.read([["lastline": true], "tirm"]) }
        #expect(errors?.errors.map(\.help) == ["did you mean 'last-line'?", "did you mean 'trim'?"])
    }

    @Test func spansCountFromTheWholeAnswer() async throws {
        let grade = try await Exam.grade(["contains": "Paris", "on": ["after": "é:"]], "é: xé: it is Paris")
        #expect(grade.spans == [13..<18])
        let path = try await Exam.grade(["contains": "Paris", "on": "$.a"], #"{"a": "Paris"}"#)
        #expect(path.outcome == .pass)
        #expect(path.spans.isEmpty)
    }

    @Test func aMissingPartFailsAlsoWhenNegated() async throws {
        for check: JSON in [["contains": "x", "on": "$.a"], ["not-contains": "x", "on": "$.a"]] {
            let grade = try await Exam.grade(check, "no JSON")
            #expect(grade.outcome == .fail)
            #expect(grade.reason.hasPrefix("the answer has no part to check: the answer is not JSON"))
        }
    }

    @Test func anUndecidedPartIsAnError() async throws {
        let grade = try await Exam.grade(["not-contains": "x", "on": ["regex": "(a+)+b"]], String(repeating: "a", count: 50))
        #expect(grade.outcome == .error)
    }

    @Test func longTextsStayLinear() throws {
        let fences = String(repeating: "```json\n", count: 200_000)
        #expect(try Self.extract(["fence": "python"], fences) == nil)
        let marks = String(repeating: "a", count: 1_000_000)
        #expect(try Self.extract(["after": .string(String(repeating: "a", count: 5_000) + "b")], marks) == nil)
        #expect(try Self.extract("last-line", String(repeating: "\n", count: 1_000_000) + "x") == "x")
    }
}
