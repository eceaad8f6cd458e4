import PlumbModel
import Testing

@testable import PlumbChecks

@Suite struct GroupTests {
    static let pass: JSON = ["contains": "a"]
    static let fail: JSON = ["contains": "z"]
    static let error: JSON = ["latency": "<= 1"]

    static let verdicts: [(String, [JSON], Grade.Outcome)] = [
        ("all", [pass, pass], .pass), ("all", [pass, fail], .fail), ("all", [error, fail], .fail), ("all", [pass, error], .error),
        ("any", [pass, fail], .pass), ("any", [fail, fail], .fail), ("any", [error, pass], .pass), ("any", [error, fail], .error),
        ("none", [fail, fail], .pass), ("none", [pass, fail], .fail), ("none", [error, pass], .fail), ("none", [error, fail], .error),
        ("all", [["any": [["none": [fail]]]]], .pass),
    ]

    @Test(arguments: verdicts) func judges(group: String, checks: [JSON], outcome: Grade.Outcome) async throws {
        let call = CheckPage.Call(provenance: .cache)
        let grade = try await Exam.grade([group: .array(checks)], "abc", call: call)
        #expect(grade.outcome == outcome)
    }

    @Test func scores() async throws {
        let written: JSON = [["contains-all": ["a", "z"]], ["contains": "b"]]
        #expect(try await Exam.grade(["all": written], "ab").score == 0.75)
        #expect(try await Exam.grade(["any": written], "ab").score == 1)
        #expect(try await Exam.grade(["none": written], "ab").score == 0)
        #expect(try await Exam.grade(["all": written, "threshold": 0.7], "ab").outcome == .pass)
    }

    @Test func keysInsideCount() async throws {
        let written: JSON = [
            "all": [
                ["equals": "PARIS", "ignoring": "case", "on": "$.city", "label": "city"],
                ["not-contains-all": ["x", "q"], "threshold": 0.5],
            ]
        ]
        #expect(try await Exam.grade(written, #"{"city": "Paris"}"#).outcome == .pass)
        let wrong = try await Exam.grade(written, #"{"city": "Rome"}"#)
        #expect(wrong.reason == "city: the answer is “Rome”, not “PARIS”")
        #expect(try await Exam.grade(written, #"{"city": "Paris", "x": 1}"#).outcome == .fail)
    }

    @Test func namesInTemplatesStayVerbatim() async throws {
        let written: JSON = ["all": [["contains": "{{ word }}", "label": "{{ word }}"]]]
        let grade = try await Exam.grade(written, "abc", variables: ["word": "b"])
        #expect(grade.reason == "{{ word }}: the answer contains “b”")
    }

    @Test func jsonPathGrades() async throws {
        let check: JSON = ["json-path": ["path": "$.list[*]", "number": "> 1"]]
        #expect(try await Exam.grade(check, #"{"list": [2, 3]}"#).outcome == .pass)
        #expect(try await Exam.grade(check, #"{"list": [2, 1]}"#).reason == "at $.list[*]: the number is 1, not > 1")
        #expect(try await Exam.grade(check, #"{"list": []}"#).reason == "there is nothing at $.list[*]")
        #expect(try await Exam.grade(check, "none").outcome == .fail)
        let schema: JSON = ["json-path": ["path": "$.s", "json-schema": ["type": "string"]]]
        #expect(try await Exam.grade(schema, #"{"s": "text"}"#).outcome == .pass)
        #expect(try await Exam.grade(schema, #"{"s": 5}"#).outcome == .fail)
        let half: JSON = ["json-path": ["path": "$[*]", "equals": "x"], "threshold": 0.5]
        #expect(try await Exam.grade(half, #"["x", "y"]"#).outcome == .pass)
    }
}
