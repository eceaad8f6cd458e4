import Foundation
import PlumbModel
import Testing

@testable import PlumbSuites

@Suite("Prompts")
struct PromptTests {
    private func project(_ prompt: String, _ suite: String = Sample.suite()) throws -> TestProject {
        try TestProject(Sample.files(["prompt.md": prompt, "suite.yaml": suite]))
    }

    private func turns(_ prompt: String) throws -> [String] {
        try project(prompt).suite().variants[0].prompt.turns.map { "\($0.role.rawValue)|\($0.template.source)" }
    }

    @Test(
        "turns begin at lines that hold a role alone",
        arguments: [
            ("Hi {{ message }}\n", ["user|Hi {{ message }}"]),
            ("\n\n  Hi\n\n# {{ message }}\n\n", ["user|  Hi\n\n# {{ message }}"]),
            ("system:\nBe kind.\n\nuser:\n\nHi {{ message }}\n", ["system|Be kind.", "user|Hi {{ message }}"]),
            (
                "user:\nQ1\nassistant:\nA1\nuser: \n{{ message }}\nassistant:\nAnswer:",
                ["user|Q1", "assistant|A1", "user|{{ message }}", "assistant|Answer:"]
            ),
            ("user: {{ message }}\n user:\n", ["user|user: {{ message }}\n user:"]),
            ("system:\r\nBe\r\nkind\r\n\r\nuser:\r\n{{ message }}\r\n", ["system|Be\nkind", "user|{{ message }}"]),
            ("\u{FEFF}user:\n{{ message }}", ["user|{{ message }}"]),
            ("user:\n{% raw %}user:{% endraw %}\n{{ message }}", ["user|{% raw %}user:{% endraw %}\n{{ message }}"]),
        ])
    func markers(_ prompt: String, _ expected: [String]) throws {
        #expect(try turns(prompt) == expected)
    }

    @Test("front matter gives a model and parameters, under the variant's and over the suite's")
    func frontMatter() throws {
        let prompt =
            "---\nmodel: small\nparameters: { temperature: 0.5, top_p: 0.9, max_tokens: 5 }\n---\nsystem:\nX\nuser:\n{{ message }}\n"
        let suite = Sample.suite("parameters: { temperature: 0.1, seed: 3, top_k: 4 }\nmodel: large\n")
            .replacing("prompt.md }", with: "prompt.md, parameters: { max_tokens: 9 } }")
        let variant = try project(prompt, suite).suite().variants[0]
        #expect(variant.model == "small")
        #expect(variant.parameters == Parameters(temperature: 0.5, topP: 0.9, topK: 4, maxTokens: 9, seed: 3))
        #expect(variant.prompt.turns[0].location?.line == 6)
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var prompt: String
        var report: String
        var testDescription: String { prompt }
    }

    @Test(
        "errors point into the prompt's file",
        arguments: [
            Wrong(prompt: "", report: "1:1: error: the prompt 'Suites/demo/prompt.md' is empty [empty-prompt]"),
            Wrong(prompt: " \n\n", report: "1:1: error: the prompt 'Suites/demo/prompt.md' is empty [empty-prompt]"),
            Wrong(
                prompt: "Hi\nsystem:\nX\nuser:\n{{ message }}",
                report: "1:1: error: text before the first 'system:' line [text-before-role]"),
            Wrong(prompt: "system:\n\nuser:\n{{ message }}", report: "1:1: error: the system turn says nothing [empty-turn]"),
            Wrong(prompt: "---\nmodel: x\nHi", report: "1:1: error: the front matter is never closed [unclosed-front-matter]"),
            Wrong(
                prompt: "---\nmodle: x\n---\nHi {{ message }}", report: "2:1: error: unknown key 'modle' in the front matter [unknown-key]"),
            Wrong(
                prompt: "---\n\n\nparameters: { temperature: hot }\n---\nHi {{ message }}",
                report: "4:28: error: expected a number, found 'hot' [wrong-type]"),
            Wrong(prompt: "---\na: {{ x }}\n---\nHi", report: "2:4: error: a key must be a text, found a mapping [key-is-not-text]"),
            Wrong(
                prompt: "user:\n\n\nGrüße, {{ mesage }}!",
                report: "4:8: error: undefined variable 'mesage' in the cases 'a' and 'b' [undefined-variable]"),
            Wrong(prompt: "user:\nA\nB {{ message", report: "3:3: error: '{{' is never closed [unclosed-tag]"),
            Wrong(
                prompt: "{% for x in message %}{{ x }}{% endfor %}",
                report: "1:1: error: 'message' is a string, not a list in the cases 'a' and 'b' [not-a-list]"),
            Wrong(prompt: "{% if a %}", report: "1:1: error: '{% if … %}' is never closed [unclosed-block]"),
        ])
    func wrong(_ example: Wrong) throws {
        let report = try project(example.prompt).report()
        #expect(report.split(separator: "\n").first == "Suites/demo/prompt.md:\(example.report)")
        #expect(report.ranges(of: " error: ").count == 1)
    }

