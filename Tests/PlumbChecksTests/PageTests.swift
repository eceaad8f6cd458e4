import PlumbModel
import Testing

@testable import PlumbChecks

@Suite struct PageTests {
    @Test func aPageReadsLikeThis() throws {
        let page = CheckPage(
            "sounds-like", "The answer sounds like this text", "Compares sounds.",
            arguments: [.required("text", .texts, "the text"), .optional("loud", .flag, "whether to shout", default: "false")],
            ignorable: [.case], scoring: .graded,
            examples: [
                .init(["sounds-like": "so", "ignoring": ["case"]], "sew\n", .pass),
                .init(["sounds-like": "so", "ignoring": ["case"]], "no", .fail),
                .init(["sounds-like": "{{ x }}"], "a", .error, variables: ["x": 1], call: .init(latency: .milliseconds(1500))),
            ])
        #expect(
            page.text == """
                # sounds-like

                The answer sounds like this text.

                Compares sounds.

                ## Arguments

                - `text` (text or list of texts, required): the text
                - `loud` (true or false, default false): whether to shout

                `sounds-like: …` is short for `sounds-like: {text: …}`.

                Beside the name:

                - `weight` (number, default 1): how much it counts; 0 measures without deciding
                - `threshold` (number): the least score that passes, more than 0 and at most 1
                - `on` (JSON path such as `$.name`, or extraction such as `{after: 'Answer:'}`): the part of the answer that is checked
                - `ignoring` (case): differences that are overlooked
                - `label` (text): the name in reports

                `not-sounds-like` turns the grade round; an error stays an error.

                ## Examples

                ```yaml
                - sounds-like: so
                  ignoring: [case]
                ```

                - passes: "sew\\n"
                - fails: `no`

                ```yaml
                - sounds-like: '{{ x }}'
                ```

                - error: `a`, where `x` is 1 (took 1.5 s)

                """)
    }

    @Test(arguments: [
        ("word", "word"), ("two words", "two words"), ("true", "'true'"), ("no", "'no'"), ("5", "'5'"), ("it's", "'it''s'"),
        ("a: b", "'a: b'"),
        ("$.a", "$.a"), ("a\nb", "\"a\\nb\""), ("", "''"), ("- x", "'- x'"), ("\\d", "'\\d'"), ("x ", "'x '"), ("{{ a }}", "'{{ a }}'"),
        ("é", "'é'"),
    ]) func yamlQuotesWhereItMust(text: String, yaml: String) { #expect(YAMLText.flow(.string(text)) == yaml) }

    @Test func pagesAreFoundByTheNamesPeopleWrite() {
        #expect(CheckCatalog.page(named: "not-equals")?.name == "equals")
        #expect(CheckCatalog.page(named: "none")?.name == "none")
        #expect(CheckCatalog.page(named: "equls") == nil)
        #expect(CheckCatalog.suggestion(for: "equls") == "equals")
        #expect(CheckCatalog.suggestion(for: "not-regex") == "not-matches")
        #expect(CheckCatalog.suggestion(for: "Levenshtein") == "edit-distance")
        #expect(CheckCatalog.suggestion(for: "quantum") == nil)
    }

    @Test(arguments: [
        ("x", "`x`"), ("", "\"\""), ("a`b", "\"a`b\""), (" x", "\" x\""), ("a\nb", "\"a\\nb\""), ("{\"a\": 1}", "`{\"a\": 1}`"),
    ])
    func answersAreShownAsTheyAre(answer: String, shown: String) { #expect(YAMLText.answer(answer) == shown) }

    @Test func yamlFlow() {
        #expect(YAMLText.item(["a": [1, "b", ["c": nil]], "d": [:]]) == "- a: [1, b, {c: null}]\n  d: {}")
        #expect(YAMLText.item("json") == "- json")
    }
}
