import PlumbModel
import Testing

@testable import PlumbSuites

@Suite("Matrices and includes")
struct MatrixTests {
    private func project(_ matrix: String, _ variants: String = "  zero: prompt.md\n  few: prompt.md\n") throws -> TestProject {
        let text = """
            backend: local
            cases: cases.csv
            checks: [{ equals: "{{ expected }}" }]
            variants:
            \(variants)
            matrix: \(matrix)
            require: { zero: { accuracy: ">= 0.5" } }
            """
        return try TestProject(Sample.files(["suite.yaml": text, "other.prompt.md": "system:\nS\nuser:\n{{ message }}"]))
    }

    @Test("variants become the product of the axes, in the order written")
    func product() throws {
        let suite = try project("{ model: [a/b:8b, c], parameters: { temperature: [0, 0.7], stop: [[x], [y, z]] }, variants: [zero] }")
            .suite()
        #expect(suite.variants.count == 9)
        #expect(
            suite.variants.prefix(3).map(\.name) == [
                "zero+model=a-b-8b+temperature=0+stop=1", "zero+model=a-b-8b+temperature=0+stop=2",
                "zero+model=a-b-8b+temperature=0.7+stop=1",
            ])
        #expect(suite.variants[7].name == "zero+model=c+temperature=0.7+stop=2" && suite.variants[8].name == "few")
        #expect(suite.variants[7].model == "c" && suite.variants[7].parameters == Parameters(temperature: 0.7, stop: ["y", "z"]))
        #expect(suite.variants[0].model == "a/b:8b" && suite.variants[8].model == nil)
        #expect(suite.requirements.map(\.variant) == suite.variants.prefix(8).map(\.name))
    }

    @Test("prompts, system turns and backends are axes too")
    func otherAxes() throws {
        let suite = try project(
            "{ prompt: [prompt.md, other.prompt.md], system: [on, off, Be kind.], backend: [local, replay] }", "  zero: {}\n"
        ).suite()
        #expect(suite.variants.count == 12)
        #expect(suite.variants[0].name == "zero+prompt=prompt+system=on+backend=local")
        let last = suite.variants[11]
        #expect(last.name == "zero+prompt=other+system=3+backend=replay" && last.backend == "replay")
        #expect(last.prompt.text == "system:\nBe kind.\n\nuser:\n{{ message }}")
        #expect(suite.variants[8].prompt.text == "user:\n{{ message }}")
        #expect(suite.backends.keys.sorted() == ["local", "replay"])
    }

    @Test(
        "matrices that make no sense",
        arguments: [
            ("{}", "8:9 empty-matrix"), ("{ model: [] }", "8:18 empty-matrix"), ("{ modle: [a] }", "8:11 unknown-key"),
            ("{ model: a }", "8:18 wrong-type"), ("{ parameters: [0] }", "8:23 wrong-type"),
            ("{ parameters: { temperature: 0.5 } }", "8:38 wrong-type"), ("{ parameters: { temperature: [0, 99] } }", "8:42 out-of-range"),
            ("{ parameters: { temprature: [0] } }", "8:25 unknown-key"), ("{ model: [a/b, a:b] }", "8:24 duplicate-variant"),
            ("{ model: [a], variants: [zerro] }", "8:34 unknown-variant"), ("{ backend: [lokal] }", "8:21 unknown-backend"),
            ("{ prompt: [none.md] }", "8:20 missing-file"),
            (
                "{ parameters: { seed: [\(Array(repeating: "1", count: 600).enumerated().map { String($0.offset) }.joined(separator: ","))] } }",
                "8:9 matrix-too-large"
            ),
        ])
    func wrong(_ matrix: String, _ expected: String) throws {
        let project = try project(matrix)
        let error = #expect(throws: DiagnosticsError.self) { try project.suite() }
        let found = try #require(error?.diagnostics.first)
        #expect("\(found.location?.line ?? 0):\(found.location?.column ?? 0) \(found.identifier)" == expected)
    }

    @Test("included files lie below, relative to the file that names them, and their paths to their own folder")
    func includes() throws {
        let files = [
            "suite.yaml": """
            include: [../shared/base.yaml, ../shared/more.yaml]
            repetitions: 7
            parameters: { temperature: 0.5 }
            variants: { own: prompt.md }
            """,
            "/Suites/shared/base.yaml": """
            include: deep/deeper.yaml
            repetitions: 3
            parameters: { temperature: 0.1, top_k: 5 }
            variants: { shared: prompts/shared.md }
            cases: shared.csv
            """,
            "/Suites/shared/more.yaml": "parameters: { top_k: 6 }\n",
            "/Suites/shared/deep/deeper.yaml": "backend: local\njobs: 2\nchecks: [{ equals: \"{{ expected }}\" }]\n",
            "/Suites/shared/prompts/shared.md": "Shared {{ message }}",
            "/Suites/shared/shared.csv": Sample.cases,
        ]
        let suite = try TestProject(Sample.files(files)).suite()
        #expect(suite.repetitions == 7 && suite.jobs == 2)
        #expect(suite.variants.map(\.name) == ["shared", "own"])
        #expect(suite.variants[0].parameters == Parameters(temperature: 0.5, topK: 6))
        #expect(suite.variants[0].prompt.file == "Suites/shared/prompts/shared.md")
        #expect(suite.cases[0].location?.file == "Suites/shared/shared.csv")
    }

    @Test("errors in included files are shown there")
    func includedErrors() throws {
        let files = ["suite.yaml": "include: base.yaml\n" + Sample.suite(), "base.yaml": "jobs: many\nrepetitions: 2\n"]
        #expect(try TestProject(Sample.files(files)).report().hasPrefix("Suites/demo/base.yaml:1:7: error: expected a whole number"))
    }

    @Test("files that include one another are told with the way round")
    func cycle() throws {
        let files = [
            "suite.yaml": "include: a.yaml\n" + Sample.suite(), "a.yaml": "include: [b.yaml]\n", "b.yaml": "include: [c.yaml, a.yaml]\n",
            "c.yaml": "jobs: 1\n",
        ]
        #expect(
            try TestProject(Sample.files(files)).report().split(separator: "\n").first
                == "Suites/demo/b.yaml:1:19: error: files include one another: Suites/demo/a.yaml → Suites/demo/b.yaml → Suites/demo/a.yaml [include-cycle]"
        )
        let own = ["suite.yaml": "include: ./suite.yaml\n" + Sample.suite()]
        #expect(try TestProject(Sample.files(own)).report().contains("Suites/demo/suite.yaml → Suites/demo/suite.yaml"))
    }

    @Test("including files over and over comes to an end")
    func explosion() throws {
        var files = ["suite.yaml": "include: [f0.yaml]\n" + Sample.suite()]
        for level in 0..<12 { files["f\(level).yaml"] = "include: [f\(level + 1).yaml, f\(level + 1).yaml, f\(level + 1).yaml]\n" }
        files["f12.yaml"] = "jobs: 2\n"
        #expect(try TestProject(Sample.files(files)).report().contains("more than 100 files are included [too-many-includes]"))
    }
}
