import PlumbModel
import Testing

@testable import PlumbSuites

@Suite("YAML with places")
struct YAMLTests {
    @Test("plain scalars are numbers only when they print back as written")
    func plainScalars() throws {
        let text = """
            [1.10, 010, 1e3, 1_000, 12:30, 5, -5, -0, 0.7, 1.0, .5, 9223372036854775808, true, True, no, on, off, yes, null, ~, "5", 'true']
            """
        let node = try #require(readYAML(text).node)
        let expected: JSON = [
            "1.10", "010", "1e3", "1_000", "12:30", 5, -5, "-0", 0.7, "1.0", ".5", "9223372036854775808", true, "True", "no", "on", "off",
            "yes", nil, nil, "5", "true",
        ]
        #expect(node.json == expected)
        #expect(readYAML("date: 2026-01-01\nnothing:\n").node?.json == ["date": "2026-01-01", "nothing": nil])
    }

    @Test("places are those of keys and values, in Unicode scalars")
    func places() throws {
        let node = try #require(readYAML("é: 1\nlist:\n  - {ключ: значение, b: \"q\"}\n").node)
        let inner = try #require(node["list"]?.list?.first)
        let entry = try #require(inner.mapping?.first)
        #expect(entry.place.line == 3 && entry.place.column == 6 && entry.place.length == 4)
        let quoted = try #require(inner["b"])
        #expect(quoted.place.line == 3 && quoted.place.column == 25 && quoted.place.length == 3)
    }

    @Test("line ends, byte order marks and short texts make no difference")
    func lineEnds() throws {
        #expect(readYAML("a: 1\r\nb: 2\r\n").node?.json == ["a": 1, "b": 2])
        #expect(readYAML("a: 1").node?.json == ["a": 1])
        #expect(readYAML("a: |\n  x\n  y\n").node?.json == ["a": "x\ny\n"])
        #expect(readYAML("").node == nil)
        #expect(readYAML("# nothing\n").node == nil)
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        var text: String
        var finding: String
        var line: Int
        var column: Int
        var testDescription: String { text }
    }

    @Test(
        "what cannot be read is told with its place and a remedy",
        arguments: [
            Broken(text: "a: {{ name }}\n", finding: "key-is-not-text", line: 1, column: 4),
            Broken(text: "checks:\n  - equals: {{ expected }} now\n", finding: "unquoted-template", line: 2, column: 13),
            Broken(text: "a: {% if x %}\n", finding: "unquoted-template", line: 1, column: 4),
            Broken(text: "require: { a: 1 }\naccuracy: >= 0.6\n", finding: "unquoted-bound", line: 2, column: 11),
            Broken(text: "a: !foo bar\n", finding: "yaml-tag", line: 1, column: 4),
            Broken(text: "a: !!str 5\n", finding: "yaml-tag", line: 1, column: 4),
            Broken(text: "a: !!set {x}\n", finding: "yaml-tag", line: 1, column: 4),
            Broken(text: "a: &x {b: 1}\nc:\n  <<: *x\n", finding: "merge-key", line: 3, column: 3),
            Broken(text: "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", finding: "duplicate-key", line: 5, column: 3),
            Broken(text: "x: {a: 1, b: 2, a: 3}\n", finding: "duplicate-key", line: 1, column: 17),
            Broken(text: "a: @x\n", finding: "yaml-syntax", line: 1, column: 4),
            Broken(text: "a:\n\t- b\n", finding: "yaml-syntax", line: 2, column: 1),
            Broken(text: "a: \"x\n", finding: "yaml-syntax", line: 1, column: 4),
            Broken(text: "b: 1\na: [x,\n", finding: "yaml-syntax", line: 2, column: 6),
            Broken(text: "a: b: c\n", finding: "yaml-syntax", line: 1, column: 5),
            Broken(text: "a: *nowhere\n", finding: "yaml-syntax", line: 1, column: 4),
            Broken(text: "a: 1\n---\nb: 2\n", finding: "yaml-syntax", line: 2, column: 1),
            Broken(text: "a: 1\nb: \u{1}\n", finding: "yaml-syntax", line: 2, column: 4),
            Broken(text: "? [a, b]\n: c\n", finding: "key-is-not-text", line: 1, column: 1),
        ])
    func broken(_ example: Broken) throws {
        let (_, findings) = readYAML(example.text)
        let finding = try #require(findings.first)
        #expect(finding.identifier == example.finding)
        #expect(finding.location?.line == example.line)
        #expect(finding.location?.column == example.column)
        #expect(!finding.message.contains("yaml.org"))
    }

    @Test("the remedy for an unquoted template names the variable")
    func quoteHelp() throws {
        #expect(readYAML("a: {{ name }}\n").findings.first?.help == "quote the template: \"{{ name }}\"")
    }

    @Test("a tag or a merge key does not hide what else is wrong")
    func several() {
        let (_, findings) = readYAML("a: !x 1\nb: !y 2\n")
        #expect(findings.map(\.identifier) == ["yaml-tag", "yaml-tag"])
    }

    @Test("anchors work, but not as a bomb")
    func anchors() throws {
        let shared = readYAML("a: &x [1, 2]\nb: *x\n")
        #expect(shared.findings.isEmpty)
        #expect(shared.node?["b"]?.json == [1, 2])
        var bomb = "l0: &l0 [a, a, a, a, a, a, a, a, a, a]\n"
        for level in 1...8 {
            let references = Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ")
            bomb += "l\(level): &l\(level) [\(references)]\n"
        }
        #expect(readYAML(bomb).findings.map(\.identifier) == ["too-many-aliases"])
    }

    @Test("nesting has an end")
    func nesting() {
        let deep = String(repeating: "[", count: 150) + String(repeating: "]", count: 150)
        #expect(readYAML(deep).findings.map(\.identifier) == ["nested-too-deep"])
        let deeper = String(repeating: "[", count: 20_000)
        #expect(readYAML(deeper).findings.map(\.identifier) == ["yaml-syntax"])
    }

    @Test(
        "lengths of time",
        arguments: [
            ("90s", 90_000), ("10m", 600_000), ("1h30m", 5_400_000), ("250ms", 250), ("2", 2000), ("0.5", 500), ("1.5h", 5_400_000),
            ("1h 30m", 5_400_000), ("1d", 86_400_000),
        ])
    func durations(_ text: String, _ milliseconds: Int) {
        #expect(DurationText.read(text) == .milliseconds(milliseconds))
    }

    @Test("what is no length of time", arguments: ["", "s", "10x", "10 parsecs", "-5", "1e99", "1h30", "ten minutes", "nan", "inf"])
    func noDurations(_ text: String) {
        #expect(DurationText.read(text) == nil)
    }

    @Test("written lengths of time read back", arguments: [1, 250, 1000, 90_000, 600_000, 3_600_000, 86_400_000])
    func durationRoundTrip(_ milliseconds: Int) {
        let duration = Duration.milliseconds(milliseconds)
        #expect(DurationText.read(DurationText.write(duration)) == duration)
    }
}
