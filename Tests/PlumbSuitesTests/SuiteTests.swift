import PlumbModel
import Testing

@testable import PlumbSuites

@Suite("Suites")
struct SuiteTests {
    @Test("every key arrives where it belongs")
    func everything() throws {
        let text = """
            description: Routes messages.
            backend: { kind: scripted, answers: [yes, { text: no, weight: 3 }, { expected: true, weight: 6 }] }
            model: m1
            repetitions: 5
            parameters:
              temperature: 0.7
              top_p: .9
              stop: "\\n"
              frequency_penalty: -1
              response_format: { type: json_object }
              logprobs: 2
              extra: { min_p: 0.05, version: 1.10 }
            variants:
              a: { prompt: prompt.md, model: m2, parameters: { stop: [x, y], extra: { min_p: 0.1 } }, description: one }
              b: prompt.md
            cases: cases.csv
            checks: [{ equals: "{{ expected }}", ignoring: [case] }]
            threshold: 60 %
            agreement: { ignoring: [case, accents] }
            require:
              accuracy: ">= 60 %"
              latency-p95: "<= 2"
              b: { pass^3: "> 0.5", error-rate: "== 0" }
            gate: { detect: 10 %, margin: 0.02, alpha: 0.01, max_repetitions: 10, estimand: mean, limits: { cost: 1.2, latency-p95: 2 } }
            budget: { calls: 100, tokens: 5000, money: 0.25, time: 10m }
            jobs: 8
            retries: 0
            timeout: 90s
            prices: { m1: { input: 0.15, output: 0.6, cached: 0.075 }, m2: { input: 1, output: 2 } }
            """
        let suite = try TestProject(Sample.files(["suite.yaml": text])).suite()
        #expect(suite.name == "demo" && suite.file == "Suites/demo/suite.yaml" && suite.description == "Routes messages.")
        #expect(suite.repetitions == 5 && suite.passThreshold == 0.6 && suite.agreementIgnoring == [.case, .accents])
        #expect(suite.jobs == 8 && suite.retries == 0)
        #expect(suite.budget == Budget(calls: 100, tokens: 5000, money: Money(dollars: 0.25), time: .seconds(600)))
        #expect(
            suite.gate
                == GateSettings(
                    alpha: 0.01, margin: 0.02, detect: 0.1, maximumRepetitions: 10, estimand: .mean,
                    limits: [.init(metric: .cost, ratio: 1.2), .init(metric: .latency(percentile: 95), ratio: 2)]))
        #expect(
            suite.requirements.map { "\($0.metric.name) \($0.bound.text) \($0.variant ?? "-")" } == [
                "accuracy >= 0.6 -", "latency-p95 <= 2 -", "pass^3 > 0.5 b", "error-rate == 0 b",
            ])
        #expect(suite.requirements[2].location == SourceLocation(file: "Suites/demo/suite.yaml", line: 23, column: 8, length: 6))
        let cached = Price(input: Money(picodollars: 150_000), output: Money(picodollars: 600_000), cachedInput: Money(picodollars: 75_000))
        #expect(suite.prices.prices["m1"] == cached)
        #expect(suite.prices.prices["m2"]?.cachedInput == Money(picodollars: 1_000_000))
        let backend = try #require(suite.backends["inline"])
        #expect(suite.backends.count == 1 && backend.timeout == .seconds(90))
        let answers: [BackendConfiguration.Scripted.Answer] = [
            .init(text: "yes", weight: 1), .init(text: "no", weight: 3), .init(text: nil, weight: 6),
        ]
        #expect(backend.kind == .scripted(.init(answers: answers)))
        let (a, b) = (suite.variants[0], suite.variants[1])
        #expect(a.model == "m2" && b.model == "m1" && a.backend == "inline" && a.description == "one" && a.prompt.file == "prompt.md")
        #expect(
            a.parameters
                == Parameters(
                    temperature: 0.7, topP: 0.9, stop: ["x", "y"], frequencyPenalty: -1, responseFormat: ["type": "json_object"],
                    logprobs: 2, extra: ["min_p": 0.1, "version": "1.10"]))
        #expect(b.parameters.stop == ["\n"])
        #expect(a.location == SourceLocation(file: "Suites/demo/suite.yaml", line: 14, column: 3, length: 1))
        #expect(suite.checks[0].location?.line == 17)
    }

    @Test("what is not given has the defaults of the values")
    func defaults() throws {
        let suite = try TestProject(Sample.files()).suite()
        #expect(suite.repetitions == 1 && suite.jobs == 4 && suite.retries == 3 && suite.gate == GateSettings())
        #expect(suite.agreementIgnoring == [.whitespace] && suite.budget.isUnlimited && suite.passThreshold == nil)
        #expect(suite.backends["local"]?.kind == .local(.init()))
    }

    private func report(_ extra: String, replacing: (String, String) = ("", "")) throws -> [Substring] {
        var text = Sample.suite(extra)
        if !replacing.0.isEmpty { text = text.replacing(replacing.0, with: replacing.1) }
        return try TestProject(Sample.files(["suite.yaml": text])).report().split(separator: "\n").filter { $0.hasPrefix("Suites") }
    }

    @Test("a suite in which nothing is asserted does not pass")
    func nothingAsserted() throws {
        let none = try report("", replacing: ("checks:\n  - equals: \"{{ expected }}\"\n", ""))
        #expect(
            none == [
                "Suites/demo/suite.yaml:1:1: error: no check with a weight above 0, so every answer would pass, in the cases 'a' and 'b' [unchecked-case]"
            ])
        let weightless = try report("    weight: 0\n")
        #expect(weightless.count == 1 && weightless[0].contains("5:1: error: no check with a weight above 0"))
        let empty = try report("", replacing: ("\n  - equals: \"{{ expected }}\"", " []"))
        #expect(empty.first == "Suites/demo/suite.yaml:5:9: error: the list of checks is empty [no-checks]")
        let some = """
            backend: local
            variants: { a: prompt.md }
            cases: [{ id: x, message: m, checks: [{ contains: y }] }, { id: z, message: n }]
            """
        let project = try TestProject(Sample.files(["suite.yaml": some]))
        #expect(project.report().contains("in the case 'z' [unchecked-case]"))
    }

    @Test("empty and missing sections")
    func empty() throws {
        #expect(
            try report("", replacing: ("cases: cases.csv\n", "")) == [
                "Suites/demo/suite.yaml:1:1: error: the suite has no cases [no-cases]"
            ])
        #expect(
            try report("", replacing: ("cases: cases.csv\n", "cases: []\n")) == [
                "Suites/demo/suite.yaml:4:1: error: the suite has no cases [no-cases]"
            ])
        #expect(
            try report("", replacing: ("\n  plain: { prompt: prompt.md }", " {}")) == [
                "Suites/demo/suite.yaml:2:11: error: the suite has no variants [no-variants]"
            ])
        #expect(
            try report("", replacing: ("backend: local\n", "")) == [
                "Suites/demo/suite.yaml:2:3: error: the variant 'plain' has no backend [missing-backend]"
            ])
        #expect(try report("repetitions: 0\n") == ["Suites/demo/suite.yaml:7:14: error: 0 is out of range [out-of-range]"])
        #expect(
            try report("repetitions: 5\ngate: { max_repetitions: 3 }\n") == [
                "Suites/demo/suite.yaml:8:26: error: the gate's max_repetitions is smaller than the suite's repetitions [bounds-conflict]"
            ])
        let nothing = try TestProject(Sample.files(["suite.yaml": "# later\n"]))
        #expect(nothing.report() == "Suites/demo/suite.yaml:1:1: error: 'Suites/demo/suite.yaml' is empty [empty-file]\n  | # later\n  | ^")
        #expect(
            try TestProject(Sample.files(["suite.yaml": "- a\n"])).report().contains(
                "expected a mapping with the keys of a suite, found a list"))
    }

    @Test("checks written as a mapping, and names that differ in case alone")
    func shapes() throws {
        #expect(try report("", replacing: ("  - equals:", "  equals:"))[0].contains("expected a list of checks, found a mapping"))
        #expect(try report("", replacing: ("  plain:", "  Plain: prompt.md\n  plain:"))[0].contains("3"))
        let twice = try report("", replacing: ("  plain:", "  Plain: prompt.md\n  plain:"))
        #expect(
            twice == [
                "Suites/demo/suite.yaml:4:3: error: there is already a variant 'plain', which differs from 'Plain' in case alone [duplicate-variant]"
            ])
    }

    @Test("warnings do not stop a suite")
    func warnings() throws {
        let unused = try TestProject(
            Sample.files(["suite.yaml": Sample.suite().replacing("equals: \"{{ expected }}\"", with: "contains: x")]))
        #expect(try unused.loaded().diagnostics.map(\.identifier) == ["unused-expected"])
        let constant = try TestProject(Sample.files(["prompt.md": "Hi"]))
        #expect(try constant.loaded().diagnostics.map(\.identifier) == ["constant-prompt"])
        let leak = try TestProject(Sample.files(["prompt.md": "{{ message }}: {{ expected }}"]))
        #expect(try leak.loaded().diagnostics.map(\.identifier) == ["leaked-answer"])
        let systemOnly = try TestProject(Sample.files(["prompt.md": "system:\n{{ message }}"]))
        #expect(try systemOnly.loaded().diagnostics.map(\.identifier) == ["no-user-turn"])
        let role = try TestProject(Sample.files(["prompt.md": "User:\n{{ message }}"]))
        #expect(try role.loaded().diagnostics.map(\.help) == ["write 'user:' to begin a turn"])
        let off = try TestProject(Sample.files(["suite.yaml": Sample.suite().replacing("prompt.md }", with: "prompt.md, system: off }")]))
        #expect(try off.loaded().diagnostics.map(\.identifier) == ["no-system-turn"])
        let money = try TestProject(
            Sample.files(["suite.yaml": Sample.suite("budget: { money: 1 }\nmodel: m\n").replacing("local", with: "ollama")]))
        #expect(try money.loaded().diagnostics.map(\.identifier) == ["unpriced-budget"])
        #expect(try TestProject(Sample.files()).loaded().diagnostics.isEmpty)
    }

    @Test("a finding that many cases share is told once, with some of their names")
    func sharedFindings() throws {
        let rows = (0..<100).map { "{\"id\": \"c\($0)\", \"message\": \"m\"\($0 % 2 == 0 ? ", \"expected\": \"x\"" : "")}" }.joined(
            separator: "\n")
        let suite = Sample.suite().replacing("cases.csv", with: "cases.jsonl")
        let report = try TestProject(Sample.files(["suite.yaml": suite, "cases.jsonl": rows])).report()
        #expect(
            report.hasPrefix("Suites/demo/suite.yaml:6:14: error: undefined variable 'expected' in the cases 'c1', 'c3', 'c5' and 47 more"))
        #expect(report.ranges(of: "error:").count == 1)
        let all = try TestProject(Sample.files(["suite.yaml": suite, "cases.jsonl": rows, "prompt.md": "{{ mesage }}"])).report()
        #expect(all.contains("Suites/demo/prompt.md:1:1: error: undefined variable 'mesage' in all 100 cases"))
    }
}
