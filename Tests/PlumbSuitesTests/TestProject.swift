import Foundation
import PlumbModel
import Testing

@testable import PlumbSuites

/// A project in a temporary folder, removed with the value.
final class TestProject {
    let root: String

    /// Writes the files; keys are paths relative to the root.
    init(_ files: [String: String] = [:]) throws {
        let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().appendingPathComponent("plumb-\(UUID().uuidString)")
        root = folder.path
        try FileManager.default.createDirectory(atPath: root + "/Suites", withIntermediateDirectories: true)
        for (path, text) in files { try write(path, Data(text.utf8)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ path: String, _ data: Data) throws {
        let file = URL(fileURLWithPath: root + "/" + path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    var project: Project { Project(root: root) }

    /// The suite and the warnings about it.
    func loaded(_ name: String = "demo") throws -> LoadedSuite { try SuiteLoader(project: project).load(name) }

    /// The suite.
    func suite(_ name: String = "demo") throws -> Suite { try loaded(name).suite }

    /// Everything found, one finding after the other as a compiler would print it; empty when nothing is wrong.
    func report(_ name: String = "demo") -> String {
        do throws(DiagnosticsError) {
            return text(try SuiteLoader(project: project).load(name).diagnostics)
        } catch {
            return text(error.diagnostics)
        }
    }

    /// Findings as text: place, severity, message, identifier, help, and the source line with a mark.
    func text(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map { finding in
            var lines: [String] = []
            let place = finding.location.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
            lines.append("\(place)\(finding.severity.rawValue): \(finding.message) [\(finding.identifier)]")
            if let help = finding.help { lines.append("  help: \(help)") }
            if let line = finding.sourceLine, let location = finding.location {
                let marks = String(repeating: " ", count: location.column - 1) + String(repeating: "^", count: location.length)
                lines += ["  | \(line)", "  | \(marks)"]
            }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n").replacingOccurrences(of: root, with: "ROOT")
    }
}

/// A suite that works, as the files of a project; tests replace what they are about.
enum Sample {
    static let prompt = "user:\nRoute: {{ message }}\n"
    static let cases = "id,message,expected\na,Where is my parcel?,delivery\nb,I was charged twice,billing\n"

    /// The suite file with some lines added at its end.
    static func suite(_ extra: String = "") -> String {
        """
        backend: local
        variants:
          plain: { prompt: prompt.md }
        cases: cases.csv
        checks:
          - equals: "{{ expected }}"

        """ + extra
    }

    /// The files of a project with a suite `demo`, some of them replaced or added.
    static func files(_ changes: [String: String] = [:]) -> [String: String] {
        ["suite.yaml": suite(), "prompt.md": prompt, "cases.csv": cases].merging(changes) { $1 }
            .reduce(into: [:]) { $0[$1.key.hasPrefix("/") ? String($1.key.dropFirst()) : "Suites/demo/\($1.key)"] = $1.value }
    }
}

/// Findings about a YAML text, and its tree.
func readYAML(_ text: String) -> (node: LocatedNode?, findings: [Diagnostic]) {
    let findings = Findings()
    let source = SourceText(name: "x.yaml", directory: "/", bytes: Array(text.utf8), lineBreaks: .yaml)
    let node = YAMLReader.read(source, findings: findings)
    return (node, findings.diagnostics())
}
