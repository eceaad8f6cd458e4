import PlumbModel
import Testing

@testable import PlumbBaselines

/// Lines that cannot be understood are refused with their number, the place in them, and what to write instead.
@Suite struct CountsErrorsTests {
    static let lines: [(String, [String])] = [
        (#"{"id": "x", "cases": ["#, ["line 3: this is not JSON"]),
        (#"[1, 2]"#, ["a JSON object on one line, not a list"]),
        (#"{"id": "x"}"#, ["there is no 'cases'"]),
        (#"{"id": "x", "cases": {}}"#, ["'cases' must be a list, not a mapping"]),
        (#"{"id": "x", "cases": [7]}"#, ["case 1 must be an object, not an integer"]),
        (#"{"id": "x", "case": []}"#, ["unknown key 'case'", "did you mean 'cases'?"]),
        (#"{"id": "x", "alpah": 0.1, "cases": []}"#, ["unknown key 'alpah'", "did you mean 'alpha'?"]),
        (#"{"cases": [{"id": "a", "basline": [5, 4], "candidate": [5, 4]}]}"#, ["case 'a' has an unknown key 'basline'", "'baseline'?"]),
        (#"{"cases": [{"id": "a", "baseline": [5, 4]}]}"#, ["case 'a' has no 'candidate'", "[repetitions, passes]"]),
        (#"{"cases": [{"id": "a", "baseline": [4, 5], "candidate": [5, 4]}]}"#, ["'baseline' of case 'a': 5 passes of 4 repetitions"]),
        (#"{"cases": [{"id": "a", "baseline": [5, -1], "candidate": [5, 4]}]}"#, ["'baseline' of case 'a': a count is negative"]),
        (#"{"cases": [{"id": "a", "baseline": [-5, -6], "candidate": [5, 4]}]}"#, ["a count is negative"]),
        (#"{"cases": [{"id": "a", "baseline": [5, 4.5], "candidate": [5, 4]}]}"#, ["'baseline' of case 'a' must be two whole numbers"]),
        (#"{"cases": [{"id": "a", "baseline": [5], "candidate": [5, 4]}]}"#, ["must be two whole numbers"]),
        (#"{"cases": [{"id": "a", "baseline": "5/4", "candidate": [5, 4]}]}"#, ["must be two whole numbers"]),
        (#"{"cases": [{"id": "a", "baseline": [99999999, 4], "candidate": [5, 4]}]}"#, ["99999999 repetitions of one case", "at most"]),
        (#"{"cases": [{"id": [], "baseline": [5, 4], "candidate": [5, 4]}]}"#, ["the id of case 1 must be a text, not a list"]),
        (#"{"cases": [{"id": "a", "baseline": [5, 4], "candidate": [5, 4], "tags": "t"}]}"#, ["'tags' of case 'a' must be a list"]),
        (
            #"{"cases": [{"id": "a", "baseline": [5, 4], "candidate": [5, 4]}, {"id": "a", "baseline": [5, 4], "candidate": [5, 4]}]}"#,
            ["two cases have the id 'a'"]
        ),
        (#"{"alpha": 1.5, "cases": []}"#, ["'alpha' is 1.5", "between 0 and 1"]),
        (#"{"alpha": "0.05", "cases": []}"#, ["'alpha' must be a number, not a string"]),
        (#"{"margin": -0.1, "cases": []}"#, ["'margin' is -0.1"]),
        (#"{"margin": 0.1, "detect": 0.05, "cases": []}"#, ["'detect' is 0.05", "not below 'margin'"]),
        (#"{"occasion_variance": -1, "cases": []}"#, ["'occasion_variance' is -1.0"]),
        (#"{"estimand": "meen", "cases": []}"#, ["'estimand' is \"meen\"", "did you mean 'mean'?"]),
        (#"{"anytime": true, "cases": []}"#, ["'anytime' needs 'sweeps'"]),
        (#"{"max_repetitions": 5, "cases": []}"#, ["'max_repetitions' needs 'sweeps'"]),
        (#"{"sweeps": [], "cases": []}"#, ["'sweeps' is empty"]),
        (#"{"sweeps": [[1]], "cases": []}"#, ["sweep 1 has 1 value for 0 cases"]),
        (#"{"sweeps": [[1, 2]], "cases": [{"baseline": [5, 4]}, {"baseline": [5, 4]}]}"#, ["sweep 1 has the entry 2", "1 passed"]),
        (#"{"sweeps": [[1]], "cases": [{"id": "a", "baseline": [5, 4], "candidate": [5, 4]}]}"#, ["both a 'candidate' and sweeps"]),
        (#"{"sweeps": [[1]], "max_repetitions": 0, "cases": [{"baseline": [5, 4]}]}"#, ["'max_repetitions' must be a whole number"]),
        (#"{"sweeps": [[1]], "max_repetitions": 100000, "cases": [{"baseline": [5, 4]}]}"#, ["'max_repetitions' is 100000"]),
        (#"{"sweeps": [[1]], "anytime": true, "margin": 0.01, "cases": [{"baseline": [5, 4]}]}"#, ["'anytime' takes no 'margin'"]),
        (#"{"sweeps": [[1]], "anytime": true, "max_repetitions": 4, "cases": [{"baseline": [5, 4]}]}"#, ["no 'max_repetitions'"]),
        (#"{"sweeps": [[1]], "anytime": true, "alpha": 0, "cases": [{"baseline": [5, 4]}]}"#, ["'alpha' is 0.0"]),
    ]

    @Test(arguments: lines) func says(line: String, parts: [String]) {
        let error = Lines.error(line)
        #expect(error.hasPrefix("line 3: "))
        for part in parts { #expect(error.contains(part), "\(error) lacks \(part)") }
    }

    @Test func hostileNamesAreCutShort() {
        let error = Lines.error("{\"\\u001b[31m\(String(repeating: "x", count: 5_000))\": 1, \"cases\": []}")
        #expect(error.count < 300)
        #expect(!error.contains("\u{1B}"))
    }

    @Test func aRefusedLineKeepsItsID() throws {
        var gate = CountsGate()
        let answer = gate.answer(line: Array(#"{"id": "mine", "cases": 1}"#.utf8), number: 12)
        #expect(answer.json["id"] == "mine")
        #expect(answer.json["verdict"] == nil)
        guard case .refused(let problem) = answer.outcome else { throw CountsFault("decided") }
        let finding = problem.diagnostic(file: "counts.jsonl")
        #expect(finding.location?.line == 12 && finding.location?.file == "counts.jsonl")
        #expect(finding.message == "'cases' must be a list, not an integer")
    }
}
