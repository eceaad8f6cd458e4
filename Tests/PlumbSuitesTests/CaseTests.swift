import Foundation
import PlumbModel
import Testing

@testable import PlumbSuites

@Suite("Cases")
struct CaseTests {
    private func suite(_ cases: String, _ files: [String: String] = [:]) -> [String: String] {
        let text = """
            backend: local
            variants: { plain: prompt.md }
            checks: [{ contains: x }]
            cases: \(cases)

            """
        return Sample.files(["suite.yaml": text].merging(files) { $1 })
    }

    private static let rows: [(file: String, text: String)] = [
        ("c.csv", "id,message,n,tags\na,Hello,1,x y\nb,\"Two\nlines\",2,\"x;z,x\"\n"),
        ("c.tsv", "id\tmessage\tn\ttags\na\tHello\t1\tx y\nb\t\"Two\nlines\"\t2\tx;z,x\n"),
        (
            "c.jsonl",
            #"{"id": "a", "message": "Hello", "n": "1", "tags": ["x", "y"]}"# + "\n\n"
                + #"{"id": "b", "message": "Two\nlines", "n": "2", "tags": "x;z,x"}"#
        ),
        (
            "c.json",
            #"[{"id": "a", "message": "Hello", "n": "1", "tags": ["x", "y"]}, {"id": "b", "message": "Two\nlines", "n": "2", "tags": ["x", "z"]}]"#
        ),
        ("c.yaml", "- { id: a, message: Hello, n: '1', tags: [x, y] }\n- id: b\n  message: \"Two\\nlines\"\n  n: '2'\n  tags: x z\n"),
        ("c.YML", "- { id: a, message: Hello, n: '1', tags: [x, y] }\n- id: b\n  message: |-\n    Two\n    lines\n  n: '2'\n  tags: x z\n"),
    ]

