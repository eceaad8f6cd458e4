import Testing

/// Gates that ask more than the candidate, or more than once.
@Suite struct GateArmsTests {
    /// A program answers right when asked carefully, unless the model drifted.
    static let project = [
        "Suites/t/suite.yaml": """
        backend: { kind: command, command: [sh, answer.sh] }
        repetitions: 4
        variants:
          v: { prompt: prompts/v.md }
        cases: cases.csv
        checks: [{ equals: "{{ expected }}" }]
        gate: { max_repetitions: 6 }
        """,
        "Suites/t/answer.sh": """
        request=$(cat)
        case "$request" in *q3*) echo yes; exit;; esac
        if [ -e drifted ]; then echo no; exit; fi
        case "$request" in *carefully*) echo yes;; *) echo no;; esac
        """,
        "Suites/t/prompts/v.md": "Answer carefully: {{ q }}",
        "Suites/t/cases.csv": "id,q,expected\n" + (1...6).map { "c\($0),q\($0),yes\n" }.joined(),
    ]

    private func accepted(_ files: [String: String]) throws -> Sandbox {
        let sandbox = try Sandbox(files: files)
        #expect(try sandbox.plumb("run", "t", "-r", "6").status == 0)
        #expect(try sandbox.plumb("baseline", "accept", "t", "--reason", "first").status == 0)
        return sandbox
    }

    @Test func aControlTellsThePromptFromTheModel() throws {
        let sandbox = try accepted(Self.project)
        let same = try sandbox.plumb("gate", "t", "--control")
        #expect(same.error.contains("t/v needs no control"))

        try sandbox.write("Answer quickly: {{ q }}", to: "Suites/t/prompts/v.md")
        let changed = try sandbox.plumb("gate", "t", "--control")
        #expect(changed.status == 1)
        #expect(changed.output.contains("control  your change is why"), "\(changed.output)\(changed.error)")
        #expect(!sandbox.exists("Baselines/t/v~control.pending.json"))

        try sandbox.write("Reply carefully: {{ q }}", to: "Suites/t/prompts/v.md")
        try sandbox.write("", to: "Suites/t/drifted")
        let drifted = try sandbox.plumb("gate", "t", "--control")
        #expect(drifted.status == 1)
        #expect(drifted.output.contains("control  the model behind the name is why"), "\(drifted.output)\(drifted.error)")
    }

    @Test func anAnytimeGateGoesOnWhereItStoppedAndItsVerdictStands() throws {
        var files = Projects.scripted(right: 7, wrong: 3, gate: "{ max_repetitions: 5 }")
        files["Suites/t/suite.yaml"] = files["Suites/words/suite.yaml"]
        files["Suites/t/cases.csv"] = files["Suites/words/cases.csv"]
        files["Suites/t/prompts/plain.md"] = files["Suites/words/prompts/plain.md"]
        let sandbox = try Sandbox(files: files.filter { !$0.key.hasPrefix("Suites/words") })
        #expect(try sandbox.plumb("run", "t", "-r", "20").status == 0)
        #expect(try sandbox.plumb("baseline", "accept", "t", "--reason", "first").status == 0)
        try sandbox.write(Projects.scripted(right: 1, wrong: 9)["plumb.yaml"] ?? "", to: "plumb.yaml")
        var outcomes: [Sandbox.Outcome] = []
        repeat { outcomes.append(try sandbox.plumb("gate", "t", "--anytime")) } while outcomes.last?.status == 0 && outcomes.count < 5
        let last = try #require(outcomes.last)
        #expect(last.status == 1 && last.output.contains("plain regressed"), "\(last.output)")
        let again = try sandbox.plumb("gate", "t", "--anytime")
        #expect(again.status == 1)
        // The second look asks nothing: the evidence is that of the first.
        func evidence(_ outcome: Sandbox.Outcome) -> Substring? {
            outcome.output.split(separator: "\n").first { $0.contains("evidence that") }
        }
        #expect(evidence(again) != nil && evidence(again) == evidence(last))
    }
}
