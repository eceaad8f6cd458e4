import Foundation
import PlumbModel
import Testing

@testable import PlumbChecks
@testable import PlumbSuites

/// The repository's own files, as far as the tests run inside it.
enum Repository {
    /// The root, from the place of this file, through links.
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static let project = Project(root: root)
}

@Suite("The JSON Schema of suites")
struct SchemaTests {
    private static let file = Repository.root + "/Schemas/suite.schema.json"

    @Test("the published file is the one that the tables of keys make")
    func published() throws {
        let text = SuiteSchema.json.text(.pretty) + "\n"
        if ProcessInfo.processInfo.environment["PLUMB_WRITE_SCHEMA"] != nil {
            try FileManager.default.createDirectory(atPath: Repository.root + "/Schemas", withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: Self.file))
        }
        let published = FileManager.default.contents(atPath: Self.file).map { String(decoding: $0, as: UTF8.self) }
        #expect(published == text, "write it anew: PLUMB_WRITE_SCHEMA=1 swift test --filter SchemaTests")
    }

    private static let schema = Result { try JSONSchema(SuiteSchema.json) }

    private func verdict(_ yaml: String) throws -> JSONSchema.Verdict {
        try Self.schema.get().validate(try #require(readYAML(yaml).node).json)
    }

    @Test("it is a schema, and our own suites keep to it")
    func ownSuites() throws {
        for name in Repository.project.suiteNames {
            let path = "\(Repository.project.suitesDirectory)/\(name)/suite.yaml"
            let text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
            let verdict = try verdict(text)
            #expect(verdict == .valid, "\(name)")
        }
    }

    @Test(
        "what the reader takes is allowed",
        arguments: [
            "variants: { a: p.md, b: { text: x, system: off }, c: { messages: [{ user: x }, { role: user, content: y }] } }",
            "cases: [a.csv, { from: b.csv, columns: { q: m } }, { id: 1, message: x, tags: a b, checks: [json] }]",
            "backend: { kind: openai, base_url: http://h/v1, key: K }",
            "backend: { kind: scripted, answers: [a, { expected: true, weight: 2 }] }",
            "checks: [{ equals: \"{{ x }}\", ignoring: [case], on: { after: \"A:\" } }, { not-contains-any: [a, b] }, { length: { words: \"<= 3\" } }]",
            "require: { accuracy: \">= 60 %\", a: { pass^3: \"> 0.5\" } }", "budget: { time: 10m, money: 2 }", "timeout: 2.5",
            "threshold: 60 %",
            "matrix: { parameters: { temperature: [0, 1], stop: [[a], b] }, system: [on, off] }", "include: [a.yaml]", "include: a.yaml",
        ])
    func allowed(_ yaml: String) throws {
        #expect(try verdict(yaml) == .valid)
    }

    @Test(
        "what the reader refuses by its keys and kinds is refused",
        arguments: [
            "variant: {}", "repetitions: 0", "repetitions: many", "parameters: { min_p: 1 }", "parameters: { temperature: 9 }",
            "variants: { a: { promt: x } }", "checks: [{ equls: x }]", "checks: { equals: x }", "gate: { estimand: median }",
            "backend: { kind: local, base_url: x }", "backend: { base_url: x }", "prices: { m: { input: 1 } }",
            "require: { accuracy: 0.8 }",
            "timeout: soon", "agreement: { ignoring: [spaces] }", "matrix: { model: a }", "checks: [{ equals: x, on: { befor: y } }]",
        ])
    func refused(_ yaml: String) throws {
        let verdict = try verdict(yaml)
        if case .invalid = verdict { return }
        Issue.record("\(verdict)")
    }

    @Test("every key has a line that says what it means")
    func summaries() {
        let tables = [
            SuiteKeys.table, VariantKeys.table, ParameterKeys.table, ExampleKeys.table, MatrixKeys.table, GateKeys.table, BudgetKeys.table,
            PriceKeys.table, AgreementKeys.table, CaseFileKeys.table, FrontMatterKeys.table, ProjectKeys.table,
        ]
        for table in tables + BackendKeys.kinds.map(BackendKeys.table) {
            #expect(Set(table.names).count == table.names.count, "\(table.subject)")
            for row in table.rows { #expect(row.summary.count > 5 && !row.summary.hasSuffix("."), "\(table.subject): \(row.name)") }
        }
    }
}

@Suite("Our own suites")
struct OwnSuiteTests {
    @Test("load without a word", arguments: Repository.project.suiteNames)
    func load(_ name: String) throws {
        let diagnostics: [Diagnostic]
        do throws(DiagnosticsError) {
            diagnostics = try SuiteLoader(project: Repository.project).load(name).diagnostics
        } catch { diagnostics = error.diagnostics }
        #expect(diagnostics.map { "\($0.location?.file ?? ""):\($0.location?.line ?? 0): \($0.message)" } == [])
    }
}

@Suite("The reference of keys")
struct ReferenceTests {
    @Test("has a row for every key, in words")
    func markdown() {
        let text = SuiteReference.markdown
        for row in SuiteKeys.table.rows + VariantKeys.table.rows + BackendKeys.kinds.flatMap({ BackendKeys.table(of: $0).rows }) {
            #expect(text.contains("| `\(row.name)` | "))
        }
        #expect(text.contains("| `repetitions` | whole number, 1 to 1000 | How often each variant asks each case |"))
        #expect(text.contains("| `alpha` | share, such as 0.05 or 5 % |"))
        #expect(text.contains("| `stop` | text or list of texts |"))
        #expect(!text.contains("anything"))
        #expect(text.split(separator: "\n").allSatisfy { !$0.hasPrefix("|") || $0.filter { $0 == "|" }.count == 4 })
    }
}
