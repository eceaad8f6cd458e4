import PlumbModel
import Testing

@testable import PlumbSuites

@Suite("A suite with many mistakes")
struct BrokenSuiteTests {
    private static let suite = """
        descripton: Route messages
        backend: locl
        repetitions: five
        parameters: { temperature: 9, max_token: 24, min_p: 0.05, seed: "7", stop: [] }
        variants:
          zero-shot: { prompt: prompts/zero.md }
          few shot: prompts/plain.md
          both: { prompt: prompts/plain.md, text: "Hi {{ message }}" }
          bare: { model: x }
          inline:
            messages:
              - user: "Say {{ mesage }} and {{ message }}"
              - assistent: no
              - { role: user, content: "{{ message " }
          off: { prompt: prompts/plain.md, system: no }
        cases: cases.csv
        checks:
          - equls: "{{ expected }}"
          - equals: "{{ expectd }}"
        threshold: 1.5
        agreement: { ignoring: [case, spaces] }
        require:
          accuracy: 0.8
          acuracy: ">= 0.8"
          score: ">= 80"
          few-shoot: { accuracy: ">= 0.5" }
        gate: { detect: 0.02, margin: 0.05, alpha: 0.9, estimand: median, limits: { accuracy: 2, cost: 1.2 } }
        budget: { calls: 0, time: soon, money: 5% }
        jobs: 0
        retries:
        timeout: [10]
        prices: { gpt: { input: 1 } }
        """

