/// Small projects for the program's tests.
enum Projects {
    /// One suite of two variants with scripted answers that are right with the given weights.
    static func scripted(right: Int, wrong: Int, cases: Int = 6, gate: String = "{ detect: 0.2, max_repetitions: 10 }") -> [String: String]
    {
        [
            "plumb.yaml": """
            backends:
              demo:
                kind: scripted
                seed: 1
                answers:
                  - { expected: true, weight: \(right) }
                  - { text: "no idea", weight: \(wrong) }
            """,
            "Suites/words/suite.yaml": """
            backend: demo
            repetitions: 5
            variants:
              plain: { prompt: prompts/plain.md }
            cases: cases.csv
            checks:
              - equals: "{{ expected }}"
            gate: \(gate)
            """,
            "Suites/words/prompts/plain.md": "Say {{ word }}\n",
            "Suites/words/cases.csv": "id,word,expected\n" + (0..<cases).map { "c\($0),word\($0),word\($0)\n" }.joined(),
        ]
    }

    /// One suite that asks a chat-completions server.
    static func server(url: String, cases: Int, repetitions: Int, extra: String = "") -> [String: String] {
        [
            "plumb.yaml": """
            backends:
              server:
                kind: openai
                base_url: \(url)
                model: mock
            """,
            "Suites/count/suite.yaml": """
            backend: server
            repetitions: \(repetitions)
            jobs: 4
            variants:
              plain: { text: "Say {{ word }}" }
            cases: cases.csv
            checks:
              - equals: "ok"
            \(extra)
            """,
            "Suites/count/cases.csv": "id,word\n" + (0..<cases).map { "c\($0),word\($0)\n" }.joined(),
        ]
    }
}
