import PlumbModel
import Testing

@testable import PlumbSuites

@Suite("Projects and backends")
struct ProjectTests {
    private func backend(_ yaml: String, _ name: String = "it") throws -> BackendConfiguration {
        let files = try TestProject(["plumb.yaml": "backends:\n  \(name): \(yaml)\n"])
        return try withExtendedLifetime(files) { try SuiteLoader(project: files.project).backend(named: name) }
    }

    private func report(_ settings: String, backend: String = "local") throws -> String {
        let suite = Sample.suite("model: m\n").replacing("backend: local", with: "backend: \(backend)")
        return try TestProject(Sample.files(["/plumb.yaml": settings, "suite.yaml": suite])).report()
    }

    @Test("every kind of backend")
    func kinds() throws {
        let openAI = try backend(
            "{ kind: openai, base_url: https://host/v1/, key: MY_KEY, model: m, timeout: 5s, jobs: 2, headers: { X-A: b, X-Key: $K }, organization: o, project: p, extra_body: { a: 1 }, max_tokens_field: max_completion_tokens }"
        )
        #expect(
            openAI
                == BackendConfiguration(
                    name: "it",
                    kind: .endpoint(
                        .init(
                            baseURL: "https://host/v1", key: .variable("MY_KEY"),
                            headers: ["X-A": "b", "X-Key": "$K", "OpenAI-Organization": "o", "OpenAI-Project": "p"], extraBody: ["a": 1],
                            maxTokensField: "max_completion_tokens")), model: "m", timeout: .seconds(5), jobs: 2))
        #expect(
            try backend("{ kind: local, model_file: models/m.gguf, context: 2048, slots: 1, threads: 2 }").kind
                == .local(.init(modelFile: "models/m.gguf", contextTokens: 2048, slots: 1, threads: 2)))
        #expect(
            try backend("{ kind: command, command: [python3, answer.py, 3], exchange: lines, directory: tools, environment: [TOKEN] }").kind
                == .command(.init(arguments: ["python3", "answer.py", "3"], exchange: .lines, directory: "tools", environment: ["TOKEN"])))
        #expect(try backend("{ kind: command, command: [cat] }").kind == .command(.init(arguments: ["cat"])))
        #expect(try backend("{ kind: replay }").kind == .replay(directory: "recordings"))
        #expect(
            try backend(
                "{ kind: scripted, answers: yes, by_case: { a: [x, { text: y, weight: 0 }] }, seed: 4, latency: 20ms, failure_rate: 10 % }"
            ).kind
                == .scripted(
                    .init(
                        answers: [.init(text: "yes", weight: 1)],
                        byCase: ["a": [.init(text: "x", weight: 1), .init(text: "y", weight: 0)]],
                        seed: 4, latency: .milliseconds(20), failureRate: 0.1)))
    }

    @Test("a command written in a suite runs relative to that suite, whatever the current directory")
    func commandDirectory() throws {
        let suite = Sample.suite().replacing("backend: local", with: "backend: { kind: command, command: [./answer.sh] }")
        let found = try TestProject(Sample.files(["suite.yaml": suite])).suite()
        #expect(found.backends["inline"]?.kind == .command(.init(arguments: ["./answer.sh"], directory: "Suites/demo")))
    }

    @Test(
        "known names need no configuration",
        arguments: [
            ("ollama", "http://localhost:11434/v1", nil), ("vllm", "http://localhost:8000/v1", nil),
            ("llama.cpp", "http://localhost:8080/v1", nil), ("lmstudio", "http://localhost:1234/v1", nil),
            ("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
            ("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
        ] as [(String, String, String?)])
    func presets(_ name: String, _ url: String, _ key: String?) throws {
        let suite = Sample.suite("model: m\n").replacing("local", with: name)
        let found = try TestProject(Sample.files(["suite.yaml": suite])).suite().backends[name]
        #expect(found?.kind == .endpoint(.init(baseURL: url, key: key.map { .variable($0) })))
    }

    @Test("a known name in plumb.yaml keeps what is not changed, but its key goes to its own address only")
    func presetOverlay() throws {
        #expect(
            try backend("{ model: m }", "openai").kind
                == .endpoint(
                    .init(
                        baseURL: "https://api.openai.com/v1", key: .variable("OPENAI_API_KEY"), maxTokensField: "max_completion_tokens")))
        #expect(
            try backend("{ base_url: https://proxy.example/v1 }", "openai").kind == .endpoint(.init(baseURL: "https://proxy.example/v1")))
        #expect(try backend("{ slots: 4 }", "local").kind == .local(.init(slots: 4)))
    }

    @Test("without a model an endpoint cannot be asked")
    func missingModel() throws {
        let report = try TestProject(Sample.files(["suite.yaml": Sample.suite().replacing("local", with: "ollama")])).report()
        #expect(
            report.hasPrefix(
                "Suites/demo/suite.yaml:3:3: error: the variant 'plain' names no model, and the backend 'ollama' has none of its own"))
        let prompt = "---\nmodel: m\n---\n{{ message }}"
        #expect(
            try TestProject(Sample.files(["suite.yaml": Sample.suite().replacing("local", with: "ollama"), "prompt.md": prompt])).suite()
                .variants[0].model == "m")
    }

    @Test("defaults lie below every suite; prices of both are put together")
    func defaults() throws {
        let settings = """
            backends: { own: { kind: scripted, answers: [a] } }
            defaults:
              backend: own
              repetitions: 4
              parameters: { temperature: 0.3, top_p: 0.5 }
              jobs: 9
            prices: { a: { input: 1, output: 1 }, b: { input: 1, output: 1 } }
            """
        let suite = Sample.suite("repetitions: 2\nparameters: { top_p: 0.7 }\nprices: { b: { input: 2, output: 2 } }\n")
            .replacing("backend: local\n", with: "")
        let found = try TestProject(Sample.files(["/plumb.yaml": settings, "suite.yaml": suite])).suite()
        #expect(found.variants[0].backend == "own" && found.repetitions == 2 && found.jobs == 9)
        #expect(found.variants[0].parameters == Parameters(temperature: 0.3, topP: 0.7))
        #expect(found.prices.prices["a"]?.input == Money(picodollars: 1_000_000))
        #expect(found.prices.prices["b"]?.input == Money(picodollars: 2_000_000))
    }

    @Test(
        "secrets do not belong into files, and never reach a message",
        arguments: [
            "{ kind: openai, base_url: https://h/v1, key: sk-proj-abcdefghijklmnop0123456789 }",
            "{ kind: openai, base_url: https://h/v1, key_env: \"Bearer abcdefghijklmnop0123456789\" }",
            "{ kind: openai, base_url: https://h/v1, key: abcdefghijklmnop0123456789 }",
            "{ kind: openai, base_url: https://h/v1, headers: { Authorization: abcdefghijklmnop0123456789 } }",
            "{ kind: openai, base_url: https://h/v1, headers: { X-Whatever: sk-abcdefghijklmnop0123456789 } }",
            "{ kind: openai, base_url: https://user:abcdefghijklmnop0123456789@h/v1 }",
        ])
    func secrets(_ yaml: String) throws {
        let report = try report("backends:\n  it: \(yaml)\n", backend: "it")
        #expect(report.contains("[secret-in-file]"))
        #expect(!report.contains("abcdefghijklmnop"))
        #expect(report.ranges(of: "error:").count == 1)
    }

    @Test("a secret under a wrong key does not reach a message either")
    func misplacedSecret() throws {
        let report = try report(
            "backends:\n  it: { kind: openai, base_url: https://h/v1, api_key: sk-abcdefghijklmnop0123456789 }\n", backend: "it")
        #expect(report.contains("unknown key 'api_key' in an openai backend"))
        #expect(!report.contains("abcdefghijklmnop"))
    }

    @Test(
        "what is wrong in plumb.yaml is shown there, once",
        arguments: [
            ("backend: { a: 1 }", "1:1: error: unknown key 'backend' in plumb.yaml"), ("backends: [a]", "1:11: error: expected a mapping"),
            ("backends: { it: { kind: opnai } }", "1:25: error: unknown value 'opnai'"),
            ("backends: { it: { model: m } }", "1:17: error: 'kind' is missing in the backend 'it'"),
            ("backends: { it: { kind: azure } }", "1:17: error: 'base_url' is missing"),
            ("backends: { it: { kind: openai, base_url: localhost:8000 } }", "1:43: error: 'localhost:8000' is not a URL"),
            ("backends: { it: { kind: local, base_url: http://x } }", "1:32: error: unknown key 'base_url' in a local backend"),
            ("backends: { it: { kind: openai, base_url: http://x, key: $KEY } }", "1:58: error: '$KEY' is not the name"),
            ("backends: { it: { kind: command } }", "1:17: error: 'command' is missing"),
            ("backends: { it: { kind: command, command: cat } }", "1:43: error: expected a list of the program"),
            ("backends: { it: { kind: command, command: [] } }", "1:43: error: the command names no program"),
            ("backends: { it: { kind: scripted } }", "1:17: error: 'answers' is missing"),
            ("backends: { it: { kind: scripted, answers: [{ weight: 2 }] } }", "1:45: error: an answer has either"),
            ("backends: { it: { kind: scripted, answers: [{ text: a, weight: 0 }] } }", "1:35: error: no answer has a weight above 0"),
            ("backends: { it: text }", "1:17: error: expected a mapping for the backend 'it'"),
            ("defaults: { cases: x }", "1:13: error: unknown key 'cases' in defaults"),
            ("defaults: { jobs: 0 }", "1:19: error: 0 is out of range"),
            ("prices: { m: { input: -1, output: 1 } }", "1:23: error: -1 is out of range"),
        ])
    func settings(_ settings: String, _ expected: String) throws {
        let report = try report(settings + "\n", backend: settings.contains(" it: ") ? "it" : "local")
        #expect(report.hasPrefix("plumb.yaml:\(expected)"))
        #expect(report.ranges(of: "error:").count == 1)
    }

    @Test("an empty plumb.yaml is a project without settings")
    func emptySettings() throws {
        #expect(try report("# nothing yet\n") == "")
    }

    @Test("the project is the nearest folder upwards with plumb.yaml or Suites")
    func locate() throws {
        let outer = try TestProject(Sample.files(["/inner/plumb.yaml": "", "/inner/deep/x": "", "/other/y": ""]))
        #expect(try Project.locate(from: outer.root + "/Suites/demo").root == outer.root)
        #expect(try Project.locate(from: outer.root + "/other").root == outer.root)
        #expect(try Project.locate(from: outer.root + "/inner/deep/").root == outer.root + "/inner")
        #expect(throws: DiagnosticsError.self) { try Project.locate(from: "/") }
        #expect(outer.project.suiteNames == ["demo"])
        #expect(outer.project.baselinesDirectory == outer.root + "/Baselines" && outer.project.storeDirectory == outer.root + "/.plumb")
    }

    @Test("suites are found by name, by folder and by file")
    func names() throws {
        let project = try TestProject(
            Sample.files(["/elsewhere/suite.yaml": "", "/empty/x": ""]).merging([
                "elsewhere/suite.yaml": Sample.suite(), "elsewhere/prompt.md": "{{ message }}", "elsewhere/cases.csv": Sample.cases,
            ]) { $1 })
        for name in ["demo", "Suites/demo", "Suites/demo/", "Suites/demo/suite.yaml", project.root + "/Suites/demo"] {
            #expect(try project.suite(name).name == "demo")
        }
        let other = try project.suite("elsewhere/suite.yaml")
        #expect(other.name == "elsewhere" && other.file == "elsewhere/suite.yaml" && other.directory == project.root + "/elsewhere")
        #expect(project.report("dmo") == "error: there is no suite 'dmo' [unknown-suite]\n  help: did you mean 'demo'?")
        #expect(project.report("./empty") == "error: there is no 'suite.yaml' in './empty' [unknown-suite]")
    }

    @Test("a folder whose name is not fit for files")
    func folderName() throws {
        let files = Sample.files().reduce(into: [:]) { $0[$1.key.replacing("demo", with: "my suite")] = $1.value }
        #expect(
            try TestProject(files).report("my suite").hasPrefix("Suites/my suite/suite.yaml:1:1: error: the suite's folder gives its name"))
    }
}