    @Test("messages in the suite: both ways to write them, and errors inside every kind of scalar")
    func inline() throws {
        let suite = """
            backend: local
            cases: cases.csv
            checks: [{ contains: x }]
            variants:
              good:
                messages:
                  - system: Be kind.
                  - { role: user, content: "{{ message }}" }
                  - assistant: |
                      Answer:

              text: { text: "Just {{ message }}" }
              literal:
                text: |
                  {{ message }}

                    {{ mesage }}
              folded:
                text: >
                  {{ message }} and {{ nme }}
                  and {{ nme }}
              quoted: { text: "\\u00e9 \\"{{ message }}\\" {{ mesage2 }}" }
              plain: { text: so {{message}} }
            """
        let broken = try project("", suite).report()
        #expect(broken.contains("suite.yaml:23:21: error: a text with a template must be quoted"))
        let report = try project("", suite.replacing("  plain: { text: so {{message}} }", with: "")).report()
        #expect(
            report.split(separator: "\n").filter { $0.contains("error") } == [
                "Suites/demo/suite.yaml:17:9: error: undefined variable 'mesage' in the cases 'a' and 'b' [undefined-variable]",
                "Suites/demo/suite.yaml:20:25: error: undefined variable 'nme' in the cases 'a' and 'b' [undefined-variable]",
                "Suites/demo/suite.yaml:22:45: error: undefined variable 'mesage2' in the cases 'a' and 'b' [undefined-variable]",
            ])
        let good = suite.split(separator: "\n", omittingEmptySubsequences: false).prefix(12).joined(separator: "\n")
        let variants = try project("", good).suite().variants
        #expect(variants[0].prompt.text == "system:\nBe kind.\n\nuser:\n{{ message }}\n\nassistant:\nAnswer:")
        #expect(variants[1].prompt.text == "user:\nJust {{ message }}")
        #expect(variants[1].prompt.file == nil)
    }

    @Test(
        "the system turn: the prompt's, the variant's, the suite's, or none",
        arguments: [
            ("", "", "system:\nown\n\nuser:\n{{ message }}"), ("off", "", "user:\n{{ message }}"), ("", "off", "user:\n{{ message }}"),
            ("Kind", "", "system:\nKind\n\nuser:\n{{ message }}"), ("", "Kind", "system:\nown\n\nuser:\n{{ message }}"),
            ("A", "B", "system:\nA\n\nuser:\n{{ message }}"), ("\"off\"", "", "system:\noff\n\nuser:\n{{ message }}"),
        ])
    func system(_ variant: String, _ suite: String, _ expected: String) throws {
        var text = Sample.suite(suite.isEmpty ? "" : "system: \(suite)\n")
        if !variant.isEmpty { text = text.replacing("prompt.md }", with: "prompt.md, system: \(variant) }") }
        let found = try project("system:\nown\nuser:\n{{ message }}", text).suite().variants[0]
        #expect(found.prompt.text == expected)
        #expect(found.techniques.contains(.systemInstruction) == expected.contains("system:"))
    }

    @Test("the suite's system instruction is added where the prompt has none")
    func suiteSystem() throws {
        let variant = try project("{{ message }}", Sample.suite("system: Be kind.\n")).suite().variants[0]
        #expect(variant.prompt.text == "system:\nBe kind.\n\nuser:\n{{ message }}")
    }

    @Test("techniques follow from examples, reasoning and the system turn, unless they are given")
    func techniques() throws {
        let suite = """
            backend: local
            cases: cases.csv
            checks: [{ equals: "{{ expected }}" }]
            variants:
              a: prompt.md
              b: { prompt: prompt.md, examples: { from: shots.csv, count: 1 } }
              c: { prompt: prompt.md, examples: { from: shots.csv, seed: 2 } }
              d: { text: "Think step by step. {{ message }}", extract: { after: "Answer:" } }
              e: { text: "{{ message }}", extract: { after: "Answer:" } }
              f: { text: "{{ message }}", technique: chain-of-thought }
              g: { messages: [{ user: Q }, { assistant: A }, { user: "{{ message }}" }] }
              h: { prompt: prompt.md, examples: { from: shots.csv, count: 0 } }
            """
        let files = ["suite.yaml": suite, "shots.csv": "message,expected\nx,1\ny,2\nz,3\n"]
        let variants = try TestProject(Sample.files(files)).suite().variants
        let expected: [[Technique]] = [
            [.zeroShot], [.oneShot], [.fewShot], [.zeroShot, .chainOfThought], [.zeroShot], [.chainOfThought], [.oneShot], [.zeroShot],
        ]
        #expect(variants.map(\.techniques) == expected)
        #expect(variants[2].examples?.count == 3)
        #expect(variants[2].examples?.seed == 2)
    }

    @Test("examples that cannot be shown")
    func examples() throws {
        let suite = """
            backend: local
            cases: cases.csv
            checks: [{ equals: "{{ expected }}" }]
            variants:
              a: { prompt: prompt.md, examples: { from: shots.csv, count: 3 } }
              b: { prompt: prompt.md, examples: { from: bare.csv } }
              c: { prompt: prompt.md, examples: { from: none.csv } }
              d: { prompt: prompt.md, examples: { count: 2 } }
              e: { prompt: prompt.md, examples: { from: other.csv } }
              f: { prompt: loop.md, examples: { from: bare.csv } }
            """
        let files = [
            "suite.yaml": suite, "shots.csv": "message,expected\nx,1\ny,2\n", "bare.csv": "message\nx\n", "none.csv": "message\n",
            "other.csv": "text,expected\nx,1\n", "loop.md": "{% for e in examples %}{{ e.message }}{% endfor %}{{ message }}",
        ]
        let report = try TestProject(Sample.files(files)).report()
        #expect(
            report.split(separator: "\n").filter { $0.contains("error") } == [
                "Suites/demo/suite.yaml:5:56: error: 3 examples are asked for, but there are only 2 [too-few-examples]",
                "Suites/demo/suite.yaml:6:45: error: the example in Suites/demo/bare.csv:2 has no 'expected', which is shown as its answer [example-without-answer]",
                "Suites/demo/suite.yaml:7:45: error: there are no examples to choose from [no-examples]",
                "Suites/demo/suite.yaml:8:37: error: 'from' is missing in examples [missing-key]",
                "Suites/demo/suite.yaml:9:45: error: the example in Suites/demo/other.csv:2 does not fill the prompt: undefined variable 'message' [example-does-not-fit]",
            ])
    }

    @Test("a case that is among the examples")
    func ownExample() throws {
        let suite = Sample.suite().replacing("prompt.md }", with: "prompt.md, examples: { from: cases.csv } }")
        let project = try TestProject(Sample.files(["suite.yaml": suite]))
        #expect(try project.loaded().diagnostics.map(\.identifier) == ["case-among-examples"])
        try project.write("Suites/demo/suite.yaml", Data(suite.replacing("cases.csv }", with: "cases.csv, count: 1 }").utf8))
        #expect(try project.loaded().diagnostics.isEmpty)
    }
}
