import Foundation
import PlumbModel
import Testing

@testable import PlumbSuites

@Suite("Hostile files")
struct HostileTests {
    @Test("malformed UTF-8 is found like the standard library finds it")
    func utf8() {
        var generator = SplitMix(state: 3)
        let starts: [UInt8] = [0x41, 0xC3, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF3, 0xF4, 0x80, 0xBF, 0x9F, 0xA0, 0x90, 0x8F, 0xC0, 0xF5, 0xFF]
        var malformed = 0
        var differing: [[UInt8]] = []
        for _ in 0..<20_000 {
            let bytes = (0..<Int(generator.next() % 6)).map { _ in starts[Int(generator.next() % 18)] }
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            if (InvalidUTF8.firstOffset(in: bytes) == nil) != isValid { differing.append(bytes) }
            if !isValid { malformed += 1 }
        }
        #expect(differing.isEmpty)
        #expect(malformed > 1000)
        #expect(InvalidUTF8.firstOffset(in: Array("aé日𝄞".utf8) + [0xE2, 0x82]) == 10)
    }

    private static let texts: [String: String] = [
        "suite.yaml": """
        description: A suite
        backend: { kind: scripted, answers: [a, { expected: true, weight: 2 }] }
        include: base.yaml
        variants:
          a: prompt.md
          b: { messages: [{ system: "Be {{ kind }}" }, { user: "{{ message }}" }], examples: { from: shots.csv, count: 1 } }
          c: { text: "{{ message }}", extract: [{ regex: '(?m)^A: (.+)$' }, trim] }
        matrix: { parameters: { temperature: [0, 0.7] }, variants: [a] }
        cases: [cases.csv, cases.jsonl, { id: z, message: "m", kind: k, expected: y, checks: [{ equals: x }] }]
        checks:
          - equals: "{{ expected }}"
            ignoring: [case]
          - { not-contains: "é", weight: 0 }
        require: { a: { accuracy: ">= 0.5" } }
        gate: { detect: 0.1, margin: 0.02 }
        """,
        "base.yaml": "repetitions: 3\nparameters: { top_p: 0.5, stop: [\"\\n\"] }\nbudget: { time: 10m }\n",
        "prompt.md": "---\nmodel: m\n---\nsystem:\nBe {{ kind }}.\n\nuser:\n{% if kind %}{{ message }}{% endif %}\n",
        "cases.csv": "id,message,kind,expected,tags\na,\"x, \"\"y\"\"\",k,e,t1 t2\nb,z,k,e,\n",
        "cases.jsonl":
            "{\"id\": \"c\", \"message\": \"q\", \"kind\": \"k\", \"expected\": \"e\", \"more\": [1, {\"a\": null}], \"tags\": [\"t\"]}\n",
        "shots.csv": "message,kind,expected\ns,k,e\n",
    ]

    @Test("random damage brings findings in places that exist, never a crash", arguments: 0..<8)
    func damage(_ seed: Int) throws {
        var generator = SplitMix(state: UInt64(seed))
        let project = try TestProject(Sample.files(Self.texts))
        let pieces = [
            "{", "}", "[", "]", ":", "- ", "\"", "'", "\n", "  ", "{{", "}}", "{%", "&a ", "*a", "|", ">", "#", "!x ", ",", "é", "\t", "9",
            "\r",
        ]
        for _ in 0..<40 {
            let name = try #require(Self.texts.keys.sorted().randomElement(using: &generator))
            var bytes = Array(Self.texts[name, default: ""].utf8)
            for _ in 0...generator.next() % 3 {
                let position = Int(generator.next() % UInt64(bytes.count))
                switch generator.next() % 4 {
                case 0: bytes.removeSubrange(position..<min(bytes.count, position + 1 + Int(generator.next() % 5)))
                case 1: bytes.insert(contentsOf: Array(pieces[Int(generator.next() % UInt64(pieces.count))].utf8), at: position)
                case 2: bytes[position] = UInt8(generator.next() % 256)
                default: bytes.removeSubrange(position...)
                }
                if bytes.isEmpty { break }
            }
            try project.write("Suites/demo/" + name, Data(bytes))
            check(project, String(decoding: bytes, as: UTF8.self))
            try project.write("Suites/demo/" + name, Data(Self.texts[name, default: ""].utf8))
        }
    }

    private func check(_ project: TestProject, _ damaged: String) {
        do throws(DiagnosticsError) {
            _ = try SuiteLoader(project: project.project).load("demo")
        } catch {
            #expect(error.diagnostics.contains { $0.severity == .error }, "\(damaged)")
            for diagnostic in error.diagnostics {
                guard let location = diagnostic.location, let line = diagnostic.sourceLine else { continue }
                // One past the end is where something is missing.
                #expect(location.line >= 1 && location.column >= 1, "\(diagnostic)\n\(damaged)")
                #expect(location.column <= line.unicodeScalars.count + 1, "\(diagnostic)\n\(damaged)")
            }
        }
    }

    @Test("the undamaged project loads")
    func undamaged() throws {
        let report = try TestProject(Sample.files(Self.texts)).report()
        #expect(!report.contains("error"), "\(report)")
    }

    @Test("what is no regular file is not read")
    func irregular() throws {
        let project = try TestProject(Sample.files())
        try FileManager.default.removeItem(atPath: project.root + "/Suites/demo/cases.csv")
        try FileManager.default.createSymbolicLink(atPath: project.root + "/Suites/demo/cases.csv", withDestinationPath: "/dev/zero")
        #expect(project.report().contains("'Suites/demo/cases.csv' is not a regular file [not-a-file]"))
    }

    @Test("control characters and endless lines in files stay out of messages")
    func controlCharacters() throws {
        let report = try TestProject(Sample.files(["cases.csv": "id,message\n\"\u{1B}[2J\",x\n" + String(repeating: "y", count: 5000)]))
            .report()
        #expect(report.split(separator: "\n").allSatisfy { $0.count < 600 })
        #expect(report.contains("[bad-id]"))
    }
}