    @Test("is told all of them at once, each in its place")
    func everything() throws {
        let project = try TestProject(
            Sample.files([
                "suite.yaml": Self.suite, "prompts/zero-shot.md": "Hi {{ message }}", "prompts/plain.md": "Hi {{ message }}",
            ]))
        #expect(
            project.report() == """
                Suites/demo/suite.yaml:1:1: error: unknown key 'descripton' in the suite [unknown-key]
                  help: did you mean 'description'?
                  | descripton: Route messages
                  | ^^^^^^^^^^
                Suites/demo/suite.yaml:2:10: error: there is no backend 'locl' [unknown-backend]
                  help: did you mean 'local'?
                  | backend: locl
                  |          ^^^^
                Suites/demo/suite.yaml:3:14: error: expected a whole number, found 'five' [wrong-type]
                  | repetitions: five
                  |              ^^^^
                Suites/demo/suite.yaml:4:28: error: 9 is out of range [out-of-range]
                  help: give a number from 0 to 5
                  | parameters: { temperature: 9, max_token: 24, min_p: 0.05, seed: "7", stop: [] }
                  |                            ^
                Suites/demo/suite.yaml:4:31: error: unknown key 'max_token' in parameters [unknown-key]
                  help: did you mean 'max_tokens'? put provider-specific fields under extra:
                  | parameters: { temperature: 9, max_token: 24, min_p: 0.05, seed: "7", stop: [] }
                  |                               ^^^^^^^^^
                Suites/demo/suite.yaml:4:46: error: unknown key 'min_p' in parameters [unknown-key]
                  help: put provider-specific fields under extra:
                  | parameters: { temperature: 9, max_token: 24, min_p: 0.05, seed: "7", stop: [] }
                  |                                              ^^^^^
                Suites/demo/suite.yaml:4:65: error: expected a whole number, found the text "7" [wrong-type]
                  help: remove the quotes
                  | parameters: { temperature: 9, max_token: 24, min_p: 0.05, seed: "7", stop: [] }
                  |                                                                 ^^^
                Suites/demo/suite.yaml:6:24: error: there is no file 'Suites/demo/prompts/zero.md' [missing-file]
                  |   zero-shot: { prompt: prompts/zero.md }
                  |                        ^^^^^^^^^^^^^^^
                Suites/demo/suite.yaml:7:3: error: the name 'few shot' is not fit for a file name [bad-name]
                  help: write 'few-shot'
                  |   few shot: prompts/plain.md
                  |   ^^^^^^^^
                Suites/demo/suite.yaml:8:37: error: a variant has one prompt, found 'prompt' and 'text' [several-prompts]
                  help: keep one
                  |   both: { prompt: prompts/plain.md, text: "Hi {{ message }}" }
                  |                                     ^^^^
                Suites/demo/suite.yaml:9:3: error: the variant 'bare' has no prompt [missing-prompt]
                  help: give 'prompt', 'messages' or 'text'
                  |   bare: { model: x }
                  |   ^^^^
                Suites/demo/suite.yaml:13:9: error: unknown role 'assistent' [unknown-role]
                  help: did you mean 'assistant'?
                  |       - assistent: no
                  |         ^^^^^^^^^
                Suites/demo/suite.yaml:14:33: error: '{{' is never closed [unclosed-tag]
                  help: close it with '}}'
                  |       - { role: user, content: "{{ message " }
                  |                                 ^^
                Suites/demo/suite.yaml:15:44: error: expected a text or off, found 'no' [wrong-type]
                  help: write 'off' to drop the system turn
                  |   off: { prompt: prompts/plain.md, system: no }
                  |                                            ^^
                Suites/demo/suite.yaml:18:5: error: unknown check 'equls' [unknown-check]
                  help: did you mean 'equals'?
                  |   - equls: "{{ expected }}"
                  |     ^^^^^
                Suites/demo/suite.yaml:19:14: error: undefined variable 'expectd' in the cases 'a' and 'b' [undefined-variable]
                  help: did you mean 'expected'?
                  |   - equals: "{{ expectd }}"
                  |              ^^^^^^^^^^^^^
                Suites/demo/suite.yaml:20:12: error: 1.5 is out of range [out-of-range]
                  help: give a number from 0 to 1
                  | threshold: 1.5
                  |            ^^^
                Suites/demo/suite.yaml:21:31: error: unknown value 'spaces' [unknown-value]
                  help: known: case, whitespace, punctuation, accents
                  | agreement: { ignoring: [case, spaces] }
                  |                               ^^^^^^
                Suites/demo/suite.yaml:23:13: error: '0.8' does not say whether it is the least or the most [bound-without-relation]
                  help: write ">= 0.8" or "<= 0.8"
                  |   accuracy: 0.8
                  |             ^^^
                Suites/demo/suite.yaml:24:3: error: unknown figure 'acuracy' [unknown-metric]
                  help: did you mean 'accuracy'?
                  |   acuracy: ">= 0.8"
                  |   ^^^^^^^
                Suites/demo/suite.yaml:25:10: error: score lies between 0 and 1 [out-of-range]
                  help: write 80 % or 0.8
                  |   score: ">= 80"
                  |          ^^^^^^^
                Suites/demo/suite.yaml:26:3: error: there is no variant 'few-shoot' [unknown-variant]
                  help: known: zero-shot, bare, inline
                  |   few-shoot: { accuracy: ">= 0.5" }
                  |   ^^^^^^^^^
                Suites/demo/suite.yaml:27:23: error: the margin must be smaller than the drop to detect [bounds-conflict]
                  help: a drop within the margin never counts, so that of 'detect' could not be detected
                  | gate: { detect: 0.02, margin: 0.05, alpha: 0.9, estimand: median, limits: { accuracy: 2, cost: 1.2 } }
                  |                       ^^^^^^
                Suites/demo/suite.yaml:27:37: error: alpha must be above 0 and at most 0.5 [out-of-range]
                  help: the usual value is 0.05
                  | gate: { detect: 0.02, margin: 0.05, alpha: 0.9, estimand: median, limits: { accuracy: 2, cost: 1.2 } }
                  |                                     ^^^^^
                Suites/demo/suite.yaml:27:59: error: unknown value 'median' [unknown-value]
                  help: did you mean 'mean'?
                  | gate: { detect: 0.02, margin: 0.05, alpha: 0.9, estimand: median, limits: { accuracy: 2, cost: 1.2 } }
                  |                                                           ^^^^^^
                Suites/demo/suite.yaml:27:77: error: there is no growth limit on 'accuracy' [unknown-metric]
                  help: known: cost, tokens, latency-p50, latency-p95, latency-p99
                  | gate: { detect: 0.02, margin: 0.05, alpha: 0.9, estimand: median, limits: { accuracy: 2, cost: 1.2 } }
                  |                                                                             ^^^^^^^^
                Suites/demo/suite.yaml:28:18: error: 0 is out of range [out-of-range]
                  help: give a whole number from 1 to 1000000000
                  | budget: { calls: 0, time: soon, money: 5% }
                  |                  ^
                Suites/demo/suite.yaml:28:27: error: expected a length of time, found 'soon' [wrong-type]
                  help: write it like 90s, 10m, 1h30m or 250ms
                  | budget: { calls: 0, time: soon, money: 5% }
                  |                           ^^^^
                Suites/demo/suite.yaml:28:40: error: expected a number, found '5%' [wrong-type]
                  | budget: { calls: 0, time: soon, money: 5% }
                  |                                        ^^
                Suites/demo/suite.yaml:29:7: error: 0 is out of range [out-of-range]
                  help: give a whole number from 1 to 1024
                  | jobs: 0
                  |       ^
                Suites/demo/suite.yaml:30:9: error: expected a whole number, found nothing [wrong-type]
                  help: give a value or remove the key
                  | retries:
                  |         ^
                Suites/demo/suite.yaml:31:10: error: expected a length of time, found a list [wrong-type]
                  help: write it like 90s, 10m, 1h30m or 250ms
                  | timeout: [10]
                  |          ^
                Suites/demo/suite.yaml:32:16: error: 'output' is missing in a price [missing-key]
                  | prices: { gpt: { input: 1 } }
                  |                ^
                """)
    }
}