    @Test("every form gives the same cases", arguments: rows.indices)
    func forms(_ index: Int) throws {
        let (file, text) = Self.rows[index]
        let cases = try TestProject(suite(file, [file: text])).suite().cases
        #expect(cases.map(\.id) == ["a", "b"])
        #expect(cases.map(\.tags) == [["x", "y"], ["x", "z"]])
        #expect(cases.map(\.variables) == [["message": "Hello", "n": "1"], ["message": "Two\nlines", "n": "2"]])
        #expect(cases.allSatisfy { $0.location?.file == "Suites/demo/\(file)" })
        #expect(
            cases[1].location?.line
                == (file == "c.json" ? 1 : file.hasSuffix("l") && file != "c.yaml" ? 3 : file.lowercased().hasPrefix("c.y") ? 2 : 3))
    }

    @Test("inline cases keep their texts, and their places")
    func inline() throws {
        let text = "\n  - { message: no, expected: 1.10, ok: true, n: 3 }\n  - { id: 7, message: \"{{ raw }}\", list: [a, 1] }"
        let cases = try TestProject(suite(text)).suite().cases
        #expect(cases[0].variables == ["message": "no", "expected": "1.10", "ok": true, "n": 3])
        #expect(cases[1].id == "7")
        #expect(cases[1].variables == ["message": "{{ raw }}", "list": ["a", 1]])
        #expect(cases[1].location == SourceLocation(file: "Suites/demo/suite.yaml", line: 6, column: 5))
    }

    @Test("ids come from the input alone")
    func contentIDs() throws {
        let first = try TestProject(suite("[{ message: hi, expected: a }, { message: ho }]")).suite().cases
        let edited = try TestProject(suite("[{ expected: b, message: hi }, { message: ho, tags: [x] }]")).suite().cases
        #expect(first.map(\.id) == edited.map(\.id))
        #expect(first[0].contentHash != edited[0].contentHash)
        #expect(first[0].id.hasPrefix("case-") && first[0].id.count == 17)
    }

    @Test("several files, patterns and inline cases go together in the order written")
    func several() throws {
        let files = [
            "a.csv": "id,message\n1,x\n", "more/b.jsonl": "{\"id\": \"2\", \"message\": \"x\"}", "more/deep/c.csv": "id,message\n3,x\n",
            "more/.hidden.csv": "id,message\n9,x\n",
        ]
        let project = try TestProject(suite("[a.csv, \"more/**/*.*\", { id: 4, message: y }]", files))
        #expect(try project.suite().cases.map(\.id) == ["1", "2", "3", "4"])
    }

    @Test("a mapping renames columns, names the id's column and adds tags")
    func mapping() throws {
        let cases = "{ from: q.csv, id: key, columns: { question: message, answer: expected }, tags: [imported] }"
        let files = ["q.csv": "key,question,answer,id,tags\nk1,Q,A,old,x\n", "suite.yaml": ""]
        let found = try TestProject(suite(cases, files.filter { $0.key != "suite.yaml" })).suite().cases
        #expect(
            found == [
                Case(
                    id: "k1", variables: ["message": "Q", "expected": "A", "id": "old"], tags: ["imported", "x"],
                    location: SourceLocation(file: "Suites/demo/q.csv", line: 2, column: 1))
            ])
    }

    @Test("the mapping also works for objects")
    func mappingOfObjects() throws {
        let cases = "{ from: q.jsonl, columns: { question: message } }"
        let found = try TestProject(suite(cases, ["q.jsonl": #"{"question": "Q", "n": 1}"#])).suite().cases
        #expect(found[0].variables == ["message": "Q", "n": 1])
    }

    @Test("a variable called 'from' is no file")
    func fromVariable() throws {
        let found = try TestProject(suite("[{ from: Ada, message: hi }]")).suite().cases
        #expect(found[0].variables["from"] == "Ada")
    }

    @Test("cases bring checks of their own")
    func ownChecks() throws {
        let line = #"{"id": "a", "message": "m", "checks": [{"equals": "{{ id }}"}]}"#
        let report = try TestProject(suite("c.jsonl", ["c.jsonl": "\n" + line])).report()
        #expect(
            report
                == """
                Suites/demo/c.jsonl:2:51: error: undefined variable 'id' in the case 'a' [undefined-variable]
                  help: defined: message
                  |
                  | \(line)
                  | \(String(repeating: " ", count: 50))^^^^^^^^^^
                """.replacing("  |\n", with: ""))
        let good = try TestProject(suite("[{ id: a, message: m, checks: [{ equals: \"{{ message }}\" }] }]")).suite()
        #expect(good.cases[0].checks.map(\.name) == ["equals"])
        #expect(good.cases[0].checks[0].location?.line == 4)
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var report: String
        var testDescription: String { "\(name): \(text)" }
    }

    @Test(
        "broken files",
        arguments: [
            Wrong(name: "c.csv", text: "", report: "1:1 no-cases"),
            Wrong(name: "c.csv", text: "id,message\n", report: "suite.yaml:4:1 no-cases"),
            Wrong(name: "c.csv", text: "id,message\na,b,c\nd\ne,f\n", report: "2:1 ragged-row, 3:1 ragged-row"),
            Wrong(name: "c.csv", text: "id,message\na,\"b\n", report: "2:3 csv-syntax"),
            Wrong(name: "c.csv", text: "id;message\na;b\n", report: "1:1 csv-separator"),
            Wrong(name: "c.csv", text: "id\tmessage\na\tb\n", report: "1:1 csv-separator"),
            Wrong(name: "c.tsv", text: "id,message\na,b\n", report: "1:1 csv-separator"),
            Wrong(name: "c.csv", text: "message,message\na,b\n", report: "1:1 duplicate-column"),
            Wrong(name: "c.csv", text: "message,\na,b\n", report: "1:1 bad-header"),
            Wrong(name: "c.csv", text: "message,checks\na,b\n", report: "1:1 bad-header"),
            Wrong(name: "c.csv", text: "id,message\na,x\na,y\n", report: "3:1 duplicate-id"),
            Wrong(name: "c.csv", text: "message\nx\nx\n", report: "3:1 duplicate-case"),
            Wrong(name: "c.csv", text: "id,message\n\"a\u{1B}[31m\",x\n", report: "2:1 bad-id"),
            Wrong(name: "c.csv", text: "id,message\n\"a\nb\",x\n", report: "2:1 bad-id"),
            Wrong(name: "c.csv", text: "id,message\na\u{202E}b,x\n", report: "2:1 bad-id"),
            Wrong(name: "c.csv", text: "id,message,tags\na,x,\"k\u{7}\"\n", report: "2:1 bad-tag"),
            Wrong(name: "c.csv", text: "id,message\na,\0\n", report: "2:3 not-text"),
            Wrong(name: "c.jsonl", text: "{\"message\": 1}\n{\"message\": 2,}\n", report: "2:15 json-syntax"),
            Wrong(name: "c.jsonl", text: "{\"a\": 1, \"a\": 2}\n", report: "1:10 json-syntax"),
            Wrong(name: "c.jsonl", text: "[1]\n", report: "1:1 wrong-type"),
            Wrong(name: "c.jsonl", text: "{\"id\": [1], \"message\": 1}\n", report: "1:8 wrong-type"),
            Wrong(name: "c.jsonl", text: "{\"message\": 1, \"tags\": {}}\n", report: "1:24 wrong-type"),
            Wrong(name: "c.jsonl", text: "{\"message\": 1, \"checks\": {}}\n", report: "1:26 wrong-type"),
            Wrong(name: "c.json", text: "{}", report: "1:1 wrong-type"),
            Wrong(name: "c.json", text: "[{\"message\": 1},\n {\"message\": }]", report: "2:14 json-syntax"),
            Wrong(name: "c.json", text: "[{\"message\": 1}", report: "1:16 json-syntax"),
            Wrong(name: "c.json", text: "[{\"message\": 1}] x", report: "1:18 json-syntax"),
            Wrong(name: "c.json", text: "[{\"message\": 1},]", report: "1:17 json-syntax"),
            Wrong(name: "c.yaml", text: "a: 1\n", report: "1:1 wrong-type"),
            Wrong(name: "c.yaml", text: "- a\n", report: "1:3 wrong-type"),
            Wrong(name: "c.yaml", text: "- {message: {{ x }}}\n", report: "1:13 key-is-not-text"),
            Wrong(name: "c.txt", text: "x", report: "suite.yaml:4:8 unknown-form"),
        ])
    func broken(_ example: Wrong) throws {
        let project = try TestProject(suite(example.name, [example.name: example.text]))
        let error = #expect(throws: DiagnosticsError.self) { try project.suite() }
        let found = try #require(error).diagnostics.filter { $0.severity == .error }.map { finding in
            let location = finding.location
            let file = location?.file.hasSuffix("suite.yaml") ?? false ? "suite.yaml:" : ""
            return "\(file)\(location?.line ?? 0):\(location?.column ?? 0) \(finding.identifier)"
        }
        #expect(found.joined(separator: ", ") == example.report)
    }

    @Test("a file that is no text")
    func encodings() throws {
        let project = try TestProject(suite("c.csv"))
        try project.write("Suites/demo/c.csv", Data([0x69, 0x64, 0x0A, 0x61, 0xFF, 0x0A]))
        #expect(
            project.report().hasPrefix(
                "Suites/demo/c.csv:2:2: error: 'Suites/demo/c.csv' is not UTF-8 [not-utf8]\n  help: save it with the encoding UTF-8"))
        try project.write("Suites/demo/c.csv", Data([0xFF, 0xFE, 0x69, 0x00]))
        #expect(project.report().contains("is saved as UTF-16"))
        try project.write("Suites/demo/c.csv", Data([0xEF, 0xBB, 0xBF] + Array("id,message\na,x\n".utf8)))
        #expect(try project.suite().cases.map(\.id) == ["a"])
    }

    @Test("missing files, folders and patterns without a match are told where they are named")
    func missing() throws {
        let report = try TestProject(suite("[case.csv, \"more/*.csv\", ../demo]", ["cases.csv": "message\nx\n"])).report()
        #expect(
            report == """
                Suites/demo/suite.yaml:4:9: error: there is no file 'Suites/demo/case.csv' [missing-file]
                  help: did you mean 'cases.csv'?
                  | cases: [case.csv, "more/*.csv", ../demo]
                  |         ^^^^^^^^
                Suites/demo/suite.yaml:4:19: error: no file matches 'more/*.csv' [missing-file]
                  | cases: [case.csv, "more/*.csv", ../demo]
                  |                   ^^^^^^^^^^^^
                Suites/demo/suite.yaml:4:33: error: the name of 'Suites/demo' does not tell its form [unknown-form]
                  help: known endings: .csv, .tsv, .jsonl, .json, .yaml, .yml, .ndjson
                  | cases: [case.csv, "more/*.csv", ../demo]
                  |                                 ^^^^^^^
                """)
    }

    @Test("a column that is not there")
    func unknownColumns() throws {
        let cases = "{ from: c.csv, columns: { mesage: m }, id: key }"
        let report = try TestProject(suite(cases, ["c.csv": "message\nx\n"])).report()
        #expect(report.contains("'Suites/demo/c.csv' has no column 'mesage' [unknown-column]\n  help: did you mean 'message'?"))
        #expect(report.contains("has no column 'key' [unknown-column]\n  help: known: message"))
        let objects = try TestProject(suite("{ from: c.jsonl, columns: { mesage: m } }", ["c.jsonl": "{\"message\": 1}"])).report()
        #expect(objects.contains("no case of 'Suites/demo/c.jsonl' has 'mesage' [unknown-column]\n  help: did you mean 'message'?"))
    }

    @Test("many findings of one kind are counted")
    func manyFindings() throws {
        let rows = (0..<5000).map { "a\($0),b,c" }.joined(separator: "\n")
        let report = try TestProject(suite("c.csv", ["c.csv": "id,message\n" + rows])).report()
        #expect(report.ranges(of: "[ragged-row]").count == 21)
        #expect(report.hasSuffix("Suites/demo/c.csv:1:1: note: and 4980 more like these [ragged-row]"))
    }

    @Test("patterns for file names")
    func globs() {
        func matches(_ name: String, _ pattern: String) -> Bool { Glob.matches(Array(name), Array(pattern)) }
        #expect(matches("a.csv", "*.csv") && matches("a.csv", "?.csv") && matches("a.csv", "*") && matches("abc", "a*c"))
        #expect(!matches("a.csv", "*.tsv") && !matches("ab.csv", "?.csv") && !matches("", "?"))
        #expect(!matches(String(repeating: "a", count: 200), String(repeating: "a*", count: 60) + "b"))
    }
}
